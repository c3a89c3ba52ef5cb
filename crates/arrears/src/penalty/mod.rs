//! Penalties (denda): dated rules, what an invoice has earned, and the step that brings the books to that figure.
//!
//! Deliberately absent: fees on fees. A penalty never bears a penalty, and voluntary charges bear none.

pub(crate) mod api;
mod assess;
mod jobs;
mod pages;
mod plan;
mod rule;
mod sql;

pub use assess::{Assessed, assess, assess_open, running, set_rule};
pub use jobs::AssessPenalties;
pub use plan::Scope;
pub use rule::{Charge, Facts, Grace, Repeats, Rule};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("arrears")
        .get("/k/{complex}/tarif/denda", pages::index)
        .post("/k/{complex}/tarif/denda", pages::save)
        .get("/api/v1/complexes/{complex}/penalty-rules", api::index)
        .post("/api/v1/complexes/{complex}/penalty-rules", api::create)
}
