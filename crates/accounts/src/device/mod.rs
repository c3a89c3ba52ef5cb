//! Where one is signed in: browsers and apps, when they were last seen, and the way to sign them out. Also the trail of
//! the last sign-ins, so that a stranger's attempt is seen by the person it concerns.

pub mod api;
pub mod model;
pub mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/akun/perangkat", pages::list)
        .post("/akun/perangkat/lain/keluar", pages::sign_out_others)
        .post("/akun/perangkat/{session}/keluar", pages::sign_out)
        .post("/akun/aplikasi/{family}/keluar", pages::sign_out_app)
        .get("/api/v1/me/sessions", api::list)
        .delete("/api/v1/me/sessions/{session}", api::sign_out)
}
