//! Checkout for programs: attempts, read, and the link of a unit.

use axum::{extract::State as Held, response::IntoResponse as _};
use kernel::{Instant, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{May, Routes, Store, policy::SeeDues};
use utoipa::{IntoParams, OpenApi as _, ToSchema, openapi::OpenApi};
use uuid::Uuid;
use web::{
    Path, Query,
    api::{Page, PageQuery, Slice},
};

use crate::{
    attempt::{
        State, Way,
        sql::{self, Attempt, Wanted},
    },
    link,
};

pub fn routes() -> Routes {
    Routes::new("checkout")
        .get("/api/v1/complexes/{complex}/payment-attempts", index)
        .get("/api/v1/complexes/{complex}/payment-attempts/{attempt}", show)
        .post("/api/v1/complexes/{complex}/units/{unit}/payment-link", payment_link)
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(index, show, payment_link))]
struct Document;

/// This room's part of the API.
pub fn document() -> OpenApi {
    Document::openapi()
}

/// Somebody's attempt to pay online.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentAttemptBody {
    id: Uuid,
    /// What the gateway calls it
    #[schema(example = "KLS-019a204a6945f790589836b1564ab1e1")]
    order_id: String,
    #[schema(example = "A-12")]
    unit: String,
    way: Way,
    state: State,
    /// For the bills, rupiah
    amount: i64,
    /// What the payer bears on top, rupiah
    fee: i64,
    /// What of it stands in the books, rupiah
    booked: i64,
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Instant,
}

impl From<Attempt> for PaymentAttemptBody {
    fn from(attempt: Attempt) -> Self {
        Self {
            id: attempt.id,
            order_id: attempt.order,
            unit: attempt.unit_code,
            way: attempt.way,
            state: attempt.state,
            amount: attempt.amount.get(),
            fee: attempt.fee.get(),
            booked: attempt.booked.get(),
            made_at: attempt.made_at,
            expires_at: attempt.expires_at,
        }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AttemptFilter {
    /// Only those in this state, such as `parked`
    pub state: Option<String>,
}

/// Attempts to pay online, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/payment-attempts", tag = "checkout",
    params(("complex" = String, Path), PageQuery, AttemptFilter),
    responses((status = 200, body = Page<PaymentAttemptBody>))
)]
pub async fn index(
    may: May<SeeDues>,
    Query(filter): Query<AttemptFilter>,
    slice: Slice<(Instant, Uuid)>,
) -> web::Result<Page<PaymentAttemptBody>> {
    let mut tx = may.begin().await?;
    let wanted = Wanted {
        state: filter.state.as_deref().and_then(State::from_code),
        behind: slice.after().copied(),
        ..Wanted::default()
    };
    let rows = sql::attempts(&mut tx, &wanted, slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.made_at, row.id), PaymentAttemptBody::from))
}

/// One attempt.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/payment-attempts/{attempt}", tag = "checkout",
    params(("complex" = String, Path), ("attempt" = Uuid, Path)),
    responses((status = 200, body = PaymentAttemptBody), (status = 404))
)]
pub async fn show(may: May<SeeDues>, path: Path<(String, Uuid)>) -> web::Result {
    let id = path.0.1;
    let mut tx = may.begin().await?;
    let attempt = sql::find(&mut tx, id).await?.ok_or_else(web::Error::missing)?;
    Ok(axum::Json(PaymentAttemptBody::from(attempt)).into_response())
}

/// Where a unit's bill is seen and paid without signing in.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentLinkBody {
    url: String,
}

/// The link of a unit; the same one until somebody renews it.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/units/{unit}/payment-link", tag = "checkout",
    params(("complex" = String, Path), ("unit" = Uuid, Path)),
    responses((status = 200, body = PaymentLinkBody), (status = 404))
)]
pub async fn payment_link(
    may: May<SeeDues>,
    Held(store): Held<Store>,
    path: Path<(String, UnitId)>,
) -> web::Result {
    let unit = path.0.1;
    let mut tx = may.begin().await?;
    link::sql::unit_code(&mut tx, unit).await?.ok_or_else(web::Error::missing)?;
    let url = link::bill_link(&mut tx, &store, may.place().complex, unit).await?;
    tx.commit().await?;
    Ok(axum::Json(PaymentLinkBody { url }).into_response())
}
