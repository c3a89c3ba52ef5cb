//! Who is on duty (piket): which manager on which days of the week and between which hours. They hear first that nobody
//! answered; the others hear when that does not help (`escalation`).
//!
//! Deliberately absent: guards. A notice about a complaint opens a page that managers see.

pub(crate) mod api;
mod model;
mod pages;
mod sql;

pub use model::Shift;
pub use sql::shifts;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/aturan/piket", pages::index)
        .post("/k/{complex}/keluhan/aturan/piket", pages::create)
        .post("/k/{complex}/keluhan/aturan/piket/{shift}/hapus", pages::remove)
        .get("/api/v1/complexes/{complex}/complaint-duty", api::index)
        .post("/api/v1/complexes/{complex}/complaint-duty", api::create)
        .delete("/api/v1/complexes/{complex}/complaint-duty/{shift}", api::remove)
}
