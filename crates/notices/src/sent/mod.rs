//! What left the house, for the office: to whom, by which way, and what became of it. Another try for what failed.

pub(crate) mod api;
mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("notices")
        .get("/k/{complex}/pesan", pages::index)
        .post("/k/{complex}/pesan/{delivery}/ulangi", pages::again)
        .get("/api/v1/complexes/{complex}/messages", api::index)
        .post("/api/v1/complexes/{complex}/messages/{message}/retry", api::again)
}
