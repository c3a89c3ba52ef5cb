//! Meters: where one hangs, with what it began, when another took its place; and what a complex calls unusual.
//!
//! Deliberately absent: readings, but for the last one of a meter that is taken down.

pub mod api;
pub mod chart;
mod form;
mod replace;
mod settings;
pub mod show;
pub mod sql;
mod states;

use tenancy::Routes;

pub use states::Told;

pub fn routes() -> Routes {
    Routes::new("meters")
        .get("/k/{complex}/meter/pengaturan", settings::index)
        .post("/k/{complex}/meter/pengaturan", settings::save)
        .get("/k/{complex}/meter/unit/{unit}", show::show)
        .get("/k/{complex}/meter/unit/{unit}/pasang", form::new)
        .post("/k/{complex}/meter/unit/{unit}/pasang", form::create)
        .get("/k/{complex}/meter/unit/{unit}/ubah", form::edit)
        .post("/k/{complex}/meter/unit/{unit}/ubah", form::update)
        .get("/k/{complex}/meter/unit/{unit}/ganti", replace::ask)
        .post("/k/{complex}/meter/unit/{unit}/ganti", replace::save)
        .post("/k/{complex}/meter/bacaan/{reading}/terima", states::accept)
        .post("/k/{complex}/meter/bacaan/{reading}/tolak", states::reject)
        .post("/k/{complex}/meter/bacaan/{reading}/sanggah", states::dispute)
        .post("/k/{complex}/meter/bacaan/{reading}/selesai", states::settle)
}
