//! Cells as values: areas, dates and names, each with what can be wrong about it.

use chrono::{Datelike, NaiveDate};
use kernel::Date;
use rust_decimal::Decimal;
use spreadsheet::Value;

use super::{
    faults::FaultKind,
    words::{fold, month, near, tidy},
};

const LONGEST_NAME: usize = 120;

/// Square metres: `90,5`, `90.5`, `120 m2`, `1.200`, and `6x12` for a plot of 6 by 12 metres. Nothing and zero are no
/// area.
pub fn area(text: &str) -> Result<Option<Decimal>, FaultKind> {
    let lower = text.to_lowercase();
    // `90 m2 (hook)`
    let bare = lower.split('(').next().unwrap_or_default().trim();
    let bare = ["m2", "m²", "mtr2", "mtr", "meter persegi", "meter", "sqm", "m"]
        .iter()
        .find_map(|unit| bare.strip_suffix(unit))
        .unwrap_or(bare);
    let bare: String = bare.chars().filter(|letter| !letter.is_whitespace() && *letter != '±').collect();
    if bare.is_empty() || bare == "-" {
        return Ok(None);
    }
    let number = by_sides(&bare).or_else(|| decimal(&bare)).ok_or(FaultKind::AreaUnreadable)?;
    match number {
        number if number.is_zero() => Ok(None),
        number if number.is_sign_negative() || number > Decimal::from(100_000) => {
            Err(FaultKind::AreaOutOfRange)
        }
        number => Ok(Some(number.round_dp(2).normalize())),
    }
}

/// `6x12`, `6m×12,5`: the product of two sides.
fn by_sides(text: &str) -> Option<Decimal> {
    let (width, length) = text.split_once(['x', '×', '*'])?;
    let side = |text: &str| decimal(text.trim_end_matches('m')).filter(|side| side.is_sign_positive());
    side(width)?.checked_mul(side(length)?)
}

/// A number with either mark: the last of two different marks is the decimal one; three digits after a lone dot are
/// thousands.
fn decimal(text: &str) -> Option<Decimal> {
    let plain = match (text.rfind('.'), text.rfind(',')) {
        (Some(dot), Some(comma)) if dot < comma => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (Some(dot), None)
            if text.matches('.').count() > 1
                || (text.len() - dot == 4 && dot <= 2 && !text.starts_with('0')) =>
        {
            text.replace('.', "")
        }
        (None, Some(_)) if text.matches(',').count() > 1 => text.replace(',', ""),
        (None, Some(_)) => text.replace(',', "."),
        _ => text.to_owned(),
    };
    plain.parse().ok()
}

/// `72/36`: land, then building, in the order of the title.
pub fn two_areas(text: &str) -> Result<(Option<Decimal>, Option<Decimal>), FaultKind> {
    let (first, second) = text.split_once(['/', 'x', '|']).ok_or(FaultKind::AreaUnreadable)?;
    Ok((area(first)?, area(second)?))
}

/// A day: a date cell, a serial number, `25/02/2021`, `2021-02-25`, `12 Jan 2024`, `12 Februari 2024`.
pub fn day(value: &Value, today: Date) -> Result<Option<Date>, FaultKind> {
    let found = match value {
        Value::Date(day) => *day,
        Value::DateTime(at) => at.date(),
        Value::Number(text) => match text.split('.').next().and_then(|days| days.parse::<i64>().ok()) {
            Some(serial @ 15_000..=80_000) => {
                epoch().checked_add_signed(chrono::Duration::days(serial)).ok_or(FaultKind::DateUnclear)?
            }
            _ => return Err(FaultKind::DateUnclear),
        },
        other => match typed_day(&other.text())? {
            Some(day) => day,
            None => return Ok(None),
        },
    };
    let sensible = (1950..=today.year() + 5).contains(&found.year());
    if sensible { Ok(Some(found)) } else { Err(FaultKind::DateOutOfRange) }
}

fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default()
}

fn typed_day(text: &str) -> Result<Option<Date>, FaultKind> {
    const WEEKDAYS: [&str; 9] = ["senin", "selasa", "rabu", "kamis", "jumat", "jum", "at", "sabtu", "minggu"];
    // `Senin, 12/01/2024 10:30`
    let timeless: Vec<&str> = text.split_whitespace().filter(|word| !word.contains(':')).collect();
    let folded = fold(&timeless.join(" "));
    let words: Vec<&str> =
        folded.split(' ').filter(|word| !word.is_empty() && !WEEKDAYS.contains(word)).collect();
    let number = |word: &str| word.parse::<u32>().ok();
    let (day, month, year) = match words.as_slice() {
        [] => return Ok(None),
        [year, month, day] if year.len() == 4 => (number(day), number(month), number(year)),
        [day, middle, year] => (number(day), number(middle).or_else(|| month(middle)), number(year)),
        _ => return Err(FaultKind::DateUnclear),
    };
    let (Some(day), Some(month), Some(year)) = (day, month, year) else { return Err(FaultKind::DateUnclear) };
    let year = match year {
        0..=69 => 2000 + year,
        70..=99 => 1900 + year,
        _ => year,
    };
    let year = i32::try_from(year).map_err(|_| FaultKind::DateOutOfRange)?;
    NaiveDate::from_ymd_opt(year, month, day).map(Some).ok_or(FaultKind::DateImpossible)
}

/// A name as written, or what is wrong with it. A lone title such as `Hj.` is no name.
pub fn name(text: &str) -> Result<String, FaultKind> {
    let name = tidy(text.trim_start_matches(['\'', '*']));
    if name.chars().count() > LONGEST_NAME {
        return Err(FaultKind::NameTooLong);
    }
    if !name.chars().any(char::is_alphabetic)
        || name.contains(char::REPLACEMENT_CHARACTER)
        || name.contains('@')
    {
        return Err(FaultKind::NameUnreadable);
    }
    if matches!(fold(&name).as_str(), "sda" | "s d a" | "idem" | "ditto") {
        return Err(FaultKind::NameUnreadable);
    }
    let letters = name_key(&name).chars().filter(|letter| letter.is_alphabetic()).count();
    if letters < 2 { Err(FaultKind::NameOnlyTitle) } else { Ok(name) }
}

/// A name without titles before and degrees after, folded: what two spellings of one person share.
pub fn name_key(name: &str) -> String {
    const TITLES: [&str; 34] = [
        "h", "hj", "haji", "hajah", "ir", "dr", "drg", "drs", "dra", "prof", "bpk", "bapak", "pak", "bp",
        "ibu", "bu", "sdr", "sdri", "tn", "ny", "nn", "alm", "almh", "kh", "r", "ra", "rm", "t", "tgk", "dt",
        "mr", "mrs", "ms", "a n",
    ];
    let before_degrees = name.split(',').next().unwrap_or_default();
    // `R.A.` is one title, not two letters.
    let joined =
        before_degrees.to_lowercase().replace("r.a.", "ra ").replace("r.m.", "rm ").replace("a.n.", "");
    let folded = fold(&joined);
    let words: Vec<&str> = folded.split(' ').skip_while(|word| TITLES.contains(word)).collect();
    words.join(" ")
}

/// Whether two spellings can be one person: the same words, one name within the other, or a slip of the keyboard.
pub fn same_person(one: &str, other: &str) -> bool {
    let (one, other) = (name_key(one), name_key(other));
    let within = |short: &str, long: &str| {
        let long: Vec<&str> = long.split(' ').collect();
        !short.is_empty() && short.split(' ').all(|word| long.contains(&word))
    };
    one == other || within(&one, &other) || within(&other, &one) || (one.len() > 5 && near(&one, &other, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> Date {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn areas_are_read_with_either_decimal_mark() {
        let read = |text| area(text).map(|area| area.map(|area| area.to_string()));
        for (typed, metres) in [
            ("90,5", "90.5"),
            ("90.5", "90.5"),
            ("120 m2", "120"),
            ("120m²", "120"),
            ("1.200", "1200"),
            ("1.200,50", "1200.5"),
            ("120,25", "120.25"),
            ("120.250", "120.25"),
            ("6x12", "72"),
            ("6 x 12 m", "72"),
            ("6m × 12,5m", "75"),
            ("7.5 X 10 m2", "75"),
        ] {
            assert_eq!(read(typed), Ok(Some(metres.into())), "{typed}");
        }
        assert_eq!(read("0"), Ok(None));
        assert_eq!(read("luas"), Err(FaultKind::AreaUnreadable));
        assert_eq!(read("6x"), Err(FaultKind::AreaUnreadable));
        assert_eq!(read("6x12x3"), Err(FaultKind::AreaUnreadable));
        assert_eq!(read("-5"), Err(FaultKind::AreaOutOfRange));
    }

    #[test]
    fn days_are_read_as_people_here_write_them_and_impossible_ones_are_faults() {
        let today = date(2026, 11, 22);
        let read = |text: &str| day(&Value::Text(text.into()), today);
        for typed in [
            "25/02/2021",
            "25-2-21",
            "2021-02-25",
            "25 Feb 2021",
            "25 Pebruari 2021",
            "25.02.2021",
            "Kamis, 25 Februari 2021",
            "25/2/21 10:30",
        ] {
            assert_eq!(read(typed), Ok(Some(date(2021, 2, 25))), "{typed}");
        }
        assert_eq!(day(&Value::Number("44252".into()), today), Ok(Some(date(2021, 2, 25))));
        assert_eq!(read("31/02/2024"), Err(FaultKind::DateImpossible));
        assert_eq!(read("Maret 2020"), Err(FaultKind::DateUnclear));
        assert_eq!(read("25/02/2921"), Err(FaultKind::DateOutOfRange));
        assert_eq!(read("-"), Ok(None));
    }

    #[test]
    fn a_title_alone_is_no_name() {
        for title in ["Hj.", "R.", "Bpk. dr.", "R.A.", "H. Ir. , M.Pd"] {
            assert_eq!(name(title), Err(FaultKind::NameOnlyTitle), "{title}");
        }
        assert_eq!(name(" Hj.  Ir. Vera Lestari, M.Pd "), Ok("Hj. Ir. Vera Lestari, M.Pd".into()));
        assert!(same_person("Hj. Vera Lestari, M.Pd", "vera lestari"));
        assert!(same_person("Salsabila", "Salsabila Susanti"));
        assert!(!same_person("Vera Lestari", "Budi Santoso"));
    }
}
