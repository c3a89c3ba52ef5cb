//! Figures of a counter: from what people type to what rules work with, and back. Pure.

use kernel::{Locale, format};
use rust_decimal::Decimal;

/// Decimals that a reading keeps.
pub const DECIMALS: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureFault {
    #[error("nothing typed")]
    Empty,
    #[error("not a figure")]
    NotAFigure,
    #[error("a counter does not go below zero")]
    Negative,
    #[error("more than {DECIMALS} decimals")]
    TooFine,
}

/// `1234`, `01234`, `1.234`, `1.234,5`, `1234,5`, `1234.5`, each with or without `m3` behind it.
///
/// A dot before exactly three digits parts thousands, as people here write; anywhere else it is the decimal mark.
pub fn parse(text: &str) -> Result<Decimal, FigureFault> {
    let lower = text.trim().to_lowercase();
    let bare =
        ["m3", "m³", "kwh"].iter().fold(lower.as_str(), |text, unit| text.trim_end_matches(unit)).trim();
    let bare: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.is_empty() {
        return Err(FigureFault::Empty);
    }
    if bare.starts_with(['-', '−']) {
        return Err(FigureFault::Negative);
    }
    let plain = if bare.contains(',') {
        if bare.matches(',').count() > 1 {
            return Err(FigureFault::NotAFigure);
        }
        bare.replace('.', "").replace(',', ".")
    } else if has_thousands(&bare) {
        bare.replace('.', "")
    } else {
        bare
    };
    let is_plain = plain.chars().all(|c| c.is_ascii_digit() || c == '.')
        && plain.starts_with(|c: char| c.is_ascii_digit());
    if !is_plain {
        return Err(FigureFault::NotAFigure);
    }
    let figure: Decimal = plain.parse().map_err(|_| FigureFault::NotAFigure)?;
    if figure.normalize().scale() > DECIMALS {
        return Err(FigureFault::TooFine);
    }
    Ok(figure)
}

/// The figure as a field shows it for typing over: no thousands, a decimal comma.
pub fn typed(value: Decimal) -> String {
    value.normalize().to_string().replace('.', ",")
}

/// The figure as a page shows it.
pub fn shown(value: Decimal, locale: Locale) -> String {
    format::decimal(value, locale)
}

/// `1.234` and `12.345.678`, but not `1.5` and `1234.567`.
fn has_thousands(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    let begins = (1..=3).contains(&first.len()) && first != "0";
    rest.peek().is_some()
        && begins
        && rest.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        let read = |text: &str| parse(text).map(|figure| figure.normalize().to_string());
        for (text, figure) in [
            ("1234", "1234"),
            ("01234", "1234"),
            ("1.234", "1234"),
            ("1.234,5", "1234.5"),
            ("1234,567", "1234.567"),
            ("1234.5", "1234.5"),
            ("0.125", "0.125"),
            ("12 m3", "12"),
            (" 12 345 ", "12345"),
            ("0", "0"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(figure), "{text}");
        }
        assert_eq!(read(" "), Err(FigureFault::Empty));
        assert_eq!(read("-3"), Err(FigureFault::Negative));
        assert_eq!(read("rusak"), Err(FigureFault::NotAFigure));
        assert_eq!(read("12,3,4"), Err(FigureFault::NotAFigure));
        assert_eq!(read("1e5"), Err(FigureFault::NotAFigure));
        assert_eq!(read("1,2345"), Err(FigureFault::TooFine));
    }

    proptest::proptest! {
        #[test]
        fn what_a_field_shows_is_read_back_as_the_same(thousandths in 0_i64..10_i64.pow(12)) {
            let figure = Decimal::new(thousandths, DECIMALS);
            proptest::prop_assert_eq!(parse(&typed(figure)), Ok(figure));
        }
    }
}
