//! How figures, dates and times are written, in one place: `Rp 1.234.567`, `22 November 2026`, `14.05 WIB`.
//!
//! Rupiah and m² look the same in both languages, because a bill must read the same to everybody in the house.

use chrono::{Datelike as _, Timelike as _};
use rust_decimal::Decimal;

use crate::{Date, Instant, Locale, Period, Rupiah, Zone};

/// No-break space: an amount never wraps behind its `Rp`.
const NBSP: char = '\u{a0}';

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS_ID: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `Rp 1.234.567`, negative `−Rp 250.000`.
pub fn rupiah(amount: Rupiah) -> String {
    let sign = if amount.get() < 0 { "−" } else { "" };
    format!("{sign}Rp{NBSP}{}", grouped(amount.get().unsigned_abs()))
}

/// `1.234` in Indonesian, `1,234` in English.
pub fn number(value: i64, locale: Locale) -> String {
    let digits = grouped(value.unsigned_abs());
    let digits = if locale == Locale::En { digits.replace('.', ",") } else { digits };
    if value < 0 { format!("−{digits}") } else { digits }
}

/// `18,5` in Indonesian, `18.5` in English, without trailing zeros.
pub fn decimal(value: Decimal, locale: Locale) -> String {
    let text = value.normalize().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse::<i64>().map_or_else(|_| whole.to_owned(), |n| number(n, locale));
    let comma = if locale == Locale::En { '.' } else { ',' };
    if fraction.is_empty() { whole } else { format!("{whole}{comma}{fraction}") }
}

/// `90 m²`.
pub fn square_metres(value: Decimal, locale: Locale) -> String {
    format!("{}{NBSP}m²", decimal(value, locale))
}

/// `22 November 2026`.
pub fn date(date: Date, locale: Locale) -> String {
    format!("{} {} {}", date.day(), month_name(date.month(), locale), date.year())
}

/// `22 Nov 2026`, for tables.
pub fn short_date(date: Date, locale: Locale) -> String {
    let month = month_name(date.month(), locale);
    let short = if month == "Agustus" { "Agu" } else { &month[..3] };
    format!("{} {short} {}", date.day(), date.year())
}

/// `Minggu, 22 November 2026`, for invitations.
pub fn long_date(day: Date, locale: Locale) -> String {
    let names = if locale == Locale::En { DAYS_EN } else { DAYS_ID };
    let name = names[day.weekday().num_days_from_monday() as usize];
    format!("{name}, {}", date(day, locale))
}

/// `November 2026`.
pub fn month(period: Period, locale: Locale) -> String {
    format!("{} {}", month_name(period.first_day().month(), locale), period.first_day().year())
}

/// `14.05 WIB`; a colon in English.
pub fn time(at: Instant, zone: Zone, locale: Locale) -> String {
    let local = zone.local(at);
    let dot = if locale == Locale::En { ':' } else { '.' };
    format!("{:02}{dot}{:02} {}", local.hour(), local.minute(), zone.name())
}

/// `22 Nov 2026, 14.05 WIB`.
pub fn date_time(at: Instant, zone: Zone, locale: Locale) -> String {
    format!("{}, {}", short_date(zone.date(at), locale), time(at, zone, locale))
}

fn month_name(month: u32, locale: Locale) -> &'static str {
    let names = if locale == Locale::En { &MONTHS_EN } else { &MONTHS_ID };
    names[month as usize - 1]
}

/// Digits with a dot before every third from the right.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::*;

    #[test]
    fn amounts_read_as_on_a_receipt() {
        assert_eq!(rupiah(Rupiah::new(1_234_567).unwrap()), "Rp\u{a0}1.234.567");
        assert_eq!(rupiah(Rupiah::new(-250_000).unwrap()), "−Rp\u{a0}250.000");
        assert_eq!(rupiah(Rupiah::ZERO), "Rp\u{a0}0");
        assert_eq!(number(12_345, Locale::En), "12,345");
        assert_eq!(square_metres("120.50".parse().unwrap(), Locale::Id), "120,5\u{a0}m²");
    }

    #[test]
    fn dates_and_times_read_as_on_an_invitation() {
        let at = Utc.with_ymd_and_hms(2026, 11, 22, 7, 5, 0).unwrap();
        assert_eq!(long_date(Zone::Wib.date(at), Locale::Id), "Minggu, 22 November 2026");
        assert_eq!(date_time(at, Zone::Wib, Locale::Id), "22 Nov 2026, 14.05 WIB");
        assert_eq!(date_time(at, Zone::Wita, Locale::En), "22 Nov 2026, 15:05 WITA");
        assert_eq!(short_date(Date::from_ymd_opt(2026, 8, 1).unwrap(), Locale::Id), "1 Agu 2026");
    }
}
