//! Payments and credits, read.

use axum::response::IntoResponse as _;
use dues::settle;
use kernel::{Instant, PaymentId};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeDues, SeePayments},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Path, Query,
    api::{Page, PageQuery, Slice},
};

use super::PaymentBody;
use crate::{
    office::{self, ListRow, Wanted},
    payment::{Method, State, sql},
    view,
};

/// What a list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PaymentQuery {
    #[param(value_type = Option<State>)]
    state: String,
    #[param(value_type = Option<Method>)]
    method: String,
    /// Payer, house number, receipt number, reference or amount
    q: String,
}

/// A payment in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentLine {
    pub id: Uuid,
    pub method: Method,
    pub state: State,
    /// Rupiah
    pub amount: i64,
    pub payer_name: String,
    pub value_on: kernel::Date,
    pub receipt_number: Option<String>,
    /// House numbers
    #[schema(example = "A-12, A-14")]
    pub units: String,
}

impl PaymentLine {
    fn of(row: ListRow) -> Self {
        Self {
            id: row.id.uuid(),
            method: row.method,
            state: row.state,
            amount: row.amount.get(),
            payer_name: row.payer_name,
            value_on: row.value_on,
            receipt_number: row.receipt_number,
            units: row.units,
        }
    }
}

/// Payments, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/payments", tag = "payments",
    params(("complex" = String, Path, description = "Short name of the complex"), PaymentQuery, PageQuery),
    responses((status = 200, body = Page<PaymentLine>))
)]
pub async fn index(
    may: May<SeePayments>,
    slice: Slice<(Instant, PaymentId)>,
    query: Query<PaymentQuery>,
) -> web::Result<Page<PaymentLine>> {
    let Query(query) = query;
    let text = query.q.trim().replace(['%', '_', '\\'], "");
    let wanted = Wanted {
        state: State::from_code(&query.state),
        method: Method::from_code(&query.method),
        month: None,
        text: (!text.is_empty()).then_some(text),
        areas: view::scope(&may),
    };
    let mut tx = may.begin().await?;
    let rows = office::page(&mut tx, &wanted, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.recorded_at, row.id), PaymentLine::of))
}

/// One payment with its receipt.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/payments/{payment}", tag = "payments",
    params(("complex" = String, Path), ("payment" = String, Path, description = "Id or receipt number")),
    responses((status = 200, body = PaymentBody), (status = 404))
)]
pub async fn show(may: May<SeePayments>, path: Path<(String, String)>) -> web::Result {
    let mut tx = may.begin().await?;
    let id = match path.0.1.parse::<PaymentId>() {
        Ok(id) => id,
        Err(_) => sql::numbered(&mut tx, &path.0.1).await?.ok_or(web::Error::missing())?,
    };
    let parts = sql::parts(&mut tx, id).await?;
    if !view::within(view::scope(&may).as_deref(), &parts) {
        return Err(web::Error::missing());
    }
    Ok(axum::Json(body(&mut tx, id).await?).into_response())
}

/// A payment as it stands now.
pub(super) async fn body(tx: &mut tenancy::TenantTx, id: PaymentId) -> web::Result<PaymentBody> {
    let row = sql::find(tx, id).await?.ok_or(web::Error::missing())?;
    let parts = sql::parts(tx, id).await?;
    let receipt = sql::receipt(tx, id).await?;
    Ok(PaymentBody::of(row, parts, receipt))
}

/// Money of a unit of which something is left (titipan).
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditBody {
    pub id: Uuid,
    /// The receipt that brought it
    pub reference: String,
    pub value_on: kernel::Date,
    /// Rupiah
    pub amount: i64,
    /// Rupiah
    pub left: i64,
}

/// A unit's credits, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/units/{unit}/credits", tag = "payments",
    params(("complex" = String, Path), ("unit" = String, Path, description = "House number or id")),
    responses((status = 200, body = Vec<CreditBody>), (status = 404))
)]
pub async fn credits(may: May<SeeDues>, path: Path<(String, String)>) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = homes::unit_named(&mut tx, &path.0.1).await?.ok_or(web::Error::missing())?;
    let credits = settle::credits_of_unit(&mut tx, unit.id).await?;
    let body = |credit: settle::CreditMark| CreditBody {
        id: credit.credit.uuid(),
        reference: credit.reference,
        value_on: credit.value_on,
        amount: credit.amount.get(),
        left: credit.left.get(),
    };
    Ok(axum::Json(credits.into_iter().map(body).collect::<Vec<_>>()).into_response())
}
