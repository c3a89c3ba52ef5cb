//! What rooms to the right hear about moves. Ids and days only: names stay in their table.

use jobs::Announcement;
use kernel::{Date, PersonId, UnitId};
use serde::{Deserialize, Serialize};

use super::OccupancyKind;

/// Somebody moves into a unit on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdMovedIn {
    pub unit: UnitId,
    pub person: PersonId,
    pub kind: OccupancyKind,
    pub on: Date,
    pub payer: bool,
}

/// Somebody's time at a unit ends; `on` is the first day without them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdMovedOut {
    pub unit: UnitId,
    pub person: PersonId,
    pub kind: OccupancyKind,
    pub on: Date,
}

impl Announcement for HouseholdMovedIn {
    const NAME: &'static str = "homes.household_moved_in";
}

impl Announcement for HouseholdMovedOut {
    const NAME: &'static str = "homes.household_moved_out";
}
