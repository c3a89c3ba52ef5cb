//! Homes: areas, units, people, and who lived where from which day to which. What others may ask is listed here.
//!
//! Deliberately absent: money (dues will ask who pays on a day) and signing in (accounts links an account to a
//! person).

mod api;
mod area;
mod faults;
mod history;
pub mod import;
mod links;
mod occupancy;
mod overview;
mod person;
mod public;
mod search;
mod settings;
mod typed;
mod unit;

pub use area::AreaKind;
pub use occupancy::{HouseholdMovedIn, HouseholdMovedOut, OccupancyKind, Occupant, Stay};
pub use public::{
    PERSON_OF_ANOTHER, PersonMark, UnitMark, area_by_code, blocks, link_account, occupants_on, own_units,
    person_of, person_with, rts, unit_by_code, unit_named, unlink_account,
};
use tenancy::Routes;
pub use typed::Needle;
pub use unit::UnitStatus;

/// Pages and API of this room.
pub fn routes() -> Routes {
    overview::routes()
        .and(unit::routes().and(import::routes()))
        .and(occupancy::routes())
        .and(person::routes())
        .and(area::routes())
        .and(history::routes())
        .and(settings::routes())
        .and(search::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    import::registry()
}
