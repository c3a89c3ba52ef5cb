//! What was paid back, for programs.

use axum::response::IntoResponse as _;
use kernel::Date;
use serde::{Deserialize, Serialize};
use tenancy::{May, policy::SeeDues};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Query,
    api::{Page, PageQuery, Slice},
};

use super::sql::{self, RefundRow, Wanted};

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RefundQuery {
    /// First day
    from: Option<Date>,
    /// Last day
    to: Option<Date>,
    /// The beginning of a house number, or a part of the reason
    q: String,
}

impl RefundQuery {
    fn wanted(&self) -> Wanted {
        let text = self.q.trim().replace(['%', '_', '\\'], "");
        Wanted { from: self.from, to: self.to, text: (!text.is_empty()).then_some(text) }
    }
}

/// Credit (titipan) that was paid back.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefundLine {
    /// Also the source of its entry in the books
    id: Uuid,
    #[schema(example = "A-12")]
    unit: String,
    refunded_on: Date,
    /// Rupiah
    amount: i64,
    /// Id of the cash box or bank account it was taken out of
    account: Uuid,
    reason: String,
    /// Who paid it out
    paid_by: String,
}

impl RefundLine {
    fn of(row: RefundRow) -> Self {
        Self {
            id: row.id,
            unit: row.unit,
            refunded_on: row.on,
            amount: row.amount.get(),
            account: row.account.uuid(),
            reason: row.reason,
            paid_by: row.by,
        }
    }
}

/// What was paid back, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/refunds", tag = "payments", operation_id = "list_refunds",
    params(("complex" = String, Path), RefundQuery, PageQuery), responses((status = 200, body = Page<RefundLine>))
)]
pub async fn index(
    may: May<SeeDues>,
    slice: Slice<(Date, Uuid)>,
    Query(query): Query<RefundQuery>,
) -> web::Result<Page<RefundLine>> {
    let mut tx = may.begin().await?;
    let rows = sql::page(&mut tx, &query.wanted(), slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.on, row.id), RefundLine::of))
}

/// How often something was paid back, and the sum.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefundTotals {
    count: i64,
    /// Rupiah
    amount: i64,
}

/// The sum of what was paid back under the same filter.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/refunds/totals", tag = "payments", operation_id = "total_refunds",
    params(("complex" = String, Path), RefundQuery), responses((status = 200, body = RefundTotals))
)]
pub async fn totals(may: May<SeeDues>, Query(query): Query<RefundQuery>) -> web::Result {
    let mut tx = may.begin().await?;
    let (count, amount) = sql::total(&mut tx, &query.wanted()).await?;
    Ok(axum::Json(RefundTotals { count, amount: amount.get() }).into_response())
}
