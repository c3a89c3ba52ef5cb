//! One error for all handlers, one arm per outcome. It leaves a mark on a bare response; the `dress` layer turns the
//! mark into a page, an htmx fragment or problem+json, in the language of the request.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::Locale;
use tenancy::Refusal;

pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// A domain refusal that can explain itself to a person: what happened, and what to do next.
pub trait Say: std::fmt::Debug + Send + Sync + 'static {
    fn say(&self, locale: Locale) -> String;
}

/// A field that cannot stay as it is; the sentence is already in the person's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: String,
    pub sentence: String,
}

/// All faults of a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn put(&mut self, field: &str, sentence: impl Into<String>) {
        self.0.push(Fault { field: field.to_owned(), sentence: sentence.into() });
    }

    /// The sentence at a field, or nothing.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|fault| fault.field == field).map_or("", |fault| &fault.sentence)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }

    /// Field and sentence of each, as the summary on top of a form wants them.
    pub fn pairs(&self) -> Vec<(String, String)> {
        self.iter().map(|fault| (fault.field.clone(), fault.sentence.clone())).collect()
    }

    /// Keeps a parsed value, or notes the fault and keeps nothing.
    pub fn keep<T, E>(
        &mut self,
        field: &str,
        parsed: Result<T, E>,
        say: impl FnOnce(&E) -> String,
    ) -> Option<T> {
        parsed.map_err(|error| self.put(field, say(&error))).ok()
    }
}

#[derive(Debug)]
pub enum Error {
    /// Who, where, may and the database.
    Tenancy(tenancy::Error),
    /// The request itself cannot be read (a broken form, a wrong path value).
    Unreadable(String),
    /// Fields that are wrong, for the API; pages answer with the form itself.
    Invalid(Faults),
    /// A rule says no, with a sentence.
    Refused(Arc<dyn Say>),
    /// A problem that its kind explains.
    Problem(Kind),
    /// Too much at once.
    TooMany { wait_seconds: u64 },
    /// A promise of our own code was broken.
    Broken(String),
}

impl Error {
    pub fn refused(reason: impl Say) -> Self {
        Self::Refused(Arc::new(reason))
    }

    pub fn missing() -> Self {
        Self::Tenancy(tenancy::Error::Missing)
    }

    /// axum could not read a body; it says why in English, for whoever writes the client.
    pub fn unreadable(status: StatusCode, why: String) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => Self::Problem(Kind::TooLarge),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::Problem(Kind::WrongType),
            _ => Self::Unreadable(why),
        }
    }

    pub fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }
}

impl From<tenancy::Error> for Error {
    fn from(error: tenancy::Error) -> Self {
        Self::Tenancy(error)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Broken(format!("a template failed: {error}"))
    }
}

/// What `dress` finds on a response that still has to be said.
#[derive(Clone, Debug)]
pub struct Report {
    pub kind: Kind,
    pub faults: Faults,
    pub sentence: Option<Arc<dyn Say>>,
    pub wait_seconds: Option<u64>,
    /// What exactly could not be read, in the words of the reader; only the API shows it.
    pub cause: Option<String>,
}

/// The stable names of errors; the API's `type` ends in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    SignIn,
    Missing,
    Forbidden,
    WrongMethod,
    WrongType,
    WrongCursor,
    Unreadable,
    Invalid,
    Refused,
    Conflict,
    /// The same Idempotency-Key came with another request.
    KeyReused,
    /// The first request with this Idempotency-Key is still at work.
    KeyBusy,
    /// This request moves money or books and must carry an Idempotency-Key.
    KeyMissing,
    TooLarge,
    TooMany,
    Foreign,
    Timeout,
    Busy,
    Broken,
}

impl Kind {
    /// Every kind, for the list of problem types in the API's documentation.
    pub const ALL: [Self; 19] = [
        Self::SignIn,
        Self::Missing,
        Self::Forbidden,
        Self::WrongMethod,
        Self::WrongType,
        Self::WrongCursor,
        Self::Unreadable,
        Self::Invalid,
        Self::Refused,
        Self::Conflict,
        Self::KeyReused,
        Self::KeyBusy,
        Self::KeyMissing,
        Self::TooLarge,
        Self::TooMany,
        Self::Foreign,
        Self::Timeout,
        Self::Busy,
        Self::Broken,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Missing => "not-found",
            Self::Forbidden => "forbidden",
            Self::WrongMethod => "wrong-method",
            Self::WrongType => "wrong-type",
            Self::WrongCursor => "wrong-cursor",
            Self::Unreadable => "unreadable",
            Self::Invalid => "invalid",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::KeyReused => "key-reused",
            Self::KeyBusy => "key-busy",
            Self::KeyMissing => "key-missing",
            Self::TooLarge => "too-large",
            Self::TooMany => "too-many",
            Self::Foreign => "foreign-origin",
            Self::Timeout => "timeout",
            Self::Busy => "busy",
            Self::Broken => "broken",
        }
    }

    pub const fn status(self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Foreign => StatusCode::FORBIDDEN,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable | Self::WrongCursor | Self::KeyMissing => StatusCode::BAD_REQUEST,
            Self::Invalid | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused | Self::Conflict | Self::KeyBusy => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The kind behind a bare status of axum or of a layer.
    pub fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::SignIn,
            403 => Self::Forbidden,
            404 => Self::Missing,
            405 => Self::WrongMethod,
            415 => Self::WrongType,
            408 | 504 => Self::Timeout,
            409 => Self::Conflict,
            413 => Self::TooLarge,
            422 => Self::Invalid,
            429 => Self::TooMany,
            503 => Self::Busy,
            400..=499 => Self::Unreadable,
            _ => Self::Broken,
        }
    }

    pub const fn of_refusal(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SignIn => Self::SignIn,
            Refusal::Missing => Self::Missing,
            Refusal::Forbidden => Self::Forbidden,
            Refusal::Conflict => Self::Conflict,
            Refusal::Unreadable => Self::Unreadable,
            Refusal::Busy => Self::Busy,
            Refusal::Broken => Self::Broken,
        }
    }
}

impl Report {
    pub fn of(kind: Kind) -> Self {
        Self { kind, faults: Faults::default(), sentence: None, wait_seconds: None, cause: None }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let report = match self {
            Self::Tenancy(error) => return error.into_response(),
            Self::Unreadable(detail) => {
                tracing::debug!(detail, "unreadable request");
                Report { cause: Some(detail), ..Report::of(Kind::Unreadable) }
            }
            Self::Problem(kind) => Report::of(kind),
            Self::Invalid(faults) => Report { faults, ..Report::of(Kind::Invalid) },
            Self::Refused(sentence) => Report { sentence: Some(sentence), ..Report::of(Kind::Refused) },
            Self::TooMany { wait_seconds } => {
                Report { wait_seconds: Some(wait_seconds), ..Report::of(Kind::TooMany) }
            }
            Self::Broken(what) => {
                tracing::error!(what, "a promise of our own was broken");
                Report::of(Kind::Broken)
            }
        };
        let mut response = report.kind.status().into_response();
        response.extensions_mut().insert(report);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::texts;

    #[test]
    fn every_problem_has_its_own_name_and_its_words_in_both_languages() {
        let mut names: Vec<_> = Kind::ALL.iter().map(|kind| kind.slug()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            for locale in Locale::ALL {
                for key in [format!("error-{}", kind.slug()), format!("error-{}-title", kind.slug())] {
                    assert!(texts(locale).knows(&key), "{key} in {locale:?}");
                }
            }
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
        }
    }
}
