//! Which rooms there are: their routes in one table, their jobs in one registry, their API in one document.

use axum::Router;
use jobs::{Registry, Tools};
use tenancy::{Routes, Store};
use utoipa::openapi::OpenApi;

/// Every route of the site. The sweeps and `who-may.txt` go through this list.
pub fn routes() -> Routes {
    web::routes()
        .and(homes::routes())
        .and(accounts::routes())
        //platform
        .and(files::routes())
        .and(web::api::routes(document()))
}

/// The whole site, ready to be served.
pub fn site(store: Store, files: files::Files) -> Router {
    web::site(routes(), store).layer(axum::Extension(files))
}

/// What the worker knows how to do.
pub fn registry() -> Registry {
    homes::jobs()
}

/// What jobs may use besides the database.
pub fn tools(files: files::Files) -> Tools {
    Tools::new().with(files)
}

/// The API as OpenAPI 3.1.
pub fn document() -> OpenApi {
    web::api::document([accounts::openapi()])
}
