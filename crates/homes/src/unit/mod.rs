//! Units: houses, plots and shops, found by number, by who lives there and by phone.
//!
//! A unit that goes is retired, never deleted: bills and history keep pointing at it. Who lives there is the
//! occupancy's affair; this slice only shows it.

pub(crate) mod api;
mod bulk;
mod export;
mod form;
mod list;
mod model;
mod show;
pub(crate) mod sql;

pub(crate) use export::format_of;
use kernel::UnitId;
pub(crate) use list::Cursor;
pub use model::{CodeFault, UnitCode, UnitDetails, UnitStatus, parse_range, sort_key};
use tenancy::{Place, Routes};

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/k/{complex}/unit", list::index)
        .get("/k/{complex}/unit/unduh", export::download)
        .get("/k/{complex}/unit/baru", form::new)
        .post("/k/{complex}/unit", form::create)
        .post("/k/{complex}/unit/massal", bulk::change)
        .post("/k/{complex}/unit/massal/{request}/urungkan", bulk::undo)
        .get("/k/{complex}/unit/{unit}", show::show)
        .get("/k/{complex}/unit/{unit}/ubah", form::edit)
        .post("/k/{complex}/unit/{unit}", form::update)
        .get("/k/{complex}/unit/{unit}/hapus", show::ask_to_retire)
        .post("/k/{complex}/unit/{unit}/hapus", show::retire)
        .post("/k/{complex}/unit/{unit}/pulihkan", show::restore)
        .and(api::routes())
}

/// Where the office looks at a unit: by its number where that reads well in an address, else by its id.
pub(crate) fn path(place: &Place, id: UnitId, code: &str) -> String {
    place.path(&format!("unit/{}", segment(id, code)))
}

pub(crate) fn segment(id: UnitId, code: &str) -> String {
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
    // Words without a figure could be one of our own, such as `baru`.
    if plain && code.chars().any(|c| c.is_ascii_digit()) { web::segment(code) } else { id.to_string() }
}
