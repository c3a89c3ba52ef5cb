//! Billing runs for programs: look at a month, begin it, see how far it is.

use axum::response::IntoResponse as _;
use kernel::{BillingRunId, Date, Instant, Period};
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{IssueInvoices, SeeDues},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    look,
    pages::Month,
    sql::{self, Run, StartedBy},
    start,
};
use crate::charge::Concern;

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/api/v1/complexes/{complex}/billing-preview", preview)
        .get("/api/v1/complexes/{complex}/billing-runs", index)
        .post("/api/v1/complexes/{complex}/billing-runs", create)
        .get("/api/v1/complexes/{complex}/billing-runs/{run}", show)
}

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// The month: `2026-11`
    #[param(example = "2026-11")]
    month: String,
}

/// What a month would come to. Nothing is issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewBody {
    #[schema(example = "2026-11")]
    month: String,
    issued_on: Date,
    due_on: Date,
    /// Units that would be billed now
    units: i64,
    invoices: i64,
    /// Rupiah
    total: i64,
    /// Units that have invoices of this month already
    billed_before: i64,
    /// Rupiah of last month's dues
    last_month_total: i64,
    new_units: i64,
    dropped_units: i64,
    charges: Vec<ChargeBody>,
    concerns: Vec<ConcernBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChargeBody {
    charge_type: Uuid,
    name: String,
    units: i64,
    /// Rupiah
    amount: i64,
    last_month_units: i64,
    /// Rupiah
    last_month_amount: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConcernBody {
    unit: Option<Uuid>,
    unit_code: String,
    #[serde(flatten)]
    concern: Concern,
}

/// What a month would come to, with what somebody should look at first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/billing-preview", tag = "billing",
    params(("complex" = String, Path), PreviewQuery),
    responses((status = 200, body = PreviewBody), (status = 422))
)]
pub async fn preview(
    may: May<IssueInvoices>,
    browser: Browser,
    Query(query): Query<PreviewQuery>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let period = month(&browser, &query.month, may.place().zone.date(tx.now()))?;
    let looked = look::look(&mut tx, period).await?;
    let preview = looked.preview;
    let charges = preview.charges.iter().map(|sum| ChargeBody {
        charge_type: sum.id.uuid(),
        name: sum.name.clone(),
        units: sum.units,
        amount: sum.amount.get(),
        last_month_units: sum.last_units,
        last_month_amount: sum.last_amount.get(),
    });
    let concerns = preview.concerns.iter().map(|one| ConcernBody {
        unit: one.unit.map(|unit| unit.uuid()),
        unit_code: one.code.clone(),
        concern: one.concern.clone(),
    });
    let body = PreviewBody {
        month: period.to_string(),
        issued_on: looked.issued_on,
        due_on: looked.due_on,
        units: preview.units,
        invoices: preview.invoices,
        total: preview.total.get(),
        billed_before: preview.billed_before,
        last_month_total: preview.differences.last_total.get(),
        new_units: preview.differences.new,
        dropped_units: preview.differences.dropped,
        charges: charges.collect(),
        concerns: concerns.collect(),
    };
    Ok(axum::Json(body).into_response())
}

fn month(browser: &Browser, text: &str, today: Date) -> web::Result<Period> {
    Month::parse(text).filter(|period| start::billable(*period, today)).ok_or_else(|| {
        let mut faults = Faults::default();
        faults.put("month", browser.texts().get("bill-month-fault"));
        Error::Invalid(faults)
    })
}

/// A run that bills a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunBody {
    id: Uuid,
    #[schema(example = "2026-11")]
    month: String,
    issued_on: Date,
    due_on: Date,
    started_by: StartedBy,
    /// `working`, `failed` or `done`
    #[schema(example = "done")]
    state: &'static str,
    units_total: i32,
    units_done: i32,
    invoices: i32,
    /// Rupiah
    amount: i64,
    #[schema(value_type = String, format = DateTime)]
    started_at: Instant,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
    /// Why it stands still; empty otherwise
    failure: String,
}

impl RunBody {
    fn of(run: Run) -> Self {
        Self {
            id: run.id.uuid(),
            month: run.period.to_string(),
            issued_on: run.issued_on,
            due_on: run.due_on,
            started_by: run.started_by,
            state: match (run.finished_at, run.failed_at) {
                (Some(_), _) => "done",
                (None, Some(_)) => "failed",
                (None, None) => "working",
            },
            units_total: run.units_total,
            units_done: run.units_done,
            invoices: run.invoices,
            amount: run.amount.get(),
            started_at: run.started_at,
            finished_at: run.finished_at,
            failure: run.failure,
        }
    }
}

/// All runs, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/billing-runs", tag = "billing",
    params(("complex" = String, Path), PageQuery), responses((status = 200, body = Page<RunBody>))
)]
pub async fn index(may: May<SeeDues>, slice: Slice<BillingRunId>) -> web::Result<Page<RunBody>> {
    let mut tx = may.begin().await?;
    let runs = sql::list(&mut tx, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(runs, |run| run.id, RunBody::of))
}

/// The run that a path names.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Named {
    run: BillingRunId,
}

/// One run, with how far it is.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/billing-runs/{run}", tag = "billing",
    params(("complex" = String, Path), ("run" = Uuid, Path)),
    responses((status = 200, body = RunBody), (status = 404))
)]
pub async fn show(may: May<SeeDues>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let run = sql::find(&mut tx, named.run).await?.ok_or_else(Error::missing)?;
    Ok(axum::Json(RunBody::of(run)).into_response())
}

/// Which month to bill.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    #[schema(example = "2026-11")]
    month: String,
    /// By the complex's setting when it is left out; never before today
    #[serde(default)]
    due_on: Option<Date>,
}

/// Begins to bill a month. While another run is at work, that one is answered instead. What was billed before is not
/// billed again.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/billing-runs", tag = "billing",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header, description = "Required")),
    request_body = NewRun,
    responses((status = 201, body = RunBody), (status = 422))
)]
pub async fn create(may: May<IssueInvoices>, browser: Browser, once: Once<NewRun>) -> web::Result {
    let once = once.required()?;
    let mut tx = may.begin().await?;
    let claimed = match once.claim(&mut tx).await? {
        Claim::Done(answer) => return Ok(answer),
        Claim::Fresh(claimed) => claimed,
    };
    let period = month(&browser, &once.body.month, may.place().zone.date(tx.now()))?;
    let run = start::start(&mut tx, period, once.body.due_on, StartedBy::Api).await?.run();
    let body = sql::find(&mut tx, run).await?.map(RunBody::of).ok_or_else(Error::missing)?;
    let at = format!("/api/v1/complexes/{}/billing-runs/{run}", may.place().slug);
    claimed.settle(tx, Answer::created(at, &body)?).await
}
