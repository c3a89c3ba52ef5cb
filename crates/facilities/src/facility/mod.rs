//! What a complex lends, when it is open and under which rules; the office's settings.

mod hours;
mod model;
mod pages;
pub(crate) mod sql;

pub(crate) use hours::{read_hours, said_hours};
pub use model::Draft;
pub(crate) use model::Facility;
pub use sql::add;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("facilities")
        .get("/k/{complex}/fasilitas", pages::index)
        .get("/k/{complex}/fasilitas/baru", pages::new)
        .post("/k/{complex}/fasilitas", pages::create)
        .get("/k/{complex}/fasilitas/{facility}", pages::edit)
        .post("/k/{complex}/fasilitas/{facility}", pages::update)
        .post("/k/{complex}/fasilitas/{facility}/tutup", pages::close)
        .post("/k/{complex}/fasilitas/{facility}/buka/{closure}", pages::reopen)
}
