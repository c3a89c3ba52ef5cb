//! Whole rupiah, as the gateway writes them.

use std::fmt;

/// An amount in whole rupiah, never negative. Requests carry it as an integer, answers as `"150000.00"`
/// (docs.midtrans.com, Core API: "gross_amount").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// The text is no amount of whole rupiah.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an amount of whole rupiah")]
pub struct NotAnAmount(pub String);

impl Amount {
    pub const ZERO: Self = Self(0);

    /// `None` below nought.
    #[must_use]
    pub fn rupiah(whole: i64) -> Option<Self> {
        (whole >= 0).then_some(Self(whole))
    }

    /// Reads `"150000.00"` or `"150000"`, exactly.
    ///
    /// # Errors
    /// For signs, exponents, separators, sen that are not nought, and what does not fit.
    pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
        let wrong = || NotAnAmount(text.to_owned());
        let (whole, sen) = text.split_once('.').unwrap_or((text, "00"));
        let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
        let no_sen = !sen.is_empty() && sen.len() <= 2 && sen.bytes().all(|byte| byte == b'0');
        if !(digits && no_sen) {
            return Err(wrong());
        }
        whole.parse().map(Self).map_err(|_| wrong())
    }

    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }
}

/// As answers and notifications carry it: two decimals, no separators.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.00", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn an_amount_is_read_exactly_or_not_at_all() {
        assert_eq!(Amount::parse("150000.00").unwrap().get(), 150_000);
        assert_eq!(Amount::parse("150000").unwrap().to_string(), "150000.00");
        assert_eq!(Amount::parse("9007199254740993.00").unwrap().get(), 9_007_199_254_740_993);
        for odd in [
            "4.5e5",
            "150000.50",
            "",
            ".00",
            "1.",
            "-1",
            "+1",
            "1,000.00",
            "1.000",
            "99999999999999999999",
            " 1",
        ] {
            assert!(Amount::parse(odd).is_err(), "{odd}");
        }
        assert_eq!(Amount::rupiah(-1), None);
    }
}
