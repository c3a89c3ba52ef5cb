//! From what people type to what the rules work with. Pure; the pages give each slip its sentence.

use kernel::{Date, Period, Rupiah};
use rust_decimal::Decimal;

/// The text without the spaces around it and with single ones inside.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not what was asked for")]
pub struct Slip;

/// The most that one price may be: a billion rupiah for one unit is a typing slip.
pub const DEAREST: i64 = 1_000_000_000;

/// An amount that may be left out.
pub fn amount(text: &str) -> Result<Option<Rupiah>, Slip> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let amount = Rupiah::parse(text).map_err(|_| Slip)?;
    if (0..=DEAREST).contains(&amount.get()) { Ok(Some(amount)) } else { Err(Slip) }
}

/// A figure with at most so many decimals, from nothing up to a most: `12,5`, `1.250,50`, `1250.5`.
pub fn figure(text: &str, decimals: u32, most: i64) -> Result<Option<Decimal>, Slip> {
    let bare = text.trim();
    if bare.is_empty() {
        return Ok(None);
    }
    let figure: Decimal = plain(bare).parse().map_err(|_| Slip)?;
    let fits =
        figure >= Decimal::ZERO && figure <= Decimal::from(most) && figure.normalize().scale() <= decimals;
    if fits { Ok(Some(figure.normalize())) } else { Err(Slip) }
}

/// `1.250` is twelve hundred and fifty, as on every price tag here; `1250.5` comes from programs.
fn plain(text: &str) -> String {
    let thousands = || {
        let mut groups = text.split('.');
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.clone().count() > 0
            && groups.all(|group| group.len() == 3)
    };
    if text.contains(',') {
        text.replace('.', "").replace(',', ".")
    } else if thousands() {
        text.replace('.', "")
    } else {
        text.to_owned()
    }
}

/// Above nothing, up to a hundred, two decimals.
pub fn percent(text: &str) -> Result<Option<Decimal>, Slip> {
    let percent = figure(text.trim().trim_end_matches('%'), 2, 100)?;
    if percent.is_some_and(|percent| percent.is_zero()) { Err(Slip) } else { Ok(percent) }
}

/// What a date field sends (`2026-11-22`), or what a hand types (`22/11/2026`).
pub fn date(text: &str) -> Result<Option<Date>, Slip> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let shapes = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"];
    let day = shapes.iter().find_map(|shape| Date::parse_from_str(text, shape).ok()).ok_or(Slip)?;
    let reach = Date::from_ymd_opt(2000, 1, 1).zip(Date::from_ymd_opt(2200, 1, 1)).ok_or(Slip)?;
    if (reach.0..reach.1).contains(&day) { Ok(Some(day)) } else { Err(Slip) }
}

/// What a month field sends (`2026-11`), or a day of it.
pub fn month(text: &str) -> Result<Option<Period>, Slip> {
    let text = text.trim();
    let day = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
    Ok(date(&day)?.map(Period::of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_people_write_them() {
        let read = |text: &str| figure(text, 2, 1_000_000).map(|f| f.map(|f| f.to_string()));
        assert_eq!(read("1.250,50"), Ok(Some("1250.5".into())));
        assert_eq!(read("1.250"), Ok(Some("1250".into())));
        assert_eq!(read("1250.5"), Ok(Some("1250.5".into())));
        assert_eq!(read("12,345"), Err(Slip));
        assert_eq!(read("-1"), Err(Slip));
        assert_eq!(read(" "), Ok(None));
        assert_eq!(percent("25 %"), Ok(Some(25.into())));
        assert_eq!(percent("0"), Err(Slip));
        assert_eq!(amount("Rp 150.000").map(|a| a.map(Rupiah::get)), Ok(Some(150_000)));
        assert_eq!(month("2026-11"), Ok(Date::from_ymd_opt(2026, 11, 1).map(Period::of)));
    }
}
