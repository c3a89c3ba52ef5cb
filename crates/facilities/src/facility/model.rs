//! What the office says about a facility.

use kernel::Zone;
use uuid::Uuid;

use crate::{
    availability::{Hours, Opening, Week},
    limits::Limits,
};

/// A facility as it stands in the table.
#[derive(Clone, Debug)]
pub(crate) struct Facility {
    pub id: Uuid,
    pub name: String,
    pub description: String,
    pub rules: String,
    pub places: i16,
    pub slot_minutes: i16,
    pub pause_minutes: i16,
    pub notice_hours: i16,
    pub ahead_days: i16,
    pub week: Week,
    pub needs_approval: bool,
    pub most_open: Option<i16>,
    pub most_daily: Option<i16>,
    pub most_weekly: Option<i16>,
    pub most_monthly: Option<i16>,
    pub prime_from: Option<i16>,
    pub prime_to: Option<i16>,
    pub most_prime: Option<i16>,
    pub is_open: bool,
}

impl Facility {
    pub fn opening(&self, zone: Zone) -> Opening {
        Opening {
            zone,
            places: self.places,
            slot_minutes: self.slot_minutes,
            pause_minutes: self.pause_minutes,
            notice_hours: self.notice_hours,
            ahead_days: self.ahead_days,
            week: self.week.clone(),
        }
    }

    pub const fn limits(&self) -> Limits {
        let prime = match (self.prime_from, self.prime_to, self.most_prime) {
            (Some(opens), Some(closes), Some(most)) => Some((Hours { opens, closes }, most)),
            _ => None,
        };
        Limits {
            open: self.most_open,
            daily: self.most_daily,
            weekly: self.most_weekly,
            monthly: self.most_monthly,
            prime,
        }
    }
}

/// A facility as its manager wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub description: String,
    /// What whoever books has to accept; empty: nothing.
    pub rules: String,
    /// How many houses at a time; one: exclusive.
    pub places: i16,
    pub slot_minutes: i16,
    /// Free minutes behind each booking.
    pub pause_minutes: i16,
    /// At least so many hours before it begins.
    pub notice_hours: i16,
    pub ahead_days: i16,
    pub week: Week,
    pub needs_approval: bool,
    pub limits: Limits,
    pub is_open: bool,
}

impl Draft {
    /// The fields that cannot stay so: the name of the field on the page and the key of a sentence.
    pub fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let limit = |most: Option<i16>| most.is_none_or(|most| most > 0);
        let within = |value: i16, from: i16, to: i16| (from..=to).contains(&value);
        let hours = |hours: &Hours| {
            within(hours.opens, 0, 1439) && within(hours.closes, hours.opens.saturating_add(1), 1440)
        };
        [
            (within_letters(&self.name, 2, 60), "nama", "fac-fault-name"),
            (within_letters(&self.description, 0, 1000), "uraian", "fac-fault-long"),
            (within_letters(&self.rules, 0, 2000), "aturan", "fac-fault-long"),
            (within(self.places, 1, 500), "tempat", "fac-fault-places"),
            (within(self.slot_minutes, 15, 1440), "lama", "fac-fault-slot"),
            (within(self.pause_minutes, 0, 720), "jeda", "fac-fault-pause"),
            (within(self.notice_hours, 0, 720), "paling_lambat", "fac-fault-notice"),
            (within(self.ahead_days, 1, 365), "paling_awal", "fac-fault-ahead"),
            (limit(self.limits.open), "batas_aktif", "fac-fault-limit"),
            (limit(self.limits.daily), "batas_hari", "fac-fault-limit"),
            (limit(self.limits.weekly), "batas_minggu", "fac-fault-limit"),
            (limit(self.limits.monthly), "batas_bulan", "fac-fault-limit"),
            (limit(self.limits.prime.map(|(_, most)| most)), "batas_ramai", "fac-fault-limit"),
            (self.limits.prime.is_none_or(|(prime, _)| hours(&prime)), "jam_ramai", "fac-fault-hours"),
            (self.week.0.iter().flatten().all(hours), "jam", "fac-fault-hours"),
            (self.week.0.iter().all(|day| in_order(day)), "jam", "fac-fault-windows"),
            (self.week.0.iter().any(|day| !day.is_empty()), "jam", "fac-fault-never-open"),
        ]
        .into_iter()
        .filter(|(is_right, ..)| !is_right)
        .map(|(_, field, key)| (field, key))
        .collect()
    }
}

/// Each window ends before the next begins.
fn in_order(windows: &[Hours]) -> bool {
    windows.is_sorted_by(|before, after| before.closes <= after.opens)
}

fn within_letters(text: &str, from: usize, to: usize) -> bool {
    (from..=to).contains(&text.chars().count())
}
