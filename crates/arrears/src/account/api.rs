//! The statement of a unit for programs.

use axum::response::IntoResponse as _;
use homes::UnitMark;
use kernel::Date;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Place, TenantTx,
    policy::{SeeArrears, SeeOwnDues},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Browser, Path, Query};

use super::{account_of, model::statement, span};

/// The days of the statement, both included.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// First day; twelve months back when it is left out
    from: Option<Date>,
    /// Last day; today when it is left out
    to: Option<Date>,
}

/// What a unit owed and paid between two days.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatementBody {
    unit: Uuid,
    #[schema(example = "A-12")]
    unit_code: String,
    from: Date,
    to: Date,
    /// Rupiah owed before the first day; below zero: paid ahead
    opening: i64,
    lines: Vec<StatementLine>,
    /// Rupiah owed behind the last day
    closing: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StatementLine {
    /// The day on which the money moved or the invoice was issued
    on: Date,
    label: String,
    /// Number or reason
    memo: String,
    /// Rupiah
    debit: i64,
    /// Rupiah
    credit: i64,
    /// Rupiah owed behind this line
    balance: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    unit: String,
}

/// The statement of a unit, drawn from the books.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/units/{unit}/statement", tag = "arrears",
    params(("complex" = String, Path), ("unit" = String, Path, description = "House number or id"), StatementQuery),
    responses((status = 200, body = StatementBody), (status = 404))
)]
pub async fn show(
    may: May<SeeArrears>,
    browser: Browser,
    Path(named): Path<Named>,
    Query(query): Query<StatementQuery>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = account_of(&mut tx, &may, &named.unit).await?;
    body(&mut tx, &browser, may.place(), unit, &query).await
}

/// The statement of a unit where the caller lives, owns or rents. Whoever lives there sees what its payer sees.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/own/units/{unit}/statement", tag = "arrears",
    operation_id = "show_own_statement",
    params(("complex" = String, Path), ("unit" = String, Path, description = "House number or id"), StatementQuery),
    responses((status = 200, body = StatementBody), (status = 404, description = "No such unit, or not the caller's"))
)]
pub async fn own(
    may: May<SeeOwnDues>,
    browser: Browser,
    Path(named): Path<Named>,
    Query(query): Query<StatementQuery>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let unit = homes::unit_named(&mut tx, &named.unit).await?.ok_or(web::Error::missing())?;
    if !homes::own_units(&mut tx, today).await?.contains(&unit) {
        return Err(web::Error::missing());
    }
    body(&mut tx, &browser, may.place(), unit, &query).await
}

async fn body(
    tx: &mut TenantTx,
    browser: &Browser,
    place: &Place,
    unit: UnitMark,
    query: &StatementQuery,
) -> web::Result {
    let (from, to) = span(query.from, query.to, place.zone.date(tx.now()));
    let drawn = statement(tx, unit.id, from, to).await?;
    let line = |line: super::model::Line| StatementLine {
        on: line.on,
        label: browser.texts().get(line.word).to_owned(),
        memo: line.memo,
        debit: line.debit.get(),
        credit: line.credit.get(),
        balance: line.balance,
    };
    let body = StatementBody {
        unit: unit.id.uuid(),
        unit_code: unit.code,
        from: drawn.from,
        to: drawn.to,
        opening: drawn.opening,
        lines: drawn.lines.into_iter().map(line).collect(),
        closing: drawn.closing,
    };
    Ok(axum::Json(body).into_response())
}
