//! Closed months for programs.

use axum::response::IntoResponse as _;
use kernel::{Instant, Period};
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes, TenantTx,
    policy::{CloseBooks, SeeBooks},
};
use utoipa::ToSchema;
use web::{
    Browser, Faults,
    api::{Answer, Claim, Once, Page},
};

use super::{pages, said, sql};
use crate::frame;

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/api/v1/complexes/{complex}/ledger/closed-months", index)
        .post("/api/v1/complexes/{complex}/ledger/closed-months", create)
        .post("/api/v1/complexes/{complex}/ledger/reopenings", reopen)
}

/// A month into which nothing is booked any more.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosedMonthBody {
    #[schema(example = "2026-10")]
    pub month: String,
    #[schema(value_type = String, format = DateTime)]
    pub closed_at: Instant,
    /// What all debits of the month came to, rupiah
    pub total: i64,
}

/// The closed months, the latest first; ten years at most.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/closed-months", tag = "ledger",
    params(("complex" = String, Path)), responses((status = 200, body = Page<ClosedMonthBody>))
)]
pub async fn index(may: May<SeeBooks>) -> web::Result {
    let mut tx = may.begin().await?;
    Ok(months(&mut tx).await?.into_response())
}

async fn months(tx: &mut TenantTx) -> web::Result<Page<ClosedMonthBody>> {
    let body = |month: sql::ClosedMonth| ClosedMonthBody {
        month: Period::of(month.month).to_string(),
        closed_at: month.closed_at,
        total: month.total,
    };
    Ok(Page { items: sql::closed(tx, 120).await?.into_iter().map(body).collect(), next: None })
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The last month to be closed; open months before it are closed with it
    #[schema(example = "2026-10")]
    through: String,
}

/// Closes the books up to a month. Send an `Idempotency-Key`.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/ledger/closed-months", tag = "ledger",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header)), request_body = Closing,
    responses((status = 200, body = Page<ClosedMonthBody>), (status = 409, description = "The month is not over"))
)]
pub async fn create(may: May<CloseBooks>, browser: Browser, sent: Once<Closing>) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let through = month(&browser, "through", &sent.body.through)?;
    let today = may.place().zone.date(tx.now());
    pages::close_through(&mut tx, through, today).await?;
    let body = months(&mut tx).await?;
    claimed.settle(tx, Answer::ok(&body)?).await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReopening {
    /// This month and all later ones are opened
    #[schema(example = "2026-10")]
    from: String,
    #[schema(example = "Kuitansi Oktober belum tercatat")]
    reason: String,
}

/// Opens a closed month and all later ones again. Send an `Idempotency-Key`.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/ledger/reopenings", tag = "ledger",
    params(("complex" = String, Path), ("Idempotency-Key" = String, Header)), request_body = NewReopening,
    responses((status = 200, body = Page<ClosedMonthBody>), (status = 422))
)]
pub async fn reopen(may: May<CloseBooks>, browser: Browser, sent: Once<NewReopening>) -> web::Result {
    let sent = sent.required()?;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let from = month(&browser, "from", &sent.body.from)?;
    let reason = frame::tidy(&sent.body.reason);
    if !(5..=200).contains(&reason.chars().count()) {
        return Err(fault("reason", browser.texts().get("ledger-fault-reason")));
    }
    sql::reopen(&mut tx, from, &reason).await.map_err(said)?;
    let body = months(&mut tx).await?;
    claimed.settle(tx, Answer::ok(&body)?).await
}

fn month(browser: &Browser, field: &str, text: &str) -> web::Result<Period> {
    frame::month(text).ok_or_else(|| fault(field, browser.texts().get("ledger-fault-month")))
}

fn fault(field: &str, sentence: &str) -> web::Error {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    web::Error::Invalid(faults)
}
