//! Complaints (keluhan): what residents report, who does it, and until when it is promised.
//!
//! - `complaint`: reported with photos, moved through its states by the office, confirmed by its reporter.
//! - `setting`: how a complex keeps its promises: hours, holidays, targets.
//! - `incident`: what many houses have at once, said once to all of them.
//! - `escalation`: what passes its promise or is silent is told to the managers.
//! - `report`: figures of a month.
//! - [`clock`]: working time: windows of a day, holidays, the instant something is due.
//!
//! Deliberately absent: money for chargeable work, and by which way a message leaves the house.

mod api;
pub mod clock;
mod complaint;
mod escalation;
mod incident;
mod report;
pub mod sample;
mod setting;

pub use complaint::{CloseSolved, Move, State};
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    complaint::routes().and(setting::routes()).and(report::routes()).and(incident::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new().daily::<CloseSolved>(7).daily::<escalation::Escalate>(8)
}
