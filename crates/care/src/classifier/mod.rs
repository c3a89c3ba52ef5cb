//! What complaints are about: the seven categories of the house, those of the complex's own, problems below a category with
//! their own priority, executor and promise, and places of the commons that the form offers.
//!
//! Deliberately absent: taking one away. What is retired is not offered any more, and what was reported keeps its name.

pub(crate) mod api;
mod change;
mod model;
mod pages;
mod problem;
mod sql;

pub use model::{Group, Names, Offer, Problem};
pub use sql::{names, place_names, problems};
use tenancy::{Result, Routes, TenantTx};

/// What a form offers.
pub async fn offer(tx: &mut TenantTx) -> Result<Offer> {
    Ok(Offer {
        names: sql::names(tx).await?,
        problems: sql::problems(tx).await?,
        places: sql::place_names(tx).await?,
    })
}

pub fn routes() -> Routes {
    Routes::new("care")
        .post("/k/{complex}/keluhan/aturan/kategori", pages::create)
        .post("/k/{complex}/keluhan/aturan/kategori/{category}/nama", pages::rename)
        .post("/k/{complex}/keluhan/aturan/kategori/{category}/masalah", problem::create)
        .get("/k/{complex}/keluhan/aturan/masalah/{problem}", problem::edit)
        .post("/k/{complex}/keluhan/aturan/masalah/{problem}", problem::update)
        .post("/k/{complex}/keluhan/aturan/tempat", pages::places)
        .get("/api/v1/complexes/{complex}/complaint-classifier", api::show)
        .post("/api/v1/complexes/{complex}/complaint-settings/categories", api::create)
        .put("/api/v1/complexes/{complex}/complaint-settings/categories/{category}/name", api::rename)
        .post("/api/v1/complexes/{complex}/complaint-settings/problems", api::create_problem)
        .put("/api/v1/complexes/{complex}/complaint-settings/problems/{problem}", api::update_problem)
        .put("/api/v1/complexes/{complex}/complaint-settings/places", api::places)
}
