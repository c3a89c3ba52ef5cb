//! The days and hours of a facility as the resident sees them, each with the truth about it in a word.

use kernel::{Date, format};
use tenancy::Place;
use web::Shell;

use crate::{
    availability::{Slot, SlotState},
    facility::Facility,
};

/// A day to choose.
pub(super) struct Day {
    pub href: String,
    /// Read aloud instead of the short parts.
    pub label: String,
    pub weekday: String,
    pub number: String,
    pub word: String,
    pub is_current: bool,
    pub is_open: bool,
}

pub(super) struct Hour {
    /// The slot's beginning, RFC 3339: what the button sends.
    pub value: String,
    pub time: String,
    pub word: String,
    pub is_free: bool,
}

pub(super) fn is_free(slot: &Slot) -> bool {
    slot.state == SlotState::Free
}

/// Every hour of it is past or nearer than the facility allows: nothing that a strip should begin with.
pub(super) fn is_over(slots: &[Slot]) -> bool {
    !slots.is_empty() && slots.iter().all(|slot| slot.state == SlotState::TooSoon)
}

pub(super) fn day(s: &Shell, href: String, day: Date, slots: &[Slot], chosen: Date) -> Day {
    let free = slots.iter().filter(|slot| is_free(slot)).count();
    let is_shut = slots.iter().all(|slot| slot.state == SlotState::Closed);
    let word = match free {
        0 if is_shut => s.t("fac-day-closed").to_owned(),
        0 if is_over(slots) => s.t("fac-day-over").to_owned(),
        0 => s.t("fac-day-full").to_owned(),
        _ => s.t1("fac-day-free", "count", i64::try_from(free).unwrap_or(i64::MAX)),
    };
    let label = format::long_date(day, s.locale);
    Day {
        // The first three letters are the usual short form in both languages.
        weekday: label.chars().take(3).collect(),
        number: day.format("%-d").to_string(),
        label: format!("{label}, {word}"),
        word,
        href,
        is_current: day == chosen,
        is_open: free > 0,
    }
}

/// `price`: what the slot costs, empty where it is free.
pub(super) fn hour(s: &Shell, place: &Place, facility: &Facility, slot: &Slot, price: &str) -> Hour {
    let word = match slot.state {
        SlotState::Free if facility.places > 1 => {
            let left = s.t1("fac-slot-left", "count", i64::from(slot.left));
            if price.is_empty() { left } else { format!("{price}, {left}") }
        }
        SlotState::Free if !price.is_empty() => price.to_owned(),
        SlotState::Free => s.t("fac-slot-free").to_owned(),
        SlotState::Full => s.t("fac-slot-full").to_owned(),
        SlotState::Mine => s.t("fac-slot-mine").to_owned(),
        SlotState::Closed => s.t("fac-slot-closed").to_owned(),
        SlotState::TooSoon => s.t("fac-slot-soon").to_owned(),
    };
    Hour {
        value: slot.starts_at.to_rfc3339(),
        time: format::time(slot.starts_at, place.zone, s.locale),
        word,
        is_free: is_free(slot),
    }
}
