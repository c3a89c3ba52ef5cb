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
        .and(ledger::routes())
        .and(meters::routes())
        .and(dues::routes())
        .and(arrears::routes())
        .and(payments::routes())
        .and(checkout::routes())
        .and(notices::routes())
        .and(accounts::routes())
        .and(platform::routes())
        .and(files::routes())
        .and(web::api::routes(document()))
}

/// What handlers find beside the store.
#[derive(Clone)]
pub struct Parts {
    pub files: files::Files,
    pub mailer: notices::Mailer,
    pub gateways: checkout::Gateways,
    pub samples: web::Samples,
    pub press: paper::Press,
}

/// The whole site, ready to be served.
pub fn site(store: Store, parts: Parts, traffic: web::Traffic) -> Router {
    let site = accounts::with_presence(web::site_behind(routes(), store.clone(), traffic), store);
    site.layer(axum::Extension(parts.files))
        .layer(axum::Extension(parts.mailer))
        .layer(axum::Extension(parts.gateways))
        .layer(axum::Extension(checkout::Live::default()))
        .layer(axum::Extension(parts.samples))
        .layer(axum::Extension(parts.press))
        .layer(axum::Extension(kinds()))
        .layer(axum::Extension(cards()))
}

/// The catalogue of postings: every way in which money moves, and where its document opens.
fn kinds() -> ledger::Kinds {
    ledger::Kinds::new([dues::KINDS, checkout::KINDS])
}

/// What the rooms put on the first pages, in this order.
fn cards() -> web::home::HomeCards {
    web::home::HomeCards::of(vec![Box::new(arrears::DuesCard)])
}

/// What the worker knows how to do.
pub fn registry() -> Registry {
    homes::jobs()
        .and(dues::jobs())
        .and(arrears::jobs())
        .and(payments::jobs())
        .and(checkout::jobs())
        .and(notices::jobs())
        .and(accounts::jobs())
        .and(platform::jobs())
        .daily::<TidyFiles>(3)
        .job::<crate::demo::LiveMonth>()
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
pub fn tools(
    files: files::Files,
    mailer: notices::Mailer,
    gateways: checkout::Gateways,
    press: paper::Press,
) -> Tools {
    Tools::new().with(files).with(mailer).with(gateways).with(press)
}

/// The API as OpenAPI 3.1.
pub fn document() -> OpenApi {
    web::api::document([
        homes::openapi(),
        ledger::openapi(),
        meters::openapi(),
        dues::openapi(),
        payments::openapi(),
        arrears::openapi(),
        checkout::openapi(),
        notices::openapi(),
        accounts::openapi(),
        platform::openapi(),
    ])
}
