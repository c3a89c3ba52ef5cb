//! Holding a slot, booking it, and what becomes of it.
//!
//! Every step asks the machine in `model` first, for the sentence; migration 0026 refuses what is not in it.

pub(crate) mod act;
mod desk;
pub(crate) mod model;
mod office;
mod pages;
mod purse;
pub(crate) mod sql;
mod strip;
pub(crate) mod tell;

pub use act::ExpireBookings;
pub use model::State;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("facilities")
        .get("/k/{complex}/fasilitas-saya", pages::index)
        .get("/k/{complex}/fasilitas-saya/{facility}", pages::show)
        .post("/k/{complex}/fasilitas-saya/{facility}", pages::hold)
        .get("/k/{complex}/pesanan-saya/{booking}", pages::booking)
        .post("/k/{complex}/pesanan-saya/{booking}", pages::book)
        .post("/k/{complex}/pesanan-saya/{booking}/batal", pages::cancel)
        .get("/k/{complex}/jadwal-fasilitas", desk::index)
        .post("/k/{complex}/jadwal-fasilitas/setujui", desk::agree)
        .get("/k/{complex}/jadwal-fasilitas/pesankan", office::new)
        .post("/k/{complex}/jadwal-fasilitas/pesankan", office::create)
        .get("/k/{complex}/jadwal-fasilitas/{booking}", desk::show)
        .post("/k/{complex}/jadwal-fasilitas/{booking}/hadir", desk::attend)
        .post("/k/{complex}/jadwal-fasilitas/{booking}/jaminan", purse::return_deposit)
        .post("/k/{complex}/jadwal-fasilitas/{booking}/putuskan", desk::decide)
}
