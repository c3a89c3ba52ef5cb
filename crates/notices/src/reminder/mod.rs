//! The ladder: a household is reminded before its dues are due, on the day and after it, by itself or by hand.
//!
//! Who owes is asked when it is queued and once more when it is sent: whoever pays in between hears nothing. A household
//! is reminded at most once a day, whoever pressed what.

pub(crate) mod api;
mod ladder;
mod pages;
mod remind;
mod sql;

pub use remind::RemindByLadder;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("notices")
        .get("/k/{complex}/pengingat", pages::index)
        .post("/k/{complex}/pengingat", pages::save)
        .get("/k/{complex}/pengingat/kirim", pages::choose)
        .post("/k/{complex}/pengingat/periksa", pages::check)
        .post("/k/{complex}/pengingat/kirim", pages::send)
        .get("/api/v1/complexes/{complex}/reminder-settings", api::show)
        .put("/api/v1/complexes/{complex}/reminder-settings", api::change)
        .post("/api/v1/complexes/{complex}/reminders", api::send)
        .post("/api/v1/complexes/{complex}/reminders/estimate", api::estimate)
}
