//! Which slots a day has, and what stands in the way of each. Pure: the clock and the bookings are arguments.

use std::collections::HashSet;

use chrono::{Datelike as _, Days, TimeDelta};
use kernel::{Date, Instant, Zone};
use serde::{Deserialize, Serialize};

/// From when to when on a day, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub opens: i16,
    pub closes: i16,
}

/// Monday to Sunday: the windows of each day in their order, none on a day that is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week(pub [Vec<Hours>; 7]);

impl Week {
    pub fn every_day(windows: &[Hours]) -> Self {
        Self(std::array::from_fn(|_| windows.to_vec()))
    }

    fn on(&self, day: Date) -> &[Hours] {
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
        self.0.get(weekday).map_or(&[], Vec::as_slice)
    }
}

/// When a facility can be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub zone: Zone,
    pub places: i16,
    pub slot_minutes: i16,
    pub pause_minutes: i16,
    pub notice_hours: i16,
    pub ahead_days: i16,
    pub week: Week,
}

/// A live booking: its place, and from when to when it blocks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub place: i16,
    pub starts_at: Instant,
    /// The pause behind it included.
    pub free_at: Instant,
    pub is_mine: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    Free,
    Full,
    /// The asking house has it already.
    Mine,
    /// Closed for work or an event.
    Closed,
    /// Begun, or nearer than the minimum notice.
    TooSoon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// When the place is free again: the end and the pause.
    pub free_at: Instant,
    pub state: SlotState,
    /// Places left.
    pub left: i16,
}

impl Opening {
    /// A facility that is never open: only its clock is of use.
    pub fn clock(zone: Zone) -> Self {
        Self {
            zone,
            places: 1,
            slot_minutes: 60,
            pause_minutes: 0,
            notice_hours: 0,
            ahead_days: 0,
            week: Week::default(),
        }
    }

    /// The minutes after midnight at which a session of that day begins. Each window begins anew; the pause behind
    /// its last session may reach into the hours that are closed, and into the next window no further than they do.
    fn sessions(&self, day: Date) -> Vec<i16> {
        let step = self.slot_minutes.saturating_add(self.pause_minutes).max(1);
        let mut begins: Vec<i16> = Vec::new();
        for hours in self.week.on(day) {
            let mut minute =
                begins.last().map_or(hours.opens, |last| hours.opens.max(last.saturating_add(step)));
            while minute <= hours.closes.saturating_sub(self.slot_minutes) {
                begins.push(minute);
                minute = minute.saturating_add(step);
            }
        }
        begins
    }

    /// The instant at which the wall clock shows so many minutes after midnight of that day.
    pub fn instant(&self, day: Date, minutes: i16) -> Instant {
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
        // The zones of Indonesia never move their clocks: one offset for all days.
        let offset = self.zone.local(midnight).offset().local_minus_utc();
        midnight + TimeDelta::minutes(i64::from(minutes)) - TimeDelta::seconds(i64::from(offset))
    }

    /// The first and the last day on which a slot can be booked.
    pub fn days(&self, now: Instant) -> (Date, Date) {
        let today = self.zone.date(now);
        (today, today + Days::new(u64::try_from(self.ahead_days).unwrap_or(0)))
    }
}

/// The slots of a day in their order; none on a day that is closed, past, or too far ahead.
pub fn slots(
    opening: &Opening,
    day: Date,
    now: Instant,
    closures: &[(Instant, Instant)],
    taken: &[Taken],
) -> Vec<Slot> {
    let (first, last) = opening.days(now);
    if !(first..=last).contains(&day) {
        return Vec::new();
    }
    let sessions = opening.sessions(day).into_iter();
    sessions.map(|minute| slot(opening, day, minute, now, closures, taken)).collect()
}

fn slot(
    opening: &Opening,
    day: Date,
    minute: i16,
    now: Instant,
    closures: &[(Instant, Instant)],
    taken: &[Taken],
) -> Slot {
    let starts_at = opening.instant(day, minute);
    let ends_at = starts_at + TimeDelta::minutes(i64::from(opening.slot_minutes));
    let free_at = ends_at + TimeDelta::minutes(i64::from(opening.pause_minutes));
    let clash: Vec<&Taken> =
        taken.iter().filter(|it| it.starts_at < free_at && it.free_at > starts_at).collect();
    let used: HashSet<i16> =
        clash.iter().map(|it| it.place).filter(|place| *place <= opening.places).collect();
    let left = opening.places.saturating_sub(i16::try_from(used.len()).unwrap_or(i16::MAX)).max(0);
    let is_mine = clash.iter().any(|it| it.is_mine);
    let is_closed = closures.iter().any(|(from, to)| *from < ends_at && *to > starts_at);
    let state = match () {
        () if is_mine => SlotState::Mine,
        () if is_closed => SlotState::Closed,
        () if starts_at < now + TimeDelta::hours(i64::from(opening.notice_hours)) || starts_at <= now => {
            SlotState::TooSoon
        }
        () if left == 0 => SlotState::Full,
        () => SlotState::Free,
    };
    Slot { starts_at, ends_at, free_at, state, left }
}

/// Minutes of a day that can be booked, all places together, whenever it is looked at; what is closed is not of them.
pub fn bookable_minutes(opening: &Opening, day: Date, closures: &[(Instant, Instant)]) -> i64 {
    let length = TimeDelta::minutes(i64::from(opening.slot_minutes));
    let is_open = |minute: &i16| {
        let starts_at = opening.instant(day, *minute);
        !closures.iter().any(|(from, to)| *from < starts_at + length && *to > starts_at)
    };
    let sessions = opening.sessions(day).into_iter().filter(is_open).count();
    i64::try_from(sessions).unwrap_or(0) * i64::from(opening.slot_minutes) * i64::from(opening.places)
}

/// The free slots nearest to the wanted time, the nearest first; at most three.
pub fn nearest(wanted: Instant, slots: impl IntoIterator<Item = Slot>) -> Vec<Slot> {
    let mut free: Vec<Slot> =
        slots.into_iter().filter(|slot| slot.state == SlotState::Free && slot.starts_at != wanted).collect();
    free.sort_by_key(|slot| ((slot.starts_at - wanted).abs(), slot.starts_at));
    free.truncate(3);
    free
}

#[cfg(test)]
mod tests;
