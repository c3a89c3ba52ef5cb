//! Which rooms there are: their routes in one table, their jobs in one registry, their API in one document.

use axum::Router;
use jobs::{Job, JobFault, Registry, Tools};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Routes, Store};
use utoipa::openapi::OpenApi;

/// Every route of the site. The sweeps and `who-may.txt` go through this list.
pub fn routes() -> Routes {
    web::routes()
        .and(homes::routes())
        .and(dues::routes())
        .and(arrears::routes())
        .and(payments::routes())
        .and(accounts::routes())
        .and(platform::routes())
        .and(files::routes())
        .and(web::api::routes(document()))
}

/// The whole site, ready to be served.
pub fn site(store: Store, files: files::Files, traffic: web::Traffic) -> Router {
    web::site_behind(routes(), store, traffic).layer(axum::Extension(files))
}

/// What the worker knows how to do.
pub fn registry() -> Registry {
    homes::jobs()
        .and(dues::jobs())
        .and(arrears::jobs())
        .and(payments::jobs())
        .and(platform::jobs())
       .daily::<TidyFiles>(3)
}

/// Contents without a row and files whose time is over, cleared at three in the morning. It stands here because the
/// files room does not know jobs.
#[derive(Debug, Default, Serialize, Deserialize)]
struct TidyFiles {}

impl Job for TidyFiles {
    const NAME: &'static str = "files.tidy";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        tools.need::<files::Files>()?.tidy(&scope).await.map_err(JobFault::because)?;
        Ok(())
    }
}

/// What jobs may use besides the database.
pub fn tools(files: files::Files) -> Tools {
    Tools::new().with(files)
}

/// The API as OpenAPI 3.1.
pub fn document() -> OpenApi {
    web::api::document([homes::openapi(), accounts::openapi(), platform::openapi()])
}
