//! Reminders: a round over the chosen houses, each with the words ready for WhatsApp, ticked off as they are sent.
//!
//! Deliberately absent: sending by itself. Somebody presses the button in their own WhatsApp, and can leave one out.

pub(crate) mod api;
mod make;
mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("arrears")
        .get("/k/{complex}/tunggakan/ingatkan", pages::index)
        .post("/k/{complex}/tunggakan/ingatkan", pages::begin)
        .get("/k/{complex}/tunggakan/ingatkan/{round}", pages::show)
        .post("/k/{complex}/tunggakan/ingatkan/{round}/{reminder}/terkirim", pages::tick)
        .post("/k/{complex}/tunggakan/ingatkan/{round}/{reminder}/belum", pages::untick)
        .post("/api/v1/complexes/{complex}/reminder-rounds", api::begin)
        .get("/api/v1/complexes/{complex}/reminder-rounds/{round}", api::show)
        .post("/api/v1/complexes/{complex}/reminder-rounds/{round}/reminders/{reminder}/sent", api::tick)
}
