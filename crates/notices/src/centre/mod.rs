//! The centre behind the bell: what somebody was told in this complex, read or not.

pub(crate) mod api;
mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("notices")
        .get("/k/{complex}/kabar", pages::index)
        .get("/k/{complex}/kabar/jumlah", pages::count)
        .get("/k/{complex}/kabar/{delivery}", pages::open)
        .post("/k/{complex}/kabar/dibaca", pages::read_all)
        .get("/api/v1/complexes/{complex}/notices", api::index)
        .post("/api/v1/complexes/{complex}/notices/read", api::read_all)
        .post("/api/v1/complexes/{complex}/notices/{notice}/read", api::read)
}
