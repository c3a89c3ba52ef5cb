//! `/admin/audit`: who of the staff looked at what, and when. The door writes the visits down; nobody changes them.

mod api;
mod pages;
mod sql;

use tenancy::Routes;

pub use api::Api;

pub fn routes() -> Routes {
    Routes::new("platform").get("/admin/audit", pages::index).get("/api/v1/platform/visits", api::list)
}
