//! Working time. Pure: windows of each weekday less holidays, in the complex's own local time, to the minute.

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::{DateTime, Datelike as _, Days, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};
use kernel::{Date, Instant, Zone};
use serde::{Deserialize, Serialize};

/// National holidays and cuti bersama of 2026 (SKB 1497/2025, 2/2025, 5/2025; the source is in the file's first line).
pub(crate) const YEAR_2026: &str = include_str!("../assets/holidays-2026.csv");
/// A search for working time gives up after this many days, so that a calendar without any work still ends.
const FARTHEST_DAYS: u64 = 3_660;

/// From one minute of the day to another, the second not included. Written `08:00-12:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    from: u32,
    until: u32,
}

/// The windows of a week, Monday first.
pub type Week = [Vec<Window>; 7];

/// Not a stretch of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a window is written 08:00-12:00 and begins before it ends")]
pub struct NoWindow;

impl Window {
    /// Minutes after midnight; none unless it begins before it ends within one day.
    pub fn new(from: u32, until: u32) -> Option<Self> {
        (from < until && until <= 24 * 60).then_some(Self { from, until })
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, until) = (self.from, self.until);
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, until / 60, until % 60)
    }
}

impl FromStr for Window {
    type Err = NoWindow;

    /// Takes what people type for an hour: `8`, `08.00`, `8:30`.
    fn from_str(text: &str) -> Result<Self, NoWindow> {
        let (from, until) = text.split_once('-').ok_or(NoWindow)?;
        Self::new(minute_typed(from)?, minute_typed(until)?).ok_or(NoWindow)
    }
}

impl TryFrom<String> for Window {
    type Error = NoWindow;
    fn try_from(text: String) -> Result<Self, NoWindow> {
        text.parse()
    }
}

impl From<Window> for String {
    fn from(window: Window) -> Self {
        window.to_string()
    }
}

fn minute_typed(text: &str) -> Result<u32, NoWindow> {
    let (hour, minute) = text.trim().split_once(['.', ':']).unwrap_or((text.trim(), "0"));
    let part = |text: &str, most: u32| {
        let figures = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|value| figures && *value <= most).ok_or(NoWindow)
    };
    Ok(part(hour, 24)? * 60 + part(minute, 59)?)
}

/// Monday to Friday 08.00-12.00 and 13.00-17.00, Saturday 08.00-12.00.
pub fn usual_week() -> Week {
    let morning = Window { from: 8 * 60, until: 12 * 60 };
    let full = vec![morning, Window { from: 13 * 60, until: 17 * 60 }];
    [full.clone(), full.clone(), full.clone(), full.clone(), full, vec![morning], Vec::new()]
}

/// When work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Monday first; the windows of a day in order, without overlap.
    week: Week,
    days_off: BTreeSet<Date>,
    /// Years whose holidays are known.
    years: BTreeSet<i32>,
}

impl Calendar {
    /// Windows of one day may come in any order and overlap; they are put together.
    /// The years of these days count as known.
    pub fn new(week: Week, days_off: BTreeSet<Date>) -> Self {
        let years = days_off.iter().map(chrono::NaiveDate::year).collect();
        Self { week: week.map(joined), days_off, years }
    }

    /// Other years are known: a day off alone does not make the list of its year complete.
    #[must_use]
    pub fn knowing(mut self, years: BTreeSet<i32>) -> Self {
        self.years = years;
        self
    }

    /// [`usual_week`], without the holidays of 2026.
    pub fn usual() -> Self {
        Self::new(usual_week(), holidays(YEAR_2026))
    }

    /// Monday first; the windows of a day in order, without overlap.
    pub const fn week(&self) -> &Week {
        &self.week
    }

    /// Are this day's holidays known? Otherwise it is counted as an ordinary day, and a page says so.
    pub fn knows(&self, day: Date) -> bool {
        self.years.contains(&day.year())
    }

    /// Working minutes between two local moments; none backwards.
    pub fn minutes(&self, from: NaiveDateTime, until: NaiveDateTime) -> i64 {
        let mut sum = 0;
        let mut day = from.date();
        while day <= until.date() {
            let start = if day == from.date() { minute_of(from) } else { 0 };
            let end = if day == until.date() { minute_of(until) } else { 24 * 60 };
            for window in self.of(day) {
                sum += i64::from(window.until.min(end))
                    - i64::from(window.from.max(start)).min(i64::from(window.until.min(end)));
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        sum
    }

    /// The local moment at which so many working minutes have passed. None if the calendar never has them.
    pub fn after(&self, from: NaiveDateTime, minutes: i64) -> Option<NaiveDateTime> {
        let mut left = minutes;
        if left <= 0 {
            return Some(from);
        }
        for ahead in 0..FARTHEST_DAYS {
            let day = from.date().checked_add_days(Days::new(ahead))?;
            let start = if ahead == 0 { minute_of(from) } else { 0 };
            for window in self.of(day) {
                let begin = window.from.max(start);
                let room = i64::from(window.until) - i64::from(begin);
                if room >= left {
                    let minute = TimeDelta::minutes(i64::from(begin).checked_add(left)?);
                    return day.and_time(NaiveTime::MIN).checked_add_signed(minute);
                }
                left -= room.max(0);
            }
        }
        None
    }

    /// [`Calendar::minutes`] between two instants.
    pub fn between(&self, zone: Zone, from: Instant, until: Instant) -> i64 {
        self.minutes(zone.local(from).naive_local(), zone.local(until).naive_local())
    }

    /// [`Calendar::after`] for an instant. A calendar without work makes nothing due.
    pub fn due(&self, zone: Zone, from: Instant, minutes: i64) -> Option<Instant> {
        let local = zone.local(from);
        let wall = self.after(local.naive_local(), minutes)?;
        let offset = TimeDelta::seconds(i64::from(local.offset().local_minus_utc()));
        Some(DateTime::from_naive_utc_and_offset(wall - offset, chrono::Utc))
    }

    fn of(&self, day: Date) -> &[Window] {
        if self.days_off.contains(&day) {
            return &[];
        }
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
        self.week.get(weekday).map_or(&[], Vec::as_slice)
    }
}

/// The days of a list in the form `date,kind,name`; lines that are no day (comment, heading) are passed over.
pub fn holidays(list: &str) -> BTreeSet<Date> {
    list.lines().filter_map(|line| line.split(',').next()?.parse().ok()).collect()
}

/// The same time in as few windows as it takes, in order.
pub fn joined(mut windows: Vec<Window>) -> Vec<Window> {
    windows.sort_by_key(|window| window.from);
    let mut all: Vec<Window> = Vec::new();
    for window in windows {
        match all.last_mut() {
            Some(last) if window.from <= last.until => last.until = last.until.max(window.until),
            _ => all.push(window),
        }
    }
    all
}

fn minute_of(at: NaiveDateTime) -> u32 {
    at.hour() * 60 + at.minute()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_lamp_reported_on_friday_evening_is_due_on_monday() {
        let usual = Calendar::usual();
        assert_eq!(usual.after(at("2026-11-20T19:00:00"), 60), Some(at("2026-11-21T09:00:00")));
        assert_eq!(usual.after(at("2026-11-20T16:30:00"), 5 * 60), Some(at("2026-11-23T08:30:00")));
        assert_eq!(usual.minutes(at("2026-11-20T11:00:00"), at("2026-11-20T14:00:00")), 120);
    }

    #[test]
    fn nobody_works_at_christmas_and_the_day_before_and_2027_is_not_known_yet() {
        let usual = Calendar::usual();
        assert_eq!(usual.after(at("2026-12-23T16:00:00"), 120), Some(at("2026-12-26T09:00:00")));
        assert!(usual.knows(at("2026-12-31T00:00:00").date()));
        assert!(!usual.knows(at("2027-01-01T00:00:00").date()));
        assert_eq!(holidays(YEAR_2026).len(), 25);
    }

    #[test]
    fn a_window_is_read_as_people_write_hours_and_written_one_way() {
        let read = |text: &str| text.parse::<Window>().map(|window| window.to_string());
        assert_eq!(read("8-12"), Ok("08:00-12:00".to_owned()));
        assert_eq!(read(" 08.30 - 24.00 "), Ok("08:30-24:00".to_owned()));
        for slip in ["12-8", "8", "8-25", "8.60-9", "8-24.30", "-3-9", "8.000-9", "+8-9", "pagi-siang"] {
            assert_eq!(read(slip), Err(NoWindow), "{slip}");
        }
        let week: Week = serde_json::from_str(&serde_json::to_string(&usual_week()).unwrap()).unwrap();
        assert_eq!(week, usual_week());
    }

    fn weeks() -> impl Strategy<Value = [Vec<Window>; 7]> {
        let window = (0_u32..1440, 1_u32..600)
            .prop_filter_map("within a day", |(from, long)| Window::new(from, (from + long).min(1440)));
        proptest::array::uniform7(proptest::collection::vec(window, 0..4))
    }

    fn works(week: &[Vec<Window>; 7], off: &BTreeSet<Date>, moment: NaiveDateTime) -> bool {
        let minute = minute_of(moment);
        let weekday = moment.weekday().num_days_from_monday() as usize;
        !off.contains(&moment.date())
            && week[weekday].iter().any(|window| (window.from..window.until).contains(&minute))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn working_time_is_what_counting_minute_by_minute_gives(
            week in weeks(), off in proptest::collection::btree_set(0_u64..10, 0..4), start in 0_i64..4_000,
            long in 0_i64..9_000, target in 1_i64..1_500,
        ) {
            let first: Date = "2026-11-16".parse().expect("a day");
            let off: BTreeSet<Date> = off.into_iter().map(|ahead| first + Days::new(ahead)).collect();
            let calendar = Calendar::new(week.clone(), off.clone());
            let from = first.and_time(NaiveTime::MIN) + TimeDelta::minutes(start);
            let until = from + TimeDelta::minutes(long);
            let counted = (0..long).filter(|it| works(&week, &off, from + TimeDelta::minutes(*it))).count();
            prop_assert_eq!(calendar.minutes(from, until), i64::try_from(counted).expect("small"));
            if let Some(due) = calendar.after(from, target) {
                prop_assert_eq!(calendar.minutes(from, due), target);
                prop_assert!(works(&week, &off, due - TimeDelta::minutes(1)), "due with the last minute of work");
            }
        }
    }
}
