//! What the complex already has, as plain data: a snapshot that the caller reads once.

use std::collections::HashMap;

use kernel::{Date, EmailAddress, PersonId, PhoneNumber, UnitId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{status::HomeStatus, units::unit_key};

/// As what somebody belongs to a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Owner,
    Tenant,
    Family,
    Staff,
}

/// Units by what identifies them, and everybody with a phone.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    units: HashMap<String, ExistingUnit>,
    phones: HashMap<PhoneNumber, ExistingPerson>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExistingUnit {
    pub id: UnitId,
    pub code: String,
    /// Names of areas: `Blok A`; numbers of RT and RW: `01`, `07`.
    pub block: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub unit_type: String,
    pub land: Option<Decimal>,
    pub building: Option<Decimal>,
    pub status: HomeStatus,
    pub handed_over_on: Option<Date>,
    pub note: String,
    /// Everybody who belongs to the unit today.
    pub people: Vec<ExistingOccupant>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExistingOccupant {
    pub person: PersonId,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<EmailAddress>,
    pub role: Role,
    pub since: Option<Date>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExistingPerson {
    pub person: PersonId,
    pub name: String,
}

impl Existing {
    /// `people` are all people of the complex who have a phone, whether they live anywhere or not.
    pub fn new(
        units: impl IntoIterator<Item = ExistingUnit>,
        people: impl IntoIterator<Item = (PhoneNumber, ExistingPerson)>,
    ) -> Self {
        let units = units.into_iter().map(|unit| (unit_key(&unit.code), unit)).collect();
        Self { units, phones: people.into_iter().collect() }
    }

    pub fn unit(&self, key: &str) -> Option<&ExistingUnit> {
        self.units.get(key)
    }

    pub fn person(&self, phone: &PhoneNumber) -> Option<&ExistingPerson> {
        self.phones.get(phone)
    }
}
