//! Occupancy: who owns, rents, lives or works at a unit, from which day to which, and who pays.
//!
//! The model decides what a move does to those who are there; the database refuses what cannot be. Rooms to the right
//! are told who moved in and out; what they make of it is theirs.

pub(crate) mod api;
mod form;
mod model;
mod pages;
mod save;
pub(crate) mod sql;
mod tell;
mod view;

pub(crate) use form::optional;
pub(crate) use model::{CannotMoveIn, Joined, MoveIn, join_overlapping};
pub use model::{OccupancyKind, Occupant, Stay};
pub use tell::{HouseholdMovedIn, HouseholdMovedOut};
use tenancy::Routes;
pub(crate) use view::{OccupantView, avatar, refusal, span, timeline, views};

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/k/{complex}/unit/{unit}/ubah-penghuni", form::ask)
        .post("/k/{complex}/unit/{unit}/ubah-penghuni", form::save)
        .get("/k/{complex}/unit/{unit}/penghuni/{occupancy}/akhiri", pages::ask_to_end)
        .post("/k/{complex}/unit/{unit}/penghuni/{occupancy}/akhiri", pages::end)
        .post("/k/{complex}/unit/{unit}/penghuni/{occupancy}/pembayar", pages::pays)
        .post("/k/{complex}/unit/{unit}/penghuni/{occupancy}/hapus", pages::remove)
        .and(api::routes())
}
