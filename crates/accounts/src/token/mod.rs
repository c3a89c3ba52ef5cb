//! Tokens for programs. Personal access tokens are opaque, named, limited to chosen abilities and kept as hashes; apps
//! get a signed access token for a quarter of an hour and a refresh token that changes with every use.
//!
//! It checks no request: tokens are read by `tenancy`'s doors.

pub mod api;
pub mod app_api;
pub mod model;
pub mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/akun/token", pages::list)
        .post("/akun/token", pages::create)
        .post("/akun/token/{token}/cabut", pages::revoke)
        .get("/api/v1/me", api::me)
        .get("/api/v1/me/access-tokens", api::list)
        .post("/api/v1/me/access-tokens", api::create)
        .delete("/api/v1/me/access-tokens/{token}", api::revoke)
        .post("/api/v1/tokens", app_api::sign_in)
        .delete("/api/v1/tokens", app_api::sign_out)
        .post("/api/v1/tokens/refresh", app_api::refresh)
}
