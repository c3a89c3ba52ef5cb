//! The arrears list: how much is late and how old, by unit, block and RT, with the next step beside each house.

pub(crate) mod api;
mod areas;
pub(crate) mod chosen;
mod export;
mod pages;
mod print;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("arrears")
        .get("/k/{complex}/tunggakan", pages::index)
        .get("/k/{complex}/tunggakan/wilayah", areas::index)
        .get("/k/{complex}/tunggakan/unduh", export::download)
        .post("/k/{complex}/tunggakan/unduh", export::ticked)
        .post("/k/{complex}/tunggakan/cetak", print::statements)
        .get("/api/v1/complexes/{complex}/arrears", api::index)
        .get("/api/v1/complexes/{complex}/arrears/totals", api::totals)
}
