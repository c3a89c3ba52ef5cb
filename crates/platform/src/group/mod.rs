//! `/grup/{organization}`: all complexes of an organisation in one table, the one that needs somebody first; and a new
//! complex. What happens inside a complex is a click away, behind that complex's own door.

mod api;
mod export;
mod found;
pub mod model;
pub mod pages;
pub mod sql;
#[cfg(test)]
mod tests;

use tenancy::Routes;

pub use api::Api;

pub fn routes() -> Routes {
    Routes::new("platform")
        .get("/grup/{organization}", pages::index)
        .get("/grup/{organization}/unduh", export::download)
        .get("/grup/{organization}/kompleks/baru", found::form)
        .post("/grup/{organization}/kompleks/baru", found::create)
        .get("/api/v1/organizations/{organization}/complexes", api::list)
        .post("/api/v1/organizations/{organization}/complexes", api::create)
}
