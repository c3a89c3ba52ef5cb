//! Why there is no answer that can be used.

/// What went wrong with a call. [`Error::outcome_unknown`] is the question that matters for money.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No connection was made: nothing happened at the gateway.
    #[error("the gateway could not be reached: {0}")]
    Unreached(String),
    /// Time ran out, the connection broke, or the gateway answered 5xx: it may or may not have happened. Ask for the
    /// status before trying again.
    #[error("the gateway did not say what happened: {0}")]
    Unknown(String),
    /// The gateway said no (HTTP 4xx, or `status_code` 4xx inside HTTP 200): nothing happened.
    #[error("the gateway refused ({code}): {message}")]
    Refused { code: u16, message: String, details: Vec<String> },
    /// The gateway knows no such transaction. For Snap this holds until the payer has picked a method.
    #[error("the gateway knows no such transaction")]
    NotFound,
    /// The client could not be built: the machine's certificates cannot be read.
    #[error("no client can be built: {0}")]
    Client(String),
}

impl Error {
    /// Whether the call may have had its effect all the same.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

impl From<reqwest::Error> for Error {
    /// Addresses are left out: they carry order ids.
    fn from(error: reqwest::Error) -> Self {
        let connect = error.is_connect() || error.is_builder();
        let text = error.without_url().to_string();
        if connect { Self::Unreached(text) } else { Self::Unknown(text) }
    }
}
