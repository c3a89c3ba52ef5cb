//! What the pages of this room share: the tabs on top, amounts, months, and addresses with a filter in them.

use kernel::{Date, Locale, Period, Rupiah, format};
use tenancy::Place;
use web::{Shell, shell::parts::Chip};

/// The pages between which the tabs lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Cash,
    Balances,
    Journal,
    Chart,
    Months,
}

const TABS: [(Tab, &str, &str); 5] = [
    (Tab::Cash, "kas", "books-tab-cash"),
    (Tab::Balances, "buku", "books-tab-balances"),
    (Tab::Journal, "buku/jurnal", "books-tab-journal"),
    (Tab::Chart, "buku/akun", "books-tab-chart"),
    (Tab::Months, "buku/tutup", "books-tab-months"),
];

pub fn tabs(s: &Shell, place: &Place, here: Tab) -> Vec<Chip> {
    TABS.iter()
        .map(|(tab, path, key)| Chip::new(s.t(key), place.path(path)).current_if(*tab == here))
        .collect()
}

/// `Rp 1.234.567`. What the books hold is far below the limit of an amount, since every entry is.
pub fn money(amount: i64) -> String {
    Rupiah::new(amount).map_or_else(|_| format!("Rp\u{a0}{amount}"), format::rupiah)
}

/// The same, and nothing for nothing: a column of zeros hides what is there.
pub fn money_or_blank(amount: i64) -> String {
    if amount == 0 { String::new() } else { money(amount) }
}

/// What a date field sends, or a hand types.
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let known = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"];
    let day = known.iter().find_map(|shape| Date::parse_from_str(text, shape).ok())?;
    (first_day()..Date::from_ymd_opt(2200, 1, 1)?).contains(&day).then_some(day)
}

/// `2026-11`.
pub fn month(text: &str) -> Option<Period> {
    date(&format!("{}-01", text.trim())).map(Period::of)
}

/// Before every book there is.
pub fn first_day() -> Date {
    Date::from_ymd_opt(1900, 1, 1).expect("1900 had a first day")
}

/// The text without the spaces around it and with single ones inside.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A month with the ones around it, for stepping through them.
#[derive(Clone, Debug)]
pub struct MonthSteps {
    pub label: String,
    pub before: String,
    pub behind: Option<String>,
}

impl MonthSteps {
    /// `behind` is left out once there is nothing but the future.
    pub fn new(locale: Locale, base: &str, shown: Period, last: Period) -> Self {
        let at = |period: Period| web::with_query(base, &[("bulan", &period.to_string())]);
        Self {
            label: format::month(shown, locale),
            before: at(shown.previous()),
            behind: (shown < last).then(|| at(shown.next())),
        }
    }
}
