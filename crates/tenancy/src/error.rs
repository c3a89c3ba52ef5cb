//! What may go wrong between a request and its row. Sentences are the web room's affair.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or no longer.
    #[error("nobody is signed in")]
    SignIn,
    /// There is no such thing here; another complex's thing is the same.
    #[error("there is no such thing here")]
    Missing,
    /// The thing may be seen but not touched in this way.
    #[error("the role does not hold this capability")]
    Forbidden,
    /// A constraint refused the row; its name says which promise it would have broken.
    #[error("constraint {0} refuses this")]
    Conflict(String),
    /// A text that no database keeps: a zero byte in it. Only a program sends that.
    #[error("a text cannot be kept")]
    Unreadable(#[source] sqlx::Error),
    /// No connection in time; a repeat may succeed.
    #[error("the database is busy or away")]
    Busy(#[source] sqlx::Error),
    #[error(transparent)]
    Database(sqlx::Error),
}

/// The same, as a mark on a bare response, for the layer that dresses it as page, fragment or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    SignIn,
    Missing,
    Forbidden,
    Conflict,
    Unreadable,
    Busy,
    Broken,
}

impl Error {
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::SignIn => Refusal::SignIn,
            Self::Missing => Refusal::Missing,
            Self::Forbidden => Refusal::Forbidden,
            Self::Conflict(_) => Refusal::Conflict,
            Self::Unreadable(_) => Refusal::Unreadable,
            Self::Busy(_) => Refusal::Busy,
            Self::Database(_) => Refusal::Broken,
        }
    }

    /// The name of the constraint that refused, if one did.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Conflict(name) => Some(name),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::error::ErrorKind;
        match &error {
            sqlx::Error::RowNotFound => Self::Missing,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Busy(error),
            // 22021 and 22P05: character_not_in_repertoire and untranslatable_character.
            sqlx::Error::Database(refused)
                if matches!(refused.code().as_deref(), Some("22021" | "22P05")) =>
            {
                Self::Unreadable(error)
            }
            sqlx::Error::Database(refused) => match (refused.kind(), refused.constraint()) {
                (ErrorKind::Other | ErrorKind::NotNullViolation, _) | (_, None) => Self::Database(error),
                (_, Some(constraint)) => Self::Conflict(constraint.to_owned()),
            },
            _ => Self::Database(error),
        }
    }
}

impl Refusal {
    pub const fn status(self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let refusal = self.refusal();
        match &self {
            Self::Database(error) => tracing::error!(%error, "a statement failed"),
            Self::Busy(error) => tracing::warn!(%error, "the database did not answer in time"),
            _ => {}
        }
        let mut response = refusal.status().into_response();
        response.extensions_mut().insert(refusal);
        response
    }
}
