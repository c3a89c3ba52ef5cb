//! Why a text is no QRIS.

/// What is wrong with a payload or an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// EMVCo allows 512 characters.
    #[error("a payload has at most 512 characters, this has {0}")]
    TooLong(usize),
    #[error("only printable ASCII stands in a payload")]
    NotText,
    /// No two-digit id and length here, or the length reaches beyond the end.
    #[error("no field can be read at position {0}")]
    Broken(usize),
    #[error("field {0} stands there twice")]
    Twice(String),
    #[error("field {0} is missing")]
    Missing(&'static str),
    /// The checksum is computed over everything before it: a letter is wrong or missing.
    #[error("the checksum says {said}, the text makes {made}")]
    Checksum { said: String, made: String },
    /// A code of another country's scheme, or no payment code at all.
    #[error("this is no Indonesian payment code: field {id} is {value}")]
    NotQris { id: &'static str, value: String },
    #[error("the amount {0} cannot be read")]
    Amount(String),
    /// An amount that a QRIS may not carry: it is from 1 to Rp 10,000,000.
    #[error("an amount is from Rp 1 to Rp 10,000,000, not {0}")]
    AmountOutOfRange(i64),
    /// It has an amount already and was made for one payment.
    #[error("this code is made for one payment; the printed one of the merchant is needed")]
    NotStatic,
}
