//! The figures of a month for programs.

use axum::response::IntoResponse as _;
use serde::{Deserialize, Serialize};
use tenancy::{May, policy::ManageFacilities};
use utoipa::{IntoParams, OpenApi as _, ToSchema, openapi::OpenApi};
use uuid::Uuid;
use web::Query;

use super::{Figures, month, report};

#[derive(utoipa::OpenApi)]
#[openapi(paths(show))]
struct Usage;

pub fn document() -> OpenApi {
    Usage::openapi()
}

/// Which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Wanted {
    /// `2026-11`; the present one when left out
    month: String,
}

/// How much a facility was used in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsageBody {
    pub facility: Uuid,
    pub name: String,
    /// Confirmed, and whatever became of them except that they were cancelled
    pub bookings: i64,
    pub booked_minutes: i64,
    /// By the opening hours of today, without closures
    pub bookable_minutes: i64,
    /// Absent when nothing could be booked
    pub occupancy_percent: Option<i64>,
    pub no_shows: i64,
    pub cancelled: i64,
}

impl UsageBody {
    fn of(facility: Uuid, name: String, figures: &Figures) -> Self {
        Self {
            facility,
            name,
            bookings: figures.bookings,
            booked_minutes: figures.booked_minutes,
            bookable_minutes: figures.bookable_minutes,
            occupancy_percent: figures.occupancy_percent(),
            no_shows: figures.no_shows,
            cancelled: figures.cancelled,
        }
    }
}

/// Usage of each facility in a month, by name.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/facilities/usage", tag = "facilities",
    operation_id = "facility_usage", params(("complex" = String, Path), Wanted),
    responses((status = 200, body = Vec<UsageBody>))
)]
pub async fn show(may: May<ManageFacilities>, Query(wanted): Query<Wanted>) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let report = report(&mut tx, month(&wanted.month, today), zone).await?;
    let bodies: Vec<_> = report.each.into_iter().map(|(id, name, it)| UsageBody::of(id, name, &it)).collect();
    Ok(axum::Json(bodies).into_response())
}
