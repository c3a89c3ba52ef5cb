//! A unit's account (rekening unit): every movement from the books with the balance behind it, on a page and as a PDF.
//! It is drawn from the ledger, so it cannot say anything else.

pub(crate) mod api;
mod model;
mod pages;

pub use model::{Statement, statement};
pub use pages::{account_of, paper, span};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("arrears")
        .get("/k/{complex}/tunggakan/{unit}", pages::show)
        .get("/k/{complex}/tunggakan/{unit}/rekening.pdf", pages::pdf)
        .get("/k/{complex}/rekening-saya", pages::own)
        .get("/k/{complex}/rekening-saya/{unit}/rekening.pdf", pages::own_pdf)
        .get("/api/v1/complexes/{complex}/units/{unit}/statement", api::show)
        .get("/api/v1/complexes/{complex}/own/units/{unit}/statement", api::own)
}
