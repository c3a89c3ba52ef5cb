//! The cash report for programs.

use axum::response::IntoResponse as _;
use kernel::Period;
use serde::{Deserialize, Serialize};
use tenancy::{May, Routes, policy::SeeBooks};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Browser, Faults, Query};

use super::{
    model::{Flow, Line},
    of_month,
};
use crate::frame;

pub fn routes() -> Routes {
    Routes::new("ledger").get("/api/v1/complexes/{complex}/ledger/cash", show)
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CashQuery {
    /// `2026-11`; this month when it is left out
    month: Option<String>,
}

/// A cash box, a bank account or a fund in a month; rupiah.
#[derive(Debug, Serialize, ToSchema)]
pub struct CashLine {
    pub id: Uuid,
    #[schema(example = "1101")]
    pub code: String,
    pub name: String,
    pub opening: i64,
    #[serde(rename = "in")]
    pub income: i64,
    #[serde(rename = "out")]
    pub outgo: i64,
    pub closing: i64,
}

/// Where money came from, or what it was spent on; rupiah.
#[derive(Debug, Serialize, ToSchema)]
pub struct CashFlow {
    pub account: Uuid,
    pub name: String,
    pub amount: i64,
}

/// A month of cash. What only moves inside counts neither as in nor as out of the whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct CashReport {
    #[schema(example = "2026-11")]
    pub month: String,
    pub opening: i64,
    #[serde(rename = "in")]
    pub income: i64,
    #[serde(rename = "out")]
    pub outgo: i64,
    pub closing: i64,
    pub accounts: Vec<CashLine>,
    pub funds: Vec<CashLine>,
    pub sources: Vec<CashFlow>,
    pub uses: Vec<CashFlow>,
}

fn line<T>(line: &Line<T>, id: Uuid) -> CashLine {
    CashLine {
        id,
        code: line.code.clone(),
        name: line.name.clone(),
        opening: line.opening,
        income: line.income,
        outgo: line.outgo,
        closing: line.closing(),
    }
}

fn flow(flow: &Flow) -> CashFlow {
    CashFlow { account: flow.account.uuid(), name: flow.name.clone(), amount: flow.amount }
}

/// The cash report of a month.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/ledger/cash", tag = "ledger",
    params(("complex" = String, Path), CashQuery), responses((status = 200, body = CashReport), (status = 422))
)]
pub async fn show(may: May<SeeBooks>, browser: Browser, query: Query<CashQuery>) -> web::Result {
    let Query(query) = query;
    let mut tx = may.begin().await?;
    let month = match query.month.as_deref() {
        None => Period::of(may.place().zone.date(tx.now())),
        Some(text) => frame::month(text).ok_or_else(|| {
            let mut faults = Faults::default();
            faults.put("month", browser.texts().get("ledger-fault-month"));
            web::Error::Invalid(faults)
        })?,
    };
    let cash = of_month(&mut tx, month).await?;
    let body = CashReport {
        month: month.to_string(),
        opening: cash.whole.opening,
        income: cash.whole.income,
        outgo: cash.whole.outgo,
        closing: cash.whole.closing(),
        accounts: cash.boxes.iter().map(|one| line(one, one.of.uuid())).collect(),
        funds: cash.funds.iter().map(|one| line(one, one.of.uuid())).collect(),
        sources: cash.sources.iter().map(flow).collect(),
        uses: cash.uses.iter().map(flow).collect(),
    };
    Ok(axum::Json(body).into_response())
}
