//! Lists of holidays: libur nasional and cuti bersama of a year, as the joint decree of three ministers names them, and
//! days of the complex's own. Pure.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use kernel::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::YEAR_2026;

/// Days that one list may have.
const MOST: usize = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum HolidayKind {
    /// Libur nasional
    National,
    /// Cuti bersama
    Collective,
    /// Of the complex alone
    Own,
}

impl HolidayKind {
    pub const ALL: [Self; 3] = [Self::National, Self::Collective, Self::Own];

    pub const fn code(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Collective => "collective",
            Self::Own => "own",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::National => "care-set-day-national",
            Self::Collective => "care-set-day-collective",
            Self::Own => "care-set-day-own",
        }
    }

    /// As a list writes it.
    fn listed(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "libur" | "libur nasional" => Some(Self::National),
            "cuti bersama" => Some(Self::Collective),
            _ => None,
        }
    }
}

/// A day on which nobody works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub day: Date,
    pub kind: HolidayKind,
    /// 1 to 120 letters
    pub name: String,
}

/// Why a list is not taken, with the line that people see in their editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListFault {
    #[error("there is no day in the list")]
    Empty,
    #[error("line {0} is not `date,kind,name`")]
    Line(usize),
    #[error("line {0} has no date such as 2027-01-01")]
    Day(usize),
    #[error("line {0} is neither libur nor cuti bersama")]
    Kind(usize),
    #[error("line {0} has no name, or one of more than 120 letters")]
    Name(usize),
    #[error("line {0} names a day for the second time")]
    Twice(usize),
    #[error("line {0} is of another year")]
    Year(usize),
    #[error("more than {MOST} days")]
    Many,
}

/// Reads a list of one year: `date,kind,name`, or with `;` as some spreadsheet programs write it. Empty lines, comments (#)
/// and the heading are passed over.
///
/// # Errors
/// [`ListFault`].
pub fn read(list: &str) -> Result<Vec<Holiday>, ListFault> {
    let mut days: Vec<Holiday> = Vec::new();
    let mut seen = BTreeSet::new();
    for (line, text) in list.trim_start_matches('\u{feff}').lines().enumerate() {
        let (line, text) = (line + 1, text.trim());
        if text.is_empty() || text.starts_with('#') || text.to_lowercase().starts_with("date") {
            continue;
        }
        let holiday = one(line, text)?;
        if days.first().is_some_and(|first| first.day.year() != holiday.day.year()) {
            return Err(ListFault::Year(line));
        }
        if !seen.insert(holiday.day) {
            return Err(ListFault::Twice(line));
        }
        days.push(holiday);
        if days.len() > MOST {
            return Err(ListFault::Many);
        }
    }
    if days.is_empty() { Err(ListFault::Empty) } else { Ok(days) }
}

fn one(line: usize, text: &str) -> Result<Holiday, ListFault> {
    let separator = if comma_first(text) { ',' } else { ';' };
    let mut parts = text.splitn(3, separator).map(bare);
    let (Some(day), Some(kind), Some(name)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(ListFault::Line(line));
    };
    let day = day.parse().map_err(|_| ListFault::Day(line))?;
    let kind = HolidayKind::listed(&kind).ok_or(ListFault::Kind(line))?;
    if !(1..=120).contains(&name.chars().count()) {
        return Err(ListFault::Name(line));
    }
    Ok(Holiday { day, kind, name })
}

/// Does a comma part the date from the rest? A name may have either sign in it.
fn comma_first(text: &str) -> bool {
    text.find([',', ';']).is_some_and(|at| text[at..].starts_with(','))
}

/// Without the quotes that a spreadsheet program puts around what has a comma in it.
fn bare(part: &str) -> String {
    let part = part.trim();
    let inside = part.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.map_or_else(|| part.to_owned(), |inside| inside.replace("\"\"", "\"").trim().to_owned())
}

/// The list that comes with the house; none for years whose decree is not in it.
pub fn built_in(year: i32) -> Option<Vec<Holiday>> {
    (year == 2026).then(|| read(YEAR_2026).unwrap_or_default())
}

/// Years of [`built_in`].
pub const BUILT_IN: [i32; 1] = [2026];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_2026_has_seventeen_holidays_and_eight_days_of_cuti_bersama() {
        let days = built_in(2026).unwrap();
        let of = |kind: HolidayKind| days.iter().filter(|day| day.kind == kind).count();
        assert_eq!((of(HolidayKind::National), of(HolidayKind::Collective)), (17, 8));
        assert_eq!(built_in(2027), None, "never guessed");
    }

    #[test]
    fn a_list_is_read_as_it_comes_out_of_a_spreadsheet_program() {
        let list = "\u{feff}date;kind;name\r\n2027-01-01;libur;Tahun Baru, 2027\r\n\r\n2027-02-06;Cuti Bersama;\"Imlek \"\"2578\"\"\"\r\n";
        let days = read(list).unwrap();
        assert_eq!(days[0].name, "Tahun Baru, 2027");
        assert_eq!((days[1].kind, days[1].name.as_str()), (HolidayKind::Collective, "Imlek \"2578\""));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |list: &str| read(list).unwrap_err();
        assert_eq!(wrong("date,kind,name\n"), ListFault::Empty);
        assert_eq!(wrong("# 2027\n2027-01-01,libur"), ListFault::Line(2));
        assert_eq!(wrong("2027-02-30,libur,Tanggal"), ListFault::Day(1));
        assert_eq!(wrong("2027-01-01,merah,Tanggal"), ListFault::Kind(1));
        assert_eq!(wrong("2027-01-01,libur,  "), ListFault::Name(1));
        assert_eq!(wrong("2027-01-01,libur,A\n2027-01-01,libur,B"), ListFault::Twice(2));
        assert_eq!(wrong("2027-01-01,libur,A\n2028-01-01,libur,B"), ListFault::Year(2));
    }
}
