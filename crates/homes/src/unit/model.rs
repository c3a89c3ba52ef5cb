//! What a unit is: its number, its measures, its state. Pure.

use std::{fmt, str::FromStr};

use kernel::{AreaId, Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::typed::tidy;

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum UnitStatus {
    LivedIn,
    Rented,
    Empty,
    /// No house on it yet.
    Plot,
}

impl UnitStatus {
    pub const ALL: [Self; 4] = [Self::LivedIn, Self::Rented, Self::Empty, Self::Plot];

    pub const fn code(self) -> &'static str {
        match self {
            Self::LivedIn => "lived_in",
            Self::Rented => "rented",
            Self::Empty => "empty",
            Self::Plot => "plot",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// What the component `unit_status` of the kit calls it.
    pub const fn badge(self) -> &'static str {
        match self {
            Self::LivedIn => "occupied",
            Self::Rented => "rented",
            Self::Empty => "vacant",
            Self::Plot => "plot",
        }
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LivedIn => "unit-status-occupied",
            Self::Rented => "unit-status-rented",
            Self::Empty => "unit-status-vacant",
            Self::Plot => "unit-status-plot",
        }
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::LivedIn => "house",
            Self::Rented => "key",
            Self::Empty => "door-closed",
            Self::Plot => "land-plot",
        }
    }
}

/// The number on the house, as the complex writes it: `A-12`, `Ruko 3`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitCode(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    #[error("no house number")]
    Empty,
    #[error("no letter and no digit in it")]
    NoLetters,
    #[error("longer than thirty letters")]
    TooLong,
}

impl UnitCode {
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(CodeFault::Empty);
        }
        if text.chars().count() > 30 {
            return Err(CodeFault::TooLong);
        }
        if !text.chars().any(|c| c.is_ascii_alphanumeric()) {
            return Err(CodeFault::NoLetters);
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for UnitCode {
    type Err = CodeFault;
    fn from_str(text: &str) -> Result<Self, CodeFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for UnitCode {
    type Error = CodeFault;
    fn try_from(text: String) -> Result<Self, CodeFault> {
        Self::parse(&text)
    }
}

impl From<UnitCode> for String {
    fn from(code: UnitCode) -> Self {
        code.0
    }
}

/// Everything the manager writes down about a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitDetails {
    pub code: UnitCode,
    pub block: Option<AreaId>,
    pub rt: Option<AreaId>,
    pub unit_type: String,
    pub land_m2: Option<Decimal>,
    pub building_m2: Option<Decimal>,
    pub handed_over_on: Option<Date>,
    pub status: UnitStatus,
    pub note: String,
}

/// The order of house numbers, as `unit_sort_key` in 0004_homes.sql writes it: numbers padded, separators gone.
pub fn sort_key(code: &str) -> String {
    let mut key = String::with_capacity(code.len() + 8);
    let mut digits = String::new();
    for c in code.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        push_number(&mut key, &mut digits);
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_uppercase());
        }
    }
    key
}

/// The last eight digits, padded to eight.
fn push_number(key: &mut String, digits: &mut String) {
    if digits.is_empty() {
        return;
    }
    let last = digits.get(digits.len().saturating_sub(8)..).unwrap_or_default();
    key.push_str(&format!("{last:0>8}"));
    digits.clear();
}

/// `A-01..A-40` or `A-01 - A-40`: from one house to another.
pub fn parse_range(text: &str) -> Option<(UnitCode, UnitCode)> {
    let (from, to) =
        ["..", " - ", " – ", "–", " s.d. ", " s/d "].iter().find_map(|mark| text.split_once(mark))?;
    let (from, to) = (UnitCode::parse(from).ok()?, UnitCode::parse(to.trim_start_matches('.')).ok()?);
    (sort_key(from.as_str()) <= sort_key(to.as_str())).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_2_comes_before_a_10_and_a_01_is_a1() {
        let mut codes = ["B-1", "A-10", "A-2", "A-1", "A-12A", "A-12"];
        codes.sort_by_key(|code| sort_key(code));
        assert_eq!(codes, ["A-1", "A-2", "A-10", "A-12", "A-12A", "B-1"]);
        assert_eq!(sort_key("A-01"), sort_key("a 1"));
        assert_eq!(sort_key("A-12A"), "A00000012A");
    }

    #[test]
    fn a_house_number_is_kept_as_the_complex_writes_it() {
        assert_eq!(UnitCode::parse("  A -  12 ").unwrap().as_str(), "A - 12");
        assert_eq!(UnitCode::parse(" "), Err(CodeFault::Empty));
        assert_eq!(UnitCode::parse("--"), Err(CodeFault::NoLetters));
        assert_eq!(UnitCode::parse(&"9".repeat(31)), Err(CodeFault::TooLong));
    }

    #[test]
    fn a_range_goes_from_one_house_to_a_later_one() {
        let range = |text| parse_range(text).map(|(from, to)| (from.to_string(), to.to_string()));
        assert_eq!(range("A-01..A-40"), Some(("A-01".into(), "A-40".into())));
        assert_eq!(range("A-01 - A-40"), Some(("A-01".into(), "A-40".into())));
        assert_eq!(range("A-40..A-01"), None);
        assert_eq!(range("A-01"), None);
    }
}
