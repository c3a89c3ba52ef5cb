//! Arrears: penalties by their rule, relief, who owes how much since when, statements and letters.
//!
//! - [`penalty`]: the dated rule, what an invoice has earned, and the step that brings the books to it.
//! - `relief`: waivers, amnesties, instalment plans.
//! - `list`, `account`, `letter`, `reminder`, `recap`: the arrears list, a unit's statement, SP1 to SP3 and the clearance,
//!   words for WhatsApp that somebody sends, and the picture for the group that names nobody.
//!
//! Deliberately absent: receiving money (payments), and what an invoice is (dues).

mod account;
mod api;
mod common;
mod home;
mod letter;
mod list;
pub mod penalty;
mod recap;
mod relief;
mod reminder;
mod sql;

use account::account_of;
pub use home::DuesCard;
pub use relief::JudgePlans;
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    list::routes()
        .and(account::routes())
        .and(recap::routes())
        .and(letter::routes())
        .and(relief::routes())
        .and(reminder::routes())
        .and(penalty::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new().daily::<penalty::AssessPenalties>(1).and(relief::jobs())
}
