//! Whole rupiah. There are no cents in practice, so there is no rounding in storage either.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in whole rupiah; negative only where a correction needs it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(try_from = "i64", into = "i64")]
#[sqlx(transparent)]
pub struct Rupiah(i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyFault {
    #[error("amount is beyond what a complex can own")]
    TooLarge,
    #[error("not an amount")]
    NotANumber,
}

impl Rupiah {
    pub const ZERO: Self = Self(0);
    /// A quadrillion: anything beyond is a typing slip, and far below it sums cannot overflow.
    pub const LIMIT: i64 = 1_000_000_000_000_000;

    pub fn new(amount: i64) -> Result<Self, MoneyFault> {
        if amount.abs() > Self::LIMIT { Err(MoneyFault::TooLarge) } else { Ok(Self(amount)) }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    pub fn checked_add(self, other: Self) -> Result<Self, MoneyFault> {
        self.0.checked_add(other.0).ok_or(MoneyFault::TooLarge).and_then(Self::new)
    }

    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyFault> {
        self.0.checked_sub(other.0).ok_or(MoneyFault::TooLarge).and_then(Self::new)
    }

    /// Reads what people type: `Rp1.234.567`, `1234567`, `1.234.567,00`.
    pub fn parse(text: &str) -> Result<Self, MoneyFault> {
        let text = text.trim().trim_start_matches(['R', 'r']).trim_start_matches(['P', 'p']);
        let text = text.trim_start_matches(['.', ' ', '\u{a0}']);
        let whole = text.strip_suffix(",00").or_else(|| text.strip_suffix(",-")).unwrap_or(text);
        let digits: String = whole.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(MoneyFault::NotANumber);
        }
        digits.parse::<i64>().map_err(|_| MoneyFault::TooLarge).and_then(Self::new)
    }
}

impl TryFrom<i64> for Rupiah {
    type Error = MoneyFault;
    fn try_from(amount: i64) -> Result<Self, MoneyFault> {
        Self::new(amount)
    }
}

impl From<Rupiah> for i64 {
    fn from(amount: Rupiah) -> Self {
        amount.0
    }
}

impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::format::rupiah(*self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_the_ways_a_treasurer_types_an_amount_mean_the_same() {
        for typed in
            ["1234567", "1.234.567", "Rp1.234.567", "Rp 1.234.567", "rp. 1.234.567,00", "1.234.567,-"]
        {
            assert_eq!(Rupiah::parse(typed).map(Rupiah::get), Ok(1_234_567), "{typed}");
        }
        assert_eq!(Rupiah::parse("12x"), Err(MoneyFault::NotANumber));
        assert_eq!(Rupiah::parse(""), Err(MoneyFault::NotANumber));
        assert_eq!(Rupiah::parse("99999999999999999999"), Err(MoneyFault::TooLarge));
    }

    #[test]
    fn json_cannot_walk_around_the_limit() {
        assert!(serde_json::from_str::<Rupiah>("9000000000000000000").is_err());
        assert_eq!(serde_json::from_str::<Rupiah>("150000").unwrap().get(), 150_000);
    }
}
