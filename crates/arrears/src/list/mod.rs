//! The arrears list: how much is late and how old, by unit, block and RT, with the next step beside each house.

pub(crate) mod api;
mod export;
mod pages;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("arrears")
        .get("/k/{complex}/tunggakan", pages::index)
        .get("/k/{complex}/tunggakan/unduh", export::download)
        .get("/api/v1/complexes/{complex}/arrears", api::index)
        .get("/api/v1/complexes/{complex}/arrears/totals", api::totals)
}
