//! Cells as amounts, months and days, the way people here write them. Pure.

use chrono::Datelike as _;
use kernel::{Date, Locale, Period, Rupiah, format};

/// What a cell says about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Empty, nought, `-`, `lunas`.
    Nothing,
    Owed(Rupiah),
    /// Below zero: the unit has paid ahead.
    Ahead(Rupiah),
}

/// `Rp 1.250.000`, `1,250,000.00`, `(50.000)`, `-50000`. None for what is no whole rupiah.
pub fn amount(text: &str) -> Option<Amount> {
    let text = text.trim();
    if matches!(fold(text).as_str(), "" | "0" | "rp 0" | "rp" | "lunas" | "nihil" | "paid" | "none") {
        return Some(Amount::Nothing);
    }
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let negative = inner.or_else(|| text.strip_prefix(['-', '−'])).or_else(|| {
        let bare = text.trim_start_matches(['R', 'r']).trim_start_matches(['P', 'p']).trim_start();
        (bare.len() < text.len()).then(|| bare.strip_prefix(['-', '−'])).flatten()
    });
    let amount = whole(negative.unwrap_or(text))?;
    Some(match (amount == Rupiah::ZERO, negative) {
        (true, _) => Amount::Nothing,
        (false, Some(_)) => Amount::Ahead(amount),
        (false, None) => Amount::Owed(amount),
    })
}

/// Dots or commas only between groups of three digits, so that `250.5` is a slip and not 2505 rupiah.
fn whole(text: &str) -> Option<Rupiah> {
    let text = text.trim();
    let text = [",00", ".00", ",-"].iter().find_map(|cents| text.strip_suffix(cents)).unwrap_or(text);
    let digits_from = text.find(|c: char| c.is_ascii_digit())?;
    let mark = text[digits_from..].chars().find(|c| matches!(c, '.' | ','));
    let groups_fit = mark.is_none_or(|mark| {
        let mut groups = text[digits_from..].split(mark);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.all(|group| group.len() == 3)
    });
    if !groups_fit {
        return None;
    }
    Rupiah::parse(&text.replace(',', ".")).ok()
}

/// `Oktober 2026`, `Okt-26`, `10/2026`, `2026-10`, `31/10/2026`, and `Okt` alone for the last October up to `until`.
pub fn month(text: &str, until: Period) -> Option<Period> {
    if let Some(day) = day(text) {
        return Some(Period::of(day));
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let year = words.iter().find_map(|word| year_of(word));
    if let Some(number) = words.iter().find_map(|word| named(word)) {
        let short_year = || words.iter().find_map(|word| two_digits(word));
        return match year.or_else(short_year) {
            Some(year) => first_of(year, number),
            None => latest(number, until),
        };
    }
    let number = match words.as_slice() {
        [one, other] if year_of(one).is_some() => other.parse().ok(),
        [one, other] if year_of(other).is_some() => one.parse().ok(),
        _ => None,
    };
    first_of(year?, number?)
}

/// The year that a text speaks of: `IURAN WARGA TAHUN 2026`.
pub fn year_in(text: &str) -> Option<i32> {
    fold(text).split(' ').find_map(year_of)
}

/// `31/10/2026`, `2026-10-31`, `31 Okt 2026`; a time behind it does not matter.
pub fn day(text: &str) -> Option<Date> {
    let timeless: Vec<&str> = text.split_whitespace().filter(|word| !word.contains(':')).collect();
    let folded = fold(&timeless.join(" "));
    let words: Vec<&str> = folded.split(' ').collect();
    let [first, middle, last] = words.as_slice() else { return None };
    let month = middle.parse().ok().or_else(|| named(middle))?;
    let (day, year) = match (year_of(first), year_of(last)) {
        (Some(year), _) => (last, year),
        (None, Some(year)) => (first, year),
        (None, None) => (first, two_digits(last)?),
    };
    Date::from_ymd_opt(year, month, day.parse().ok()?)
}

/// Small letters and digits, one space between words: `Blok / No.` is `blok no`.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `2026`; anything that is no year of this century is an amount or a house.
fn year_of(word: &str) -> Option<i32> {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| is_year && (2000..2100).contains(year))
}

fn two_digits(word: &str) -> Option<i32> {
    let is_short = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year: i32 = word.parse().ok().filter(|_| is_short)?;
    Some(2000 + year)
}

/// `okt`, `oktober`, `october`; `okt26` is none.
fn named(word: &str) -> Option<u32> {
    const OTHERS: [(&str, u32); 5] = [("agt", 8), ("ags", 8), ("nop", 11), ("nopember", 11), ("pebruari", 2)];
    if let Some((_, number)) = OTHERS.iter().find(|(name, _)| *name == word) {
        return Some(*number);
    }
    if word.len() < 3 {
        return None;
    }
    (1..=12).find(|number| {
        let Some(period) = first_of(2026, *number) else { return false };
        [Locale::Id, Locale::En].iter().any(|locale| fold(&format::month(period, *locale)).starts_with(word))
    })
}

fn first_of(year: i32, month: u32) -> Option<Period> {
    Date::from_ymd_opt(year, month, 1).map(Period::of)
}

fn latest(month: u32, until: Period) -> Option<Period> {
    let year = until.first_day().year();
    let this_year = first_of(year, month)?;
    if this_year <= until { Some(this_year) } else { first_of(year - 1, month) }
}
