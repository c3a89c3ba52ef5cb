//! When a message may disturb somebody. Pure.

use chrono::{NaiveTime, TimeDelta, Timelike as _};
use kernel::{Date, Instant, Zone};

/// From nine in the morning …
const OPENS: u32 = 9;
/// … to seven in the evening, by the complex's own clocks.
const CLOSES: u32 = 19;

/// `at` itself within the hours, otherwise the next morning's opening.
pub fn next_open(at: Instant, zone: Zone) -> Instant {
    let local = zone.local(at);
    match local.hour() {
        OPENS..CLOSES => at,
        0..OPENS => opening(local.date_naive(), zone),
        _ => opening(local.date_naive() + TimeDelta::days(1), zone),
    }
}

/// Nine o'clock on the day after the one on which `at` lies.
pub fn tomorrow(at: Instant, zone: Zone) -> Instant {
    opening(zone.date(at) + TimeDelta::days(1), zone)
}

/// The instant at which the local day of `at` began.
pub fn day_began(at: Instant, zone: Zone) -> Instant {
    instant(zone.date(at), 0, zone)
}

fn opening(day: Date, zone: Zone) -> Instant {
    instant(day, OPENS, zone)
}

fn instant(day: Date, hour: u32, zone: Zone) -> Instant {
    let wall = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
    let offset = *zone.local(wall.and_utc()).offset();
    wall.and_utc() - TimeDelta::seconds(i64::from(offset.local_minus_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn nobody_is_disturbed_between_seven_in_the_evening_and_nine_in_the_morning() {
        let open = |text: &str, zone| next_open(at(text), zone).to_rfc3339();
        assert_eq!(open("2026-11-22T10:00:00+07:00", Zone::Wib), "2026-11-22T03:00:00+00:00");
        assert_eq!(open("2026-11-22T18:59:59+07:00", Zone::Wib), "2026-11-22T11:59:59+00:00");
        assert_eq!(open("2026-11-22T19:00:00+07:00", Zone::Wib), "2026-11-23T02:00:00+00:00");
        assert_eq!(open("2026-11-22T23:30:00+07:00", Zone::Wib), "2026-11-23T02:00:00+00:00");
        assert_eq!(open("2026-11-23T04:00:00+07:00", Zone::Wib), "2026-11-23T02:00:00+00:00");
        // Half past eight in Jakarta is half past ten in Jayapura.
        assert_eq!(open("2026-11-23T08:30:00+07:00", Zone::Wit), "2026-11-23T01:30:00+00:00");
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_complex() {
        let late = at("2026-11-22T23:30:00+07:00");
        assert_eq!(day_began(late, Zone::Wib).to_rfc3339(), "2026-11-21T17:00:00+00:00");
        assert_eq!(tomorrow(late, Zone::Wib).to_rfc3339(), "2026-11-23T02:00:00+00:00");
        assert_eq!(day_began(late, Zone::Wit).to_rfc3339(), "2026-11-22T15:00:00+00:00");
    }
}
