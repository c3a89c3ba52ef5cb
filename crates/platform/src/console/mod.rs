//! `/admin`: the installation at a glance, and its organisations.

mod pages;
pub mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    pages::note_the_start();
    Routes::new("platform").get("/admin", pages::index)
}
