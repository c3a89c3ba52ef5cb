//! What a row says, before it is compared with other rows and with what exists.

use kernel::{Date, EmailAddress, PhoneNumber};
use rust_decimal::Decimal;

use super::{columns::Meaning, existing::Role, status::HomeStatus};

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub code: String,
    pub key: String,
    /// The key without the RT that was added to an address.
    pub bare_key: Option<String>,
    pub unit_label: String,
    pub unit_typed: String,
    pub fields: DraftFields,
    pub people: Vec<DraftPerson>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftFields {
    pub block: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub unit_type: Option<String>,
    pub land: Option<Decimal>,
    pub building: Option<Decimal>,
    pub status: Option<HomeStatus>,
    pub handed_over_on: Option<Date>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DraftPerson {
    pub role: Role,
    pub name: String,
    pub phone: Option<DraftPhone>,
    pub email: Option<EmailAddress>,
    pub lives_here: bool,
    pub payer: bool,
    pub since: Option<Date>,
}

/// A number and where it was typed, for the fault that may follow.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftPhone {
    pub number: PhoneNumber,
    pub other: Option<PhoneNumber>,
    pub field: Meaning,
    pub label: String,
    pub typed: String,
}
