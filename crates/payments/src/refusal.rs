//! What this room refuses, as a sentence for whoever asked.

use dues::settle;
use kernel::Locale;
use tenancy::Error;
use web::{Say, texts::texts};

/// The error of a verb as an answer to a person; a closed month says so, too.
pub fn said(error: Error) -> web::Error {
    match error.constraint() {
        Some("payment_check_last_word") => web::Error::refused(Refusal::LastWord),
        Some("other_eyes") => web::Error::refused(Refusal::OtherEyes),
        Some("payment_is_verified" | "payment_reversal_pkey") => web::Error::refused(Refusal::NotVerified),
        Some(settle::CREDIT_IS_WHOLE) => web::Error::refused(Refusal::PaidBack),
        Some(settle::CREDIT_IS_LEFT) => web::Error::refused(Refusal::TooMuch),
        _ => ledger::said(error),
    }
}

/// An undo that comes too late, or from another hand.
pub fn too_late() -> web::Error {
    web::Error::refused(Refusal::TooLate)
}

#[derive(Clone, Copy, Debug)]
enum Refusal {
    LastWord,
    OtherEyes,
    NotVerified,
    PaidBack,
    TooMuch,
    TooLate,
}

impl Say for Refusal {
    fn say(&self, locale: Locale) -> String {
        texts(locale)
            .get(match self {
                Self::LastWord => "payment-refused-last-word",
                Self::OtherEyes => "payment-refused-other-eyes",
                Self::NotVerified => "payment-refused-not-verified",
                Self::PaidBack => "payment-refused-paid-back",
                Self::TooMuch => "payment-refused-too-much",
                Self::TooLate => "payment-refused-too-late",
            })
            .to_owned()
    }
}
