//! `/admin/bantuan`: a link to a new password for somebody who has no other way in, made with a reason that is kept. The
//! account's owner reads of it in the own trail; what the link does is the affair of accounts.

mod api;
mod pages;
mod sql;

use tenancy::Routes;

pub use api::Api;

pub fn routes() -> Routes {
    Routes::new("platform")
        .get("/admin/bantuan", pages::index)
        .post("/admin/bantuan", pages::make)
        .post("/api/v1/platform/password-links", api::make)
}
