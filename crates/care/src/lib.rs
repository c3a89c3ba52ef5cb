//! Complaints (keluhan): what residents report, who does it, and until when it is promised.
//!
//! - `complaint`: reported with photos, moved through its states by the office, confirmed by its reporter.
//! - `vendor`, `checklist`: who does them from outside, and step by step.
//! - `task`: what somebody who signs in has to do, for a telephone.
//! - `saved`: views of the office's list that have a name.
//! - `classifier`: what complaints are about, with categories and problems of the complex's own.
//! - `cost`: what work on a house costs, agreed to by its resident, billed through the dues room.
//! - `setting`: how a complex keeps its promises: hours, holidays, targets.
//! - `incident`: what many houses have at once, said once to all of them.
//! - `escalation`: what passes its promise or is silent is told to whoever is on duty (`duty`), then to all managers.
//! - `report`: figures of a month.
//! - `warranty`: what the developer answers for, from the handover of each house.
//! - [`clock`]: working time: windows of a day, holidays, the instant something is due.
//!
//! Deliberately absent: how an invoice is settled, and by which way a message leaves the house.

mod api;
mod checklist;
mod classifier;
pub mod clock;
mod complaint;
mod cost;
mod duty;
mod escalation;
mod incident;
mod report;
pub mod sample;
mod saved;
mod setting;
mod task;
mod vendor;
mod warranty;

pub use complaint::{CloseSolved, Move, State};
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    complaint::routes()
        .and(classifier::routes())
        .and(vendor::routes())
        .and(checklist::routes())
        .and(saved::routes())
        .and(duty::routes())
        .and(task::routes())
        .and(cost::routes())
        .and(warranty::routes())
        .and(setting::routes())
        .and(report::routes())
        .and(incident::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new().daily::<CloseSolved>(7).daily::<escalation::Escalate>(8)
}
