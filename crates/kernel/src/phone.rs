//! Phone numbers: what people remember and sign in with.
//!
//! Accepts what residents write (`0812…`, `62812…`, `+62 812…`, `812…`, with spaces, dots, dashes, brackets) and
//! keeps E.164. Indonesian mobiles have 10 to 13 digits in the 08 form; prefixes change often, so any 8xx is let in.
//! Numbers of other countries are taken with their `+` and checked for the length of ITU-T E.164 only.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A phone number in E.164, such as `+6281234567890`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(try_from = "String", into = "String")]
#[sqlx(transparent)]
pub struct PhoneNumber(String);

/// Why a text is not a phone number; each has its own sentence for the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PhoneFault {
    #[error("no number")]
    Empty,
    #[error("letters between the digits, such as O for 0")]
    Letters,
    #[error("two numbers in one place")]
    Several,
    #[error("fewer than ten digits")]
    TooShort,
    #[error("more than thirteen digits")]
    TooLong,
    #[error("not a mobile number")]
    NotMobile,
}

impl PhoneNumber {
    pub fn parse(text: &str) -> Result<Self, PhoneFault> {
        let text = text.trim().trim_start_matches(['\'', '`']);
        if text.is_empty() {
            return Err(PhoneFault::Empty);
        }
        if text.contains(['/', ',', ';', '\n', '&']) || text.matches('+').count() > 1 {
            return Err(PhoneFault::Several);
        }
        if text.chars().any(char::is_alphabetic) {
            return Err(PhoneFault::Letters);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return Err(PhoneFault::Empty);
        }
        match national_part(&digits, text.starts_with('+')) {
            Some(national) => Self::indonesian(&national),
            None => Self::foreign(digits.trim_start_matches('0')),
        }
    }

    pub fn e164(&self) -> &str {
        &self.0
    }

    /// As people here write it: `0812-3456-7890`; other countries keep their `+`.
    pub fn local(&self) -> String {
        let Some(national) = self.0.strip_prefix("+62") else { return self.0.clone() };
        let digits = format!("0{national}");
        let (head, rest) = digits.split_at(4);
        let (middle, tail) = rest.split_at(rest.len().min(4));
        if tail.is_empty() { format!("{head}-{middle}") } else { format!("{head}-{middle}-{tail}") }
    }

    /// The digits that `wa.me` links want: E.164 without the plus.
    pub fn wa_me(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    fn indonesian(national: &str) -> Result<Self, PhoneFault> {
        if !national.starts_with('8') {
            return Err(PhoneFault::NotMobile);
        }
        match national.len() {
            ..9 => Err(PhoneFault::TooShort),
            9..=12 => Ok(Self(format!("+62{national}"))),
            _ => Err(PhoneFault::TooLong),
        }
    }

    fn foreign(digits: &str) -> Result<Self, PhoneFault> {
        match digits.len() {
            ..8 => Err(PhoneFault::TooShort),
            8..=15 => Ok(Self(format!("+{digits}"))),
            _ => Err(PhoneFault::TooLong),
        }
    }
}

/// The digits behind 62 or 0; `None` when the number belongs to another country.
fn national_part(digits: &str, plus: bool) -> Option<String> {
    let bare = digits.strip_prefix("00").filter(|_| !plus).unwrap_or(digits);
    let national = match bare.strip_prefix("62") {
        Some(rest) => rest.strip_prefix('0').unwrap_or(rest),
        None if plus || bare.len() != digits.len() => return None,
        None => bare.strip_prefix('0').unwrap_or(bare),
    };
    Some(national.to_owned())
}

impl FromStr for PhoneNumber {
    type Err = PhoneFault;
    fn from_str(text: &str) -> Result<Self, PhoneFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneFault;
    fn try_from(text: String) -> Result<Self, PhoneFault> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(phone: PhoneNumber) -> Self {
        phone.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.local())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_of_bu_ratnas_number_is_one_number() {
        for typed in [
            "081234567890",
            "6281234567890",
            "+6281234567890",
            "+62 812-3456-7890",
            "0812.3456.7890",
            "81234567890",
            "'081234567890",
            "(0812) 3456 7890",
            "006281234567890",
            "+62 0812 3456 7890",
        ] {
            assert_eq!(
                PhoneNumber::parse(typed).map(|p| p.e164().to_owned()),
                Ok("+6281234567890".into()),
                "{typed}"
            );
        }
        assert_eq!(PhoneNumber::parse("081234567890").unwrap().local(), "0812-3456-7890");
    }

    #[test]
    fn each_slip_gets_its_own_reason() {
        let reasons = [
            ("", PhoneFault::Empty),
            ("-", PhoneFault::Empty),
            ("08123", PhoneFault::TooShort),
            ("0857-O112-3344", PhoneFault::Letters),
            ("081234567890 / 085711223344", PhoneFault::Several),
            ("08123456789012", PhoneFault::TooLong),
            ("0217654321", PhoneFault::NotMobile),
        ];
        for (typed, reason) in reasons {
            assert_eq!(PhoneNumber::parse(typed), Err(reason), "{typed}");
        }
    }

    #[test]
    fn a_neighbour_from_singapore_keeps_the_own_country() {
        assert_eq!(PhoneNumber::parse("+65 8123 4567").unwrap().e164(), "+6581234567");
        assert_eq!(PhoneNumber::parse("0065 8123 4567").unwrap().e164(), "+6581234567");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic_and_what_it_takes_it_takes_again(text in ".{0,40}") {
            if let Ok(phone) = PhoneNumber::parse(&text) {
                prop_assert_eq!(PhoneNumber::parse(phone.e164()), Ok(phone.clone()));
                prop_assert_eq!(PhoneNumber::parse(&phone.local()), Ok(phone));
            }
        }
    }
}
