//! From what people type to what rules work with: figures with a comma, dates, optional fields, a search.
//! Pure; each slip has a name, and the pages give it a sentence.

use kernel::Date;
use rust_decimal::Decimal;

/// The text without the spaces around it and with single ones inside.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasureFault {
    #[error("not a figure")]
    NotAFigure,
    #[error("not between 0 and 1,000,000")]
    OutOfReach,
}

/// `90`, `90,5`, `1.250,75`, `90 m2`; nothing typed is nothing known.
pub fn square_metres(text: &str) -> Result<Option<Decimal>, MeasureFault> {
    let lower = text.trim().to_lowercase();
    let bare = lower.trim_end_matches("m2").trim_end_matches("m²").trim();
    if bare.is_empty() || bare == "-" {
        return Ok(None);
    }
    let plain = if bare.contains(',') { bare.replace('.', "").replace(',', ".") } else { bare.to_owned() };
    let figure: Decimal = plain.parse().map_err(|_| MeasureFault::NotAFigure)?;
    if figure <= Decimal::ZERO || figure >= Decimal::from(1_000_000) {
        return Err(MeasureFault::OutOfReach);
    }
    Ok(Some(figure.round_dp(2)))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the calendar")]
pub struct DateFault;

/// What a date field sends (`2026-11-22`), or what a hand types (`22/11/2026`, `22-11-2026`).
pub fn date(text: &str) -> Result<Option<Date>, DateFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let known = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"];
    let day = known.iter().find_map(|shape| Date::parse_from_str(text, shape).ok()).ok_or(DateFault)?;
    let earliest = Date::from_ymd_opt(1900, 1, 1).expect("1900 had a first day");
    let latest = Date::from_ymd_opt(2200, 1, 1).expect("2200 will have a first day");
    if (earliest..latest).contains(&day) { Ok(Some(day)) } else { Err(DateFault) }
}

/// One search box, seen as a name, as a house number and as a phone number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    pub name_like: Option<String>,
    pub code_like: Option<String>,
    pub phone_like: Option<String>,
}

impl Needle {
    pub fn new(text: &str) -> Self {
        let text = tidy(text);
        if text.is_empty() {
            return Self::default();
        }
        let code = code_key(&text);
        Self {
            name_like: Some(format!("%{}%", escaped(&text))),
            code_like: (!code.is_empty()).then(|| format!("{code}%")),
            phone_like: phone_digits(&text).map(|digits| format!("%{digits}%")),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.name_like.is_none()
    }
}

/// `a 012`, `A-12` and `blok a no. 12` are `A12`; a hand still typing `A0` means everything in A.
/// The same as `unit_search_key` in 0004_homes.sql, which stores it for each unit.
pub fn code_key(text: &str) -> String {
    let upper = text.to_uppercase();
    let words =
        upper.split_whitespace().filter(|word| !matches!(*word, "BLOK" | "NO" | "NO." | "UNIT" | "RUMAH"));
    let mut key = String::new();
    for word in words {
        let mut zeros = true;
        for c in word.chars() {
            if c == '0' && zeros {
                continue;
            }
            zeros = !c.is_ascii_digit();
            if c.is_ascii_alphanumeric() {
                key.push(c);
            }
        }
    }
    key
}

/// What would be read as a pattern is read as text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The digits behind 0 or 62, when there are enough of them to mean a phone number.
fn phone_digits(text: &str) -> Option<String> {
    if text.chars().any(char::is_alphabetic) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("62").or_else(|| digits.strip_prefix('0')).unwrap_or(&digits);
    (national.len() >= 3).then(|| national.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        let metres = |text: &str| square_metres(text).map(|figure| figure.map(|f| f.to_string()));
        assert_eq!(metres("90"), Ok(Some("90".into())));
        assert_eq!(metres("90,5 m2"), Ok(Some("90.5".into())));
        assert_eq!(metres("1.250,75"), Ok(Some("1250.75".into())));
        assert_eq!(metres(" "), Ok(None));
        assert_eq!(metres("sembilan"), Err(MeasureFault::NotAFigure));
        assert_eq!(metres("-3"), Err(MeasureFault::OutOfReach));
    }

    #[test]
    fn dates_are_read_from_the_field_and_from_the_hand() {
        let day = Date::from_ymd_opt(2026, 11, 22);
        assert_eq!(date("2026-11-22"), Ok(day));
        assert_eq!(date("22/11/2026"), Ok(day));
        assert_eq!(date(""), Ok(None));
        assert_eq!(date("31/02/2026"), Err(DateFault));
        assert_eq!(date("0026-01-01"), Err(DateFault));
    }

    #[test]
    fn a12_is_found_however_it_is_typed() {
        for typed in ["a12", "A-12", "A-012", "blok a 12", "Blok A No. 12", "a 012"] {
            assert_eq!(code_key(typed), "A12", "{typed}");
        }
        assert_eq!(code_key("A0"), "A");
        assert_eq!(code_key("A-10"), "A10");
        assert_eq!(code_key("C/105"), "C105");
    }

    #[test]
    fn a_search_is_a_name_a_house_and_a_phone_at_once() {
        let needle = Needle::new(" 0812-345 ");
        assert_eq!(needle.phone_like.as_deref(), Some("%812345%"));
        assert_eq!(Needle::new("Budi").phone_like, None);
        assert_eq!(Needle::new("100%").name_like.as_deref(), Some("%100\\%%"));
        assert!(Needle::new("  ").is_empty());
    }
}
