//! What was paid back: titipan that left the cash box or the bank again, found by day and house, with its sum.
//!
//! Deliberately absent: paying back (office and api do it) and what is still kept as titipan (dues knows).

pub(crate) mod api;
mod export;
mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("payments")
        .get("/k/{complex}/titipan", pages::index)
        .get("/k/{complex}/titipan/unduh", export::download)
        .get("/api/v1/complexes/{complex}/refunds", api::index)
        .get("/api/v1/complexes/{complex}/refunds/totals", api::totals)
}
