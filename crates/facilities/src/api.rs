//! Facilities for programs, and this room's part of the OpenAPI document.

use axum::response::IntoResponse as _;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::Date;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes, TenantTx,
    policy::{BookFacilities, SeeFacilities},
};
use utoipa::{IntoParams, OpenApi as _, ToSchema, openapi::OpenApi};
use uuid::Uuid;
use web::{
    Error, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use crate::{
    availability::SlotState,
    booking::{State, act, sql},
    facility,
};

#[derive(utoipa::OpenApi)]
#[openapi(paths(index, slots, mine, book, cancel))]
struct Facilities;

pub fn document() -> OpenApi {
    Facilities::openapi()
}

pub fn routes() -> Routes {
    Routes::new("facilities")
        .get("/api/v1/complexes/{complex}/facilities", index)
        .get("/api/v1/complexes/{complex}/facilities/{facility}/slots", slots)
        .post("/api/v1/complexes/{complex}/facilities/{facility}/bookings", book)
        .get("/api/v1/complexes/{complex}/bookings/mine", mine)
        .post("/api/v1/complexes/{complex}/bookings/{booking}/cancel", cancel)
}

/// Something that houses book by the hour.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacilityBody {
    pub id: Uuid,
    pub name: String,
    pub description: String,
    /// To be accepted by whoever books; empty when there are none
    pub rules: String,
    /// How many houses at a time; 1: exclusive
    pub places: i16,
    pub slot_minutes: i16,
    pub pause_minutes: i16,
    pub notice_hours: i16,
    pub ahead_days: i16,
    pub needs_approval: bool,
    /// Bookings of one house that are not over
    pub most_open: Option<i16>,
    /// Bookings of one house on one day
    pub most_daily: Option<i16>,
    /// Bookings of one house from Monday to Sunday
    pub most_weekly: Option<i16>,
    /// Bookings of one house in one calendar month
    pub most_monthly: Option<i16>,
    /// From when to when everybody wants it, in minutes after midnight
    pub prime_from: Option<i16>,
    pub prime_to: Option<i16>,
    /// Bookings of one house in those hours from Monday to Sunday
    pub most_prime: Option<i16>,
}

/// What can be booked, by name; a complex has a handful.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/facilities", tag = "facilities", operation_id = "list_facilities",
    params(("complex" = String, Path)), responses((status = 200, body = Vec<FacilityBody>))
)]
pub async fn index(may: May<SeeFacilities>) -> web::Result {
    let mut tx = may.begin().await?;
    let all = facility::sql::all(&mut tx, false).await?;
    let bodies: Vec<_> = all
        .into_iter()
        .map(|it| FacilityBody {
            id: it.id,
            name: it.name,
            description: it.description,
            rules: it.rules,
            places: it.places,
            slot_minutes: it.slot_minutes,
            pause_minutes: it.pause_minutes,
            notice_hours: it.notice_hours,
            ahead_days: it.ahead_days,
            needs_approval: it.needs_approval,
            most_open: it.most_open,
            most_daily: it.most_daily,
            most_weekly: it.most_weekly,
            most_monthly: it.most_monthly,
            prime_from: it.prime_from,
            prime_to: it.prime_to,
            most_prime: it.most_prime,
        })
        .collect();
    Ok(axum::Json(bodies).into_response())
}

/// Which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Wanted {
    /// Today when left out
    day: Option<NaiveDate>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SlotBody {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub state: SlotState,
    /// Places left
    pub left: i16,
}

/// The slots of a day.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/facilities/{facility}/slots", tag = "facilities",
    operation_id = "list_slots", params(("complex" = String, Path), ("facility" = Uuid, Path), Wanted),
    responses((status = 200, body = Vec<SlotBody>), (status = 404))
)]
pub async fn slots(
    may: May<SeeFacilities>,
    path: Path<(String, Uuid)>,
    Query(wanted): Query<Wanted>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let facility = facility::sql::find(&mut tx, id).await?.filter(|it| it.is_open).ok_or(Error::missing())?;
    let (today, last) = facility.opening(zone).days(tx.now());
    let own = own_ids(&mut tx, today).await?;
    let day = wanted.day.unwrap_or(today);
    let within = (today..=last).contains(&day);
    let days =
        if within { act::slots_of(&mut tx, &facility, zone, (day, day), &own).await? } else { Vec::new() };
    let bodies: Vec<_> = days
        .into_iter()
        .flat_map(|(_, slots)| slots)
        .map(|it| SlotBody { starts_at: it.starts_at, ends_at: it.ends_at, state: it.state, left: it.left })
        .collect();
    Ok(axum::Json(bodies).into_response())
}

async fn own_ids(tx: &mut TenantTx, today: Date) -> tenancy::Result<Vec<Uuid>> {
    Ok(sql::own_units(tx, today).await?.into_iter().map(|unit| unit.id).collect())
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BookingBody {
    pub id: Uuid,
    /// What people say: P-0123
    pub number: i32,
    pub facility: Uuid,
    pub unit: Uuid,
    /// House number
    pub code: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub state: State,
    /// Why it was rejected or cancelled
    pub reason: String,
}

impl BookingBody {
    fn of(it: sql::Booking) -> Self {
        Self {
            id: it.id,
            number: it.number,
            facility: it.facility,
            unit: it.unit,
            code: it.code,
            starts_at: it.starts_at,
            ends_at: it.ends_at,
            state: it.state,
            reason: it.reason,
        }
    }
}

/// Bookings of the own houses, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/bookings/mine", tag = "facilities",
    operation_id = "list_own_bookings", params(("complex" = String, Path), PageQuery),
    responses((status = 200, body = Page<BookingBody>))
)]
pub async fn mine(may: May<BookFacilities>, slice: Slice<Uuid>) -> web::Result<Page<BookingBody>> {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let own = own_ids(&mut tx, today).await?;
    let rows = sql::of_units(&mut tx, &own, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.id, BookingBody::of))
}

/// A wish for a slot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    /// One of the own houses
    pub unit: Uuid,
    /// The beginning of a slot
    pub starts_at: DateTime<Utc>,
    /// Must be true where the facility has rules
    #[serde(default)]
    pub accepts_rules: bool,
}

/// Books a slot for an own house; where the office agrees first, it waits. 409 when it cannot be had, with a sentence
/// that names the nearest free slots.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/facilities/{facility}/bookings", tag = "facilities",
    operation_id = "book_facility", params(("complex" = String, Path), ("facility" = Uuid, Path)),
    request_body = NewBooking,
    responses((status = 201, body = BookingBody), (status = 404), (status = 409))
)]
pub async fn book(
    may: May<BookFacilities>,
    path: Path<(String, Uuid)>,
    sent: Once<NewBooking>,
) -> web::Result {
    let Path((_, facility)) = path;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let own = own_ids(&mut tx, today).await?;
    if !own.contains(&sent.body.unit) {
        return Err(Error::missing());
    }
    let id = act::hold(&mut tx, zone, facility, sent.body.unit, sent.body.starts_at).await?;
    act::book(&mut tx, id, sent.body.accepts_rules).await?;
    let booking = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let location = format!("/api/v1/complexes/{}/bookings/mine", may.place().slug);
    claimed.settle(tx, Answer::created(location, &BookingBody::of(booking))?).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    pub reason: String,
}

/// Cancels a booking of an own house before it begins.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/bookings/{booking}/cancel", tag = "facilities",
    operation_id = "cancel_booking", params(("complex" = String, Path), ("booking" = Uuid, Path)),
    request_body = Cancellation,
    responses((status = 200, body = BookingBody), (status = 404), (status = 409))
)]
pub async fn cancel(
    may: May<BookFacilities>,
    path: Path<(String, Uuid)>,
    sent: Once<Cancellation>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let today = may.place().zone.date(tx.now());
    let own = own_ids(&mut tx, today).await?;
    act::cancel_own(&mut tx, &own, id, &sent.body.reason).await?;
    let booking = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    claimed.settle(tx, Answer::ok(&BookingBody::of(booking))?).await
}
