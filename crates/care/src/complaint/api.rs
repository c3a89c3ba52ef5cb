//! Complaints for programs. The same doors, rules and sentences as the pages; photos come through the page.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{HandleComplaints, ReportComplaints},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Error, Json, Path,
    api::{Page, PageQuery, Slice},
};

use super::{
    desk::spoken,
    model::{Category, Move, State},
    sql::{self, Line, Shelf},
    verbs::{self, Cannot, Readers, Report},
};

/// A complaint.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComplaintBody {
    pub id: Uuid,
    /// As people say it: K-0193
    pub number: String,
    pub category: Category,
    /// The code of its house, or where in the commons
    pub place: String,
    pub words: String,
    pub state: State,
    pub reported_at: DateTime<Utc>,
    /// Until when it is promised; none while nothing is
    pub due_at: Option<DateTime<Utc>>,
    pub supporters: i64,
}

impl ComplaintBody {
    fn of(line: Line) -> Self {
        Self {
            id: line.id,
            number: spoken(line.number),
            category: line.category,
            place: line.place,
            words: line.words,
            state: line.state,
            reported_at: line.created_at,
            due_at: line.due_at,
            supporters: line.supporters,
        }
    }
}

/// All complaints, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaints", tag = "care", operation_id = "list_complaints",
    params(("complex" = String, Path), PageQuery), responses((status = 200, body = Page<ComplaintBody>))
)]
pub async fn index(may: May<HandleComplaints>, slice: Slice<i32>) -> web::Result<Page<ComplaintBody>> {
    let mut tx = may.begin().await?;
    let rows = sql::shared(&mut tx, Shelf::All, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.number, ComplaintBody::of))
}

/// One complaint.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaints/{complaint}", tag = "care", operation_id = "show_complaint",
    params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    responses((status = 200, body = ComplaintBody), (status = 404))
)]
pub async fn show(may: May<HandleComplaints>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let found = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    Ok(axum::Json(ComplaintBody::of(found.into_line())).into_response())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveBody {
    /// One of the office's: assign, start, wait, solve, reject
    pub step: Move,
    /// Who does it, what is waited for, why not; up to 300 letters, a name up to 80
    #[serde(default)]
    pub words: String,
}

/// Moves a complaint.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/{complaint}/moves", tag = "care",
    operation_id = "move_complaint", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    request_body = MoveBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn go(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<MoveBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let complaint = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    if !Move::OFFICE.contains(&body.step) {
        return Err(Error::refused(Cannot::State));
    }
    verbs::go(&mut tx, may.place().zone, &complaint, body.step, &body.words).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentBody {
    /// 1 to 2,000 letters
    pub words: String,
    /// Only the office reads it
    #[serde(default)]
    pub is_note: bool,
}

/// Writes to its reporter, or a note for the office.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/{complaint}/comments", tag = "care",
    operation_id = "comment_complaint", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    request_body = CommentBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn comment(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<CommentBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let readers = if body.is_note { Readers::Office } else { Readers::Everybody };
    let mut tx = may.begin().await?;
    sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    verbs::write(&mut tx, id, readers, &body.words).await?;
    if readers == Readers::Everybody {
        sql::responded(&mut tx, id).await?;
    }
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// What the caller reported, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaints/mine", tag = "care", operation_id = "list_own_complaints",
    params(("complex" = String, Path), PageQuery), responses((status = 200, body = Page<ComplaintBody>))
)]
pub async fn mine(may: May<ReportComplaints>, slice: Slice<i32>) -> web::Result<Page<ComplaintBody>> {
    let mut tx = may.begin().await?;
    let rows = sql::shared(&mut tx, Shelf::Own, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.number, ComplaintBody::of))
}

/// What is reported: about one of the caller's houses, or a place of the commons.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComplaint {
    pub category: Category,
    /// One of the caller's houses; none: the commons
    pub unit: Option<Uuid>,
    /// Where in the commons, 2 to 80 letters
    #[serde(default)]
    pub place: String,
    /// 1 to 2,000 letters
    pub words: String,
}

/// Reports a complaint; ten within a day at most.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/mine", tag = "care", operation_id = "report_complaint",
    params(("complex" = String, Path)), request_body = NewComplaint,
    responses((status = 201, body = ComplaintBody), (status = 409))
)]
pub async fn create(may: May<ReportComplaints>, Json(new): Json<NewComplaint>) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let houses = sql::own_houses(&mut tx, today).await?;
    if new.unit.is_some_and(|unit| !houses.iter().any(|(id, _)| *id == unit)) {
        return Err(Error::missing());
    }
    let (place, words) = (new.place.trim().to_owned(), new.words.trim().to_owned());
    if words.is_empty() || (new.unit.is_none() && place.chars().count() < 2) {
        return Err(Error::refused(Cannot::NoWords));
    }
    if words.chars().count() > 2_000 || place.chars().count() > 80 {
        return Err(Error::refused(Cannot::LongWords));
    }
    let place = if new.unit.is_some() { String::new() } else { place };
    let report = Report { category: new.category, unit: new.unit, place, words };
    let (id, _) = verbs::report(&mut tx, zone, &report).await?;
    let found = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    tx.commit().await?;
    Ok((http::StatusCode::CREATED, axum::Json(ComplaintBody::of(found.into_line()))).into_response())
}
