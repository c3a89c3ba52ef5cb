//! Letters: the three warnings (SP1 to SP3), each naming what is open and how to settle it, and the letter that nothing is
//! owed, which an open balance blocks. A letter is numbered, frozen, and printed again as it was.
//!
//! Deliberately absent: threats. No letter speaks of cutting water, power or access (Pergub DKI 133/2019).

pub(crate) mod api;
mod model;
mod pages;
mod write;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("arrears")
        .get("/k/{complex}/surat", pages::index)
        .get("/k/{complex}/surat/{letter}", pages::pdf)
        .post("/k/{complex}/surat/massal", write::many)
        .post("/k/{complex}/surat/cetak", pages::print)
        .post("/k/{complex}/tunggakan/{unit}/surat", write::one)
        .get("/api/v1/complexes/{complex}/letters", api::index)
        .post("/api/v1/complexes/{complex}/letters", api::create)
        .get("/api/v1/complexes/{complex}/letters/{letter}", api::show)
}
