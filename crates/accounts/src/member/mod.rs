//! Members: who signs in to this complex, with which role. A role can be ended and an area head's area changed; roles
//! are given by invitations and claims. Names and numbers come from the accounts themselves.

pub mod api;
pub mod pages;
mod sql;

use tenancy::Routes;

pub use sql::{NewMember, add, find};

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/k/{complex}/anggota", pages::list)
        .get("/k/{complex}/anggota/{member}", pages::show)
        .post("/k/{complex}/anggota/{member}/area", pages::change_area)
        .post("/k/{complex}/anggota/{member}/akhiri", pages::end)
        .post("/k/{complex}/anggota/{member}/lepas", pages::unlink)
        .get("/api/v1/complexes/{complex}/members", api::list)
        .patch("/api/v1/complexes/{complex}/members/{member}", api::change)
        .delete("/api/v1/complexes/{complex}/members/{member}", api::end)
        .delete("/api/v1/complexes/{complex}/members/{member}/person", api::unlink)
}
