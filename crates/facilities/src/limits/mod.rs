//! How much of a facility one house may have: at a time, in a day, a week, a month, and of the hours that everybody
//! wants. Counts bookings by the complex's own calendar; whether an hour is free is not its question.

mod sql;

use chrono::{Datelike as _, Days, Months, Timelike as _};
use kernel::{Date, Instant, Locale, Zone};
use tenancy::TenantTx;
use uuid::Uuid;
use web::texts::texts;

use crate::{
    availability::Hours,
    facility::{Facility, said_hours},
};

/// Bookings of one house; none: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Not over yet.
    pub open: Option<i16>,
    /// On one day.
    pub daily: Option<i16>,
    /// From Monday to Sunday.
    pub weekly: Option<i16>,
    /// In one calendar month.
    pub monthly: Option<i16>,
    /// The hours that everybody wants, and how often from Monday to Sunday.
    pub prime: Option<(Hours, i16)>,
}

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Open,
    Daily,
    Weekly,
    Monthly,
    Prime(Hours),
}

/// A limit, and what a house has used of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub limit: Limit,
    pub most: i16,
    pub used: usize,
}

/// A booking of the house that counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Had {
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// Neither over nor used up.
    pub is_open: bool,
}

impl Limits {
    /// In the order in which they are said.
    fn all(&self) -> impl Iterator<Item = (Limit, i16)> {
        let prime = self.prime.map(|(hours, most)| (Limit::Prime(hours), most));
        [
            self.open.map(|most| (Limit::Open, most)),
            self.daily.map(|most| (Limit::Daily, most)),
            self.weekly.map(|most| (Limit::Weekly, most)),
            self.monthly.map(|most| (Limit::Monthly, most)),
            prime,
        ]
        .into_iter()
        .flatten()
    }

    /// What a house with these bookings has used on that day, and in its week and month.
    pub(crate) fn used(&self, zone: Zone, day: Date, had: &[Had]) -> Vec<Share> {
        let share = |(limit, most): (Limit, i16)| {
            let counts = |it: &&Had| limit.counts(zone, day, it);
            Share { limit, most, used: had.iter().filter(counts).count() }
        };
        self.all().map(share).collect()
    }
}

impl Limit {
    /// Is that booking one of those that the limit counts for this day?
    fn counts(self, zone: Zone, day: Date, had: &Had) -> bool {
        let on = zone.date(had.starts_at);
        match self {
            Self::Open => had.is_open,
            Self::Daily => on == day,
            Self::Weekly => monday(on) == monday(day),
            Self::Monthly => (on.year(), on.month()) == (day.year(), day.month()),
            Self::Prime(hours) => monday(on) == monday(day) && meets(hours, zone, had.starts_at, had.ends_at),
        }
    }

    /// Does it speak about a booking at that time? Hours that nobody fights for do not use up those that are.
    fn binds(self, zone: Zone, starts_at: Instant, ends_at: Instant) -> bool {
        match self {
            Self::Prime(hours) => meets(hours, zone, starts_at, ends_at),
            Self::Open | Self::Daily | Self::Weekly | Self::Monthly => true,
        }
    }

    /// Why there is no more of it.
    pub(crate) fn refusal(self, most: i16, locale: Locale) -> String {
        let (key, hours) = match self {
            Self::Open => ("fac-refuse-open", None),
            Self::Daily => ("fac-refuse-daily", None),
            Self::Weekly => ("fac-refuse-weekly", None),
            Self::Monthly => ("fac-refuse-monthly", None),
            Self::Prime(hours) => ("fac-refuse-prime", Some(hours)),
        };
        texts(locale).with(key, &[("most", i64::from(most).into()), ("hours", said_hours(hours).into())])
    }
}

impl Share {
    /// What is said before an hour is chosen.
    pub(crate) fn said(&self, locale: Locale) -> String {
        let (key, hours) = match self.limit {
            Limit::Open => ("fac-limit-open", None),
            Limit::Daily => ("fac-limit-daily", None),
            Limit::Weekly => ("fac-limit-weekly", None),
            Limit::Monthly => ("fac-limit-monthly", None),
            Limit::Prime(hours) => ("fac-limit-prime", Some(hours)),
        };
        let used = i64::try_from(self.used).unwrap_or(i64::MAX);
        let facts = [
            ("used", used.into()),
            ("most", i64::from(self.most).into()),
            ("hours", said_hours(hours).into()),
        ];
        texts(locale).with(key, &facts)
    }
}

/// What the house has used of each limit, seen from that day.
pub(crate) async fn shares(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    unit: Uuid,
    day: Date,
) -> tenancy::Result<Vec<Share>> {
    let first = monday(day).min(day.with_day(1).unwrap_or(day));
    let last = (monday(day) + Days::new(7)).max(day + Months::new(1));
    let opening = facility.opening(zone);
    let had = sql::had(tx, facility.id, unit, (opening.instant(first, 0), opening.instant(last, 0))).await?;
    Ok(facility.limits().used(zone, day, &had))
}

/// The first limit that a booking at that time would break.
pub(crate) async fn broken(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    unit: Uuid,
    (starts_at, ends_at): (Instant, Instant),
) -> tenancy::Result<Option<(Limit, i16)>> {
    let shares = shares(tx, facility, zone, unit, zone.date(starts_at)).await?;
    let is_full = |it: &&Share| {
        it.limit.binds(zone, starts_at, ends_at) && usize::try_from(it.most).is_ok_and(|most| it.used >= most)
    };
    Ok(shares.iter().find(is_full).map(|it| (it.limit, it.most)))
}

fn monday(day: Date) -> Date {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// Do they have a minute in common? A booking ends on the day on which it begins, at midnight at the latest.
fn meets(hours: Hours, zone: Zone, starts_at: Instant, ends_at: Instant) -> bool {
    let begins = i64::from(zone.local(starts_at).num_seconds_from_midnight() / 60);
    let ends = begins + (ends_at - starts_at).num_minutes();
    begins < i64::from(hours.closes) && ends > i64::from(hours.opens)
}
