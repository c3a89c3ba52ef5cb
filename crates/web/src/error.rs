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

    /// Keeps a parsed value, or notes the fault and keeps nothing.
    pub fn keep<T, E>(&mut self, field: &str, parsed: Result<T, E>, say: impl FnOnce(&E) -> String) -> Option<T> {
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
}

/// The stable names of errors; the API's `type` ends in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    SignIn,
    Missing,
    Forbidden,
    Unreadable,
    Invalid,
    Refused,
    Conflict,
    TooLarge,
    TooMany,
    Foreign,
    Timeout,
    Busy,
    Broken,
}

impl Kind {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Missing => "not-found",
            Self::Forbidden => "forbidden",
            Self::Unreadable => "unreadable",
            Self::Invalid => "invalid",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
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
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused | Self::Conflict => StatusCode::CONFLICT,
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
            404 | 405 => Self::Missing,
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
            Refusal::Busy => Self::Busy,
            Refusal::Broken => Self::Broken,
        }
    }
}

impl Report {
    pub fn of(kind: Kind) -> Self {
        Self { kind, faults: Faults::default(), sentence: None, wait_seconds: None }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let report = match self {
            Self::Tenancy(error) => return error.into_response(),
            Self::Unreadable(detail) => {
                tracing::debug!(detail, "unreadable request");
                Report::of(Kind::Unreadable)
            }
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
