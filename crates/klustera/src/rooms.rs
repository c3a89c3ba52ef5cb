//! Which rooms there are: their routes in one table, their jobs in one registry.

use axum::Router;
use tenancy::{Routes, Store};

/// Every route of the site. The sweeps and `who-may.txt` go through this list.
pub fn routes() -> Routes {
    web::routes().and(homes::routes()).and(accounts::routes()).and(files::routes())
}

/// The whole site, ready to be served.
pub fn site(store: Store, files: files::Files) -> Router {
    web::site(routes(), store).layer(axum::Extension(files))
}
