//! Which rooms there are: their routes in one table, their jobs in one registry, their API in one document.

use async_trait::async_trait;
use axum::Router;
use dues::owing;
use jobs::{Job, JobFault, Registry, Tools};
use kernel::{ComplexId, Date, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Routes, Store, TenantTx};
use utoipa::openapi::OpenApi;
use uuid::Uuid;

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
        .and(announcements::routes())
        .and(care::routes())
        .and(facilities::routes())
        .and(accounts::routes())
        .and(platform::routes())
        .and(files::routes())
        .and(web::api::routes(document))
}

/// What handlers find beside the store.
#[derive(Clone)]
pub struct Parts {
    pub files: files::Files,
    pub mailer: notices::Mailer,
    pub carriers: notices::Carriers,
    pub gateways: checkout::Gateways,
    pub samples: web::Samples,
    pub press: paper::Press,
}

/// The whole site, ready to be served.
pub fn site(store: Store, parts: Parts, traffic: web::Traffic) -> Router {
    let site = accounts::with_presence(web::site_behind(routes(), store.clone(), traffic), store);
    site.layer(axum::Extension(parts.files))
        .layer(axum::Extension(parts.mailer))
        .layer(axum::Extension(parts.carriers))
        .layer(axum::Extension(parts.gateways))
        .layer(axum::Extension(checkout::Live::default()))
        .layer(axum::Extension(parts.samples))
        .layer(axum::Extension(parts.press))
        .layer(axum::Extension(kinds()))
        .layer(axum::Extension(cards()))
        .layer(axum::Extension(late()))
}

/// The catalogue of postings: every way in which money moves, and where its document opens.
fn kinds() -> ledger::Kinds {
    ledger::Kinds::new([dues::KINDS, checkout::KINDS])
}

/// What the rooms put on the first pages, in this order.
fn cards() -> web::home::HomeCards {
    web::home::HomeCards::of(vec![Box::new(arrears::DuesCard), Box::new(announcements::AnnouncementCard)])
}

/// What the worker knows how to do.
pub fn registry() -> Registry {
    homes::jobs()
        .and(dues::jobs())
        .and(arrears::jobs())
        .and(payments::jobs())
        .and(checkout::jobs())
        .and(notices::jobs())
        .and(announcements::jobs())
        .and(care::jobs())
        .and(facilities::jobs())
        .and(accounts::jobs())
        .and(platform::jobs())
        .daily::<TidyFiles>(3)
        .job::<crate::demo::LiveMonth>()
        .job::<crate::demo::TellNews>()
        .job::<crate::demo::FileComplaints>()
}

/// A message about a bill leads to the page where it is paid.
struct BillByCheckout;

#[async_trait]
impl notices::BillLinks for BillByCheckout {
    async fn of(
        &self,
        tx: &mut TenantTx,
        store: &Store,
        complex: ComplexId,
        unit: UnitId,
    ) -> tenancy::Result<String> {
        checkout::bill_link(tx, store, complex, unit).await
    }
}

/// Announcements ask who is late; the dues know.
fn late() -> announcements::Late {
    announcements::Late::by(LateByDues)
}

struct LateByDues;

#[async_trait]
impl announcements::LateHouses for LateByDues {
    async fn on(&self, tx: &mut TenantTx, day: Date) -> tenancy::Result<Vec<Uuid>> {
        let late = owing::units(tx, &owing::Wanted::default(), day, None, i64::MAX).await?;
        Ok(late.into_iter().map(|house| house.unit.uuid()).collect())
    }
}

/// Contents without a row and files whose time is over, cleared at three in the morning. It stands here because the
/// files room does not know jobs.
#[derive(Debug, Default, Serialize, Deserialize)]
struct TidyFiles {}

impl Job for TidyFiles {
    const NAME: &'static str = "files.tidy";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let tidied = tools.need::<files::Files>()?.tidy(&scope).await.map_err(JobFault::because)?;
        if tidied != files::Tidied::default() {
            let files::Tidied { erased, litter } = tidied;
            tracing::info!(complex = %scope.complex(), erased, litter, "files were cleared away");
        }
        Ok(())
    }
}

/// What jobs may use besides the database.
pub fn tools(
    files: files::Files,
    (mailer, carriers): (notices::Mailer, notices::Carriers),
    gateways: checkout::Gateways,
    press: paper::Press,
) -> Tools {
    let read = notices::Announcements::by(announcements::MailLinks);
    let paid = notices::Bills::by(BillByCheckout);
    let tools = Tools::new().with(files).with(mailer).with(carriers).with(gateways).with(press);
    tools.with(read).with(paid).with(late())
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
        announcements::openapi(),
        care::openapi(),
        facilities::openapi(),
        accounts::openapi(),
        platform::openapi(),
    ])
}
