//! A shift of duty. Pure.

use chrono::{Datelike as _, Timelike as _};
use kernel::{AccountId, Instant, Zone};
use uuid::Uuid;

/// Minutes of a day.
const DAY: i16 = 24 * 60;

/// One manager, one day of the week, one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub id: Uuid,
    pub account: AccountId,
    pub name: String,
    /// Monday is 1.
    pub weekday: i16,
    pub from_minute: i16,
    pub until_minute: i16,
}

impl Shift {
    /// On the clocks of the complex; the last minute is not in it.
    pub fn has(&self, at: Instant, zone: Zone) -> bool {
        let local = zone.local(at);
        let minute = local.hour() * 60 + local.minute();
        let weekday = local.weekday().number_from_monday();
        u32::try_from(self.weekday) == Ok(weekday)
            && (u32::try_from(self.from_minute).is_ok_and(|from| from <= minute))
            && (u32::try_from(self.until_minute).is_ok_and(|until| minute < until))
    }
}

/// A window of one weekday.
pub type Part = (i16, i16, i16);

/// The windows of a day on which somebody is on duty between these minutes: two of them over midnight, none when it does not
/// last.
pub fn parts(weekday: i16, from_minute: i16, until_minute: i16) -> Vec<Part> {
    let fits =
        (1..=7).contains(&weekday) && (0..DAY).contains(&from_minute) && (0..=DAY).contains(&until_minute);
    if !fits || from_minute == until_minute {
        return Vec::new();
    }
    if from_minute < until_minute {
        return vec![(weekday, from_minute, until_minute)];
    }
    let mut parts = vec![(weekday, from_minute, DAY)];
    if until_minute > 0 {
        parts.push((weekday % 7 + 1, 0, until_minute));
    }
    parts
}

/// `07.30` or `7:30` as minutes of a day.
pub fn minute(text: &str) -> Option<i16> {
    let (hours, minutes) = text.trim().split_once(['.', ':'])?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

/// Minutes of a day as a form and a list show them.
pub fn clock(minutes: i16) -> String {
    format!("{:02}.{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_over_midnight_is_two_and_ends_before_its_last_minute() {
        assert_eq!(parts(7, 22 * 60, 6 * 60), [(7, 1320, 1440), (1, 0, 360)]);
        assert_eq!(parts(1, 480, 1020), [(1, 480, 1020)]);
        assert_eq!(parts(1, 1320, 0), [(1, 1320, 1440)]);
        assert!(parts(1, 480, 480).is_empty() && parts(8, 0, 60).is_empty());
        let shift = Shift {
            id: Uuid::nil(),
            account: AccountId::new(Instant::default()),
            name: String::new(),
            weekday: 1,
            from_minute: 480,
            until_minute: 1020,
        };
        // Monday in Jakarta: 08.00, 16.59 and 17.00.
        let on = |text: &str| shift.has(text.parse().expect("an instant"), Zone::Wib);
        assert!(on("2026-11-23T01:00:00Z") && on("2026-11-23T09:59:00Z") && !on("2026-11-23T10:00:00Z"));
        assert!(!on("2026-11-24T01:00:00Z"));
        assert_eq!(
            (minute("07.30"), minute("7:05:00"), minute("24.00"), minute("x")),
            (Some(450), Some(425), None, None)
        );
        assert_eq!(clock(425), "07.05");
    }
}
