//! Areas: blocks (with clusters) and RT in RW, two trees over the same units.
//!
//! An area knows no heads: who looks after an RT is a membership, which accounts hands out.

pub(crate) mod api;
mod form;
mod model;
mod pages;
pub(crate) mod sql;

pub use model::{Area, AreaDetails, AreaFault, AreaKind, Areas};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/k/{complex}/area", pages::index)
        .post("/k/{complex}/area", form::create)
        .get("/k/{complex}/area/baru", form::new)
        .get("/k/{complex}/area/{area}", form::edit)
        .post("/k/{complex}/area/{area}", form::update)
        .post("/k/{complex}/area/{area}/hapus", pages::remove)
        .post("/k/{complex}/area/{area}/unit", pages::take_units)
        .and(api::routes())
}
