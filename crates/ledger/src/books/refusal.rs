//! What the books refuse, under a name that rooms can ask for and with a sentence for people.

use kernel::Locale;
use tenancy::Error;
use web::{Say, texts::texts};

use super::model::CannotClose;

/// The name under which [`tenancy::Error::Conflict`] says that a month is closed.
pub const BOOKS_ARE_OPEN: &str = "books_are_open";

/// The error of a posting as an answer to a person: a closed month says so.
pub fn said(error: Error) -> web::Error {
    match (&error, error.constraint()) {
        (_, Some(BOOKS_ARE_OPEN)) => web::Error::refused(Refusal::MonthClosed),
        (_, Some("journal_entry_reversed_once")) => web::Error::refused(Refusal::AlreadyReversed),
        // lock_not_available: somebody posts a great deal right now.
        (Error::Database(sqlx::Error::Database(refused)), _)
            if refused.code().as_deref() == Some("55P03") =>
        {
            web::Error::refused(Refusal::AtWork)
        }
        _ => error.into(),
    }
}

/// KL010 of `post_drafts` under its name.
pub fn closed_month(error: Error) -> Error {
    match &error {
        Error::Database(sqlx::Error::Database(refused)) if refused.code().as_deref() == Some("KL010") => {
            Error::Conflict(BOOKS_ARE_OPEN.to_owned())
        }
        _ => error,
    }
}

#[derive(Clone, Copy, Debug)]
enum Refusal {
    MonthClosed,
    AlreadyReversed,
    AtWork,
}

impl Say for Refusal {
    fn say(&self, locale: Locale) -> String {
        texts(locale)
            .get(match self {
                Self::MonthClosed => "ledger-month-closed",
                Self::AlreadyReversed => "ledger-already-reversed",
                Self::AtWork => "ledger-at-work",
            })
            .to_owned()
    }
}

impl Say for CannotClose {
    fn say(&self, locale: Locale) -> String {
        texts(locale)
            .get(match self {
                Self::NotOver => "ledger-close-not-over",
                Self::AlreadyClosed => "ledger-close-already",
                Self::NothingBooked => "ledger-close-nothing",
            })
            .to_owned()
    }
}
