//! The roster for programs.

use axum::response::IntoResponse as _;
use kernel::AccountId;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{HandleComplaints, ManageComplex},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path};

use super::{Shift, pages, sql};

/// A window in which a manager is on duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShiftBody {
    pub id: Uuid,
    #[schema(value_type = Uuid)]
    pub account: AccountId,
    pub name: String,
    /// Monday is 1
    pub weekday: i16,
    /// Minutes of the day, on the clocks of the complex
    pub from_minute: i16,
    pub until_minute: i16,
}

/// Who is on duty, from Monday on.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-duty", tag = "care", operation_id = "list_duty",
    params(("complex" = String, Path)), responses((status = 200, body = [ShiftBody]))
)]
pub async fn index(may: May<HandleComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let body = |it: Shift| ShiftBody {
        id: it.id,
        account: it.account,
        name: it.name,
        weekday: it.weekday,
        from_minute: it.from_minute,
        until_minute: it.until_minute,
    };
    let all: Vec<ShiftBody> = sql::shifts(&mut tx).await?.into_iter().map(body).collect();
    Ok(axum::Json(all).into_response())
}

/// One manager on some days of the week.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShift {
    /// Of a manager
    #[schema(value_type = Uuid)]
    pub account: AccountId,
    /// Monday is 1
    pub weekdays: Vec<i16>,
    /// Minutes of the day; until is before from when it goes over midnight
    pub from_minute: i16,
    pub until_minute: i16,
}

/// Puts a manager on duty; over midnight it becomes two windows for each day.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaint-duty", tag = "care", operation_id = "add_duty",
    params(("complex" = String, Path)), request_body = NewShift, responses((status = 204), (status = 409))
)]
pub async fn create(may: May<ManageComplex>, Json(new): Json<NewShift>) -> web::Result {
    let mut tx = may.begin().await?;
    let hours = (Some(new.from_minute), Some(new.until_minute));
    pages::add(&mut tx, Some(new.account), &new.weekdays, hours).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// Takes a window out of the roster.
#[utoipa::path(
    delete, path = "/api/v1/complexes/{complex}/complaint-duty/{shift}", tag = "care", operation_id = "remove_duty",
    params(("complex" = String, Path), ("shift" = Uuid, Path)), responses((status = 204), (status = 404))
)]
pub async fn remove(may: May<ManageComplex>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    if !sql::drop(&mut tx, id).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
