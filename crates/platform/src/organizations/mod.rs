//! `/admin/organisasi`: a new organisation with its first admin, and one organisation with its complexes.

mod api;
mod found;
mod pages;
mod password;
mod sql;

use tenancy::Routes;

pub use api::Api;

pub fn routes() -> Routes {
    Routes::new("platform")
        .get("/admin/organisasi", found::form)
        .post("/admin/organisasi", found::create)
        .get("/admin/organisasi/{organization}", pages::show)
        .get("/api/v1/platform/organizations", api::list)
}
