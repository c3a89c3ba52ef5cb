//! How this room writes moments, shares and sizes. The platform has no zone of its own; its staff read Jakarta's clock.

use kernel::{Instant, Locale, Zone, format};
use rust_decimal::Decimal;
use web::shell::Shell;

/// `22 Nov 2026, 14.05 WIB`.
pub fn moment(at: Instant, locale: Locale) -> String {
    format::date_time(at, Zone::Wib, locale)
}

/// The instant at which today began in Jakarta.
pub fn midnight(now: Instant) -> Instant {
    let seven_hours = chrono::TimeDelta::hours(7);
    let local_day = (now + seven_hours).date_naive();
    local_day.and_time(chrono::NaiveTime::MIN).and_utc() - seven_hours
}

/// Whole percent, rounded down, so that 100 % means all of them. None when there is nothing to share.
pub fn percent(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| part.saturating_mul(100) / whole)
}

/// `812 kB`, `1,3 MB`, `2,5 GB`.
pub fn bytes(count: i64, locale: Locale) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    let (name, size) = units.into_iter().find(|(_, size)| count >= *size).unwrap_or(("kB", 1_000));
    let tenths = Decimal::new(count.saturating_mul(10) / size, 1);
    format!("{}\u{a0}{name}", format::decimal(tenths, locale))
}

/// `3 hari 4 jam`, `12 menit`: two steps at most.
pub fn duration(s: &Shell, seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => s.t1("platform-minutes", "count", minutes),
        (0, _) => format!(
            "{} {}",
            s.t1("platform-hours", "count", hours),
            s.t1("platform-minutes", "count", minutes)
        ),
        _ => format!("{} {}", s.t1("platform-days", "count", days), s.t1("platform-hours", "count", hours)),
    }
}

/// `240 ms`, `1,5 s`.
pub fn took(ms: i32, locale: Locale) -> String {
    if ms < 1_000 {
        return format!("{ms}\u{a0}ms");
    }
    format!("{}\u{a0}s", format::decimal(Decimal::new(i64::from(ms) / 100, 1), locale))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn today_begins_when_the_night_ends_in_jakarta() {
        let at = |h| chrono::Utc.with_ymd_and_hms(2026, 11, 22, h, 30, 0).unwrap();
        assert_eq!(midnight(at(3)).to_rfc3339(), "2026-11-21T17:00:00+00:00");
        assert_eq!(midnight(at(18)).to_rfc3339(), "2026-11-22T17:00:00+00:00");
    }

    #[test]
    fn all_but_one_is_not_all() {
        assert_eq!(percent(239, 240), Some(99));
        assert_eq!(percent(240, 240), Some(100));
        assert_eq!(percent(0, 0), None);
    }

    #[test]
    fn sizes_and_times_are_short() {
        assert_eq!(bytes(12_345_678, Locale::Id), "12,3\u{a0}MB");
        assert_eq!(bytes(2_500_000_000, Locale::En), "2.5\u{a0}GB");
        assert_eq!(bytes(900, Locale::Id), "0,9\u{a0}kB");
        assert_eq!(took(1_540, Locale::Id), "1,5\u{a0}s");
        assert_eq!(took(24, Locale::En), "24\u{a0}ms");
    }
}
