//! Who is what at a unit, from which day to which; and what changes when somebody moves in. Pure: the day is given.

use kernel::{Date, OccupancyId, PersonId, PhoneNumber};
use serde::{Deserialize, Serialize};

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum OccupancyKind {
    Owner,
    Tenant,
    Family,
    /// A driver, a nanny, a gardener: comes in, does not decide.
    Staff,
}

impl OccupancyKind {
    pub const ALL: [Self; 4] = [Self::Owner, Self::Tenant, Self::Family, Self::Staff];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Tenant => "tenant",
            Self::Family => "family",
            Self::Staff => "staff",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "occupancy-owner",
            Self::Tenant => "occupancy-tenant",
            Self::Family => "occupancy-family",
            Self::Staff => "occupancy-staff",
        }
    }

    /// A new owner follows the old one and a new tenant the old one; family and staff come beside each other.
    pub const fn follows_another(self) -> bool {
        matches!(self, Self::Owner | Self::Tenant)
    }
}

/// From a day on (none: since before anybody wrote it down) up to, not including, a day (none: still).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stay {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl Stay {
    pub fn since(from: Date) -> Self {
        Self { from: Some(from), until: None }
    }

    pub fn is_over(self, on: Date) -> bool {
        self.until.is_some_and(|until| until <= on)
    }

    pub fn is_to_come(self, on: Date) -> bool {
        self.from.is_some_and(|from| from > on)
    }

    pub fn is_now(self, on: Date) -> bool {
        !self.is_over(on) && !self.is_to_come(on)
    }

    /// The last day, which is what people say.
    pub fn last_day(self) -> Option<Date> {
        self.until.and_then(|until| until.pred_opt())
    }

    pub fn overlaps(self, other: Self) -> bool {
        let starts_in_time = |from: Option<Date>, until: Option<Date>| match (from, until) {
            (Some(from), Some(until)) => from < until,
            _ => true,
        };
        starts_in_time(self.from, other.until) && starts_in_time(other.from, self.until)
    }

    /// Both together, when they touch or overlap.
    pub fn joined(self, other: Self) -> Self {
        let earliest = |a: Option<Date>, b: Option<Date>| a.zip(b).map(|(a, b)| a.min(b));
        let latest = |a: Option<Date>, b: Option<Date>| a.zip(b).map(|(a, b)| a.max(b));
        Self { from: earliest(self.from, other.from), until: latest(self.until, other.until) }
    }
}

/// One person at one unit, as the pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupant {
    pub id: OccupancyId,
    pub person: PersonId,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<String>,
    pub kind: OccupancyKind,
    pub stay: Stay,
    pub payer: bool,
    pub ended_because: String,
}

/// Somebody moves in, as the manager wrote it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveIn {
    pub person: PersonId,
    pub kind: OccupancyKind,
    pub from: Date,
    pub payer: bool,
    /// The family that is there moves out with the one who is followed.
    pub family_leaves: bool,
}

/// What has to be written when somebody moves in or becomes the payer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// These end before that day.
    pub ends: Vec<(OccupancyId, Date)>,
    /// These were to begin later or on that very day, so that nothing of the payer's role is left.
    pub stops_paying: Vec<OccupancyId>,
    /// These stay, but pay no longer from that day on: the row is parted there.
    pub parts: Vec<(OccupancyId, Date)>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotMoveIn {
    #[error("{name} is there as the same already")]
    AlreadyThere { name: String, from: Option<Date> },
    #[error("{name} follows on a later day")]
    LaterOccupant { name: String, from: Date },
}

/// Decides what a move does to those who are written down for the unit.
pub fn move_in(there: &[Occupant], new: &MoveIn) -> Result<Changes, CannotMoveIn> {
    let stay = Stay::since(new.from);
    let same = |o: &&Occupant| o.kind == new.kind && o.stay.overlaps(stay);
    if let Some(own) = there.iter().filter(same).find(|o| o.person == new.person) {
        return Err(CannotMoveIn::AlreadyThere { name: own.name.clone(), from: own.stay.from });
    }
    let mut changes = Changes::default();
    if new.kind.follows_another() {
        for other in there.iter().filter(same) {
            match other.stay.from {
                Some(from) if from >= new.from => {
                    return Err(CannotMoveIn::LaterOccupant { name: other.name.clone(), from });
                }
                _ => changes.ends.push((other.id, new.from)),
            }
        }
    }
    if new.family_leaves {
        let family = there.iter().filter(|o| o.kind == OccupancyKind::Family && o.person != new.person);
        let before =
            family.filter(|o| o.stay.overlaps(stay) && o.stay.from.is_none_or(|from| from < new.from));
        changes.ends.extend(before.map(|o| (o.id, new.from)));
    }
    if new.payer {
        hand_over_payment(there, stay, new.from, &mut changes);
    }
    Ok(changes)
}

/// Makes one of those who are there the payer from a day on. None: the occupancy is not there on that day.
pub fn pay_from(there: &[Occupant], chosen: OccupancyId, from: Date) -> Option<Changes> {
    let own = there.iter().find(|o| o.id == chosen).filter(|o| o.stay.is_now(from))?;
    let mut changes = Changes::default();
    if own.payer {
        return Some(changes);
    }
    let others: Vec<Occupant> = there.iter().filter(|o| o.id != chosen).cloned().collect();
    hand_over_payment(&others, Stay { from: Some(from), until: own.stay.until }, from, &mut changes);
    Some(changes)
}

fn hand_over_payment(there: &[Occupant], stay: Stay, from: Date, changes: &mut Changes) {
    let ending: Vec<OccupancyId> = changes.ends.iter().map(|(id, _)| *id).collect();
    for payer in there.iter().filter(|o| o.payer && o.stay.overlaps(stay) && !ending.contains(&o.id)) {
        match payer.stay.from {
            Some(begins) if begins >= from => changes.stops_paying.push(payer.id),
            _ => changes.parts.push((payer.id, from)),
        }
    }
}

/// When rows of two people become rows of one: which rows stay and how long each lasts then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    pub keeps: OccupancyId,
    pub stay: Stay,
    pub payer: bool,
    pub drops: Vec<OccupancyId>,
}

/// Of one person as the same at one unit, overlapping stays are one stay. `stays` in any order.
pub fn join_overlapping(stays: &[(OccupancyId, Stay, bool)]) -> Vec<Joined> {
    let mut sorted = stays.to_vec();
    sorted.sort_by_key(|(id, stay, _)| (stay.from, *id));
    let mut joined: Vec<Joined> = Vec::new();
    for (id, stay, payer) in sorted {
        match joined.last_mut().filter(|last| last.stay.overlaps(stay)) {
            Some(last) => {
                last.stay = last.stay.joined(stay);
                last.payer |= payer;
                last.drops.push(id);
            }
            None => joined.push(Joined { keeps: id, stay, payer, drops: Vec::new() }),
        }
    }
    joined
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
