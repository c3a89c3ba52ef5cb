//! Vendors: firms and people from outside who do what is complained about, with a telephone number and what they are for. A
//! complaint is given to one by the name, like to anybody else.
//!
//! Deliberately absent: what they cost, and messages that leave by themselves. The office sends one from its own telephone.

pub(crate) mod api;
mod message;
mod model;
mod pages;
mod sql;
mod verbs;

pub use sql::{find, known_executors};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/vendor", pages::index)
        .post("/k/{complex}/keluhan/vendor", pages::create)
        .get("/k/{complex}/keluhan/vendor/{vendor}", pages::edit)
        .post("/k/{complex}/keluhan/vendor/{vendor}", pages::update)
        .get("/k/{complex}/keluhan/{complaint}/pesan-vendor", message::show)
        .get("/api/v1/complexes/{complex}/complaint-vendors", api::index)
        .post("/api/v1/complexes/{complex}/complaint-vendors", api::create)
        .put("/api/v1/complexes/{complex}/complaint-vendors/{vendor}", api::update)
}
