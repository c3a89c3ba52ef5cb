//! Complaints for programs. The same doors, rules and sentences as the pages; photos come through the page.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use kernel::Instant;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{HandleComplaints, ReportComplaints},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Error, Json, Path, Query,
    api::{Page, PageQuery, Slice},
};

use super::{
    desk::{
        bulk,
        filter::Filter,
        sql::{self as desk, Mark},
    },
    model::{Category, Move, State},
    sql::{self, Line, Shelf},
    verbs::{self, Cannot, Report, Source, Voice},
    view::spoken,
};
use crate::{
    checklist::{self, OpenSteps},
    classifier,
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
    /// When it closes by itself, unless its reporter writes; none: it does not
    pub closes_at: Option<DateTime<Utc>>,
    pub supporters: i64,
}

impl ComplaintBody {
    pub fn of(line: Line) -> Self {
        Self {
            id: line.id,
            number: spoken(line.number),
            category: line.category,
            place: line.place,
            words: line.words,
            state: line.state,
            reported_at: line.created_at,
            due_at: line.due_at,
            closes_at: line.closes_at,
            supporters: line.supporters,
        }
    }
}

/// What a list of complaints is narrowed to; what is not understood narrows nothing.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Narrowed {
    /// A number, the beginning of a house number, or beginnings of words
    pub search: String,
    /// One of the states, or `late`
    pub state: String,
    pub category: String,
    /// Who does it; `-`: nobody yet
    pub assignee: String,
}

/// All complaints, what is due first and then the newest.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaints", tag = "care", operation_id = "list_complaints",
    params(("complex" = String, Path), Narrowed, PageQuery), responses((status = 200, body = Page<ComplaintBody>))
)]
pub async fn index(
    may: May<HandleComplaints>,
    Query(narrowed): Query<Narrowed>,
    slice: Slice<(Option<Instant>, i32)>,
) -> web::Result<Page<ComplaintBody>> {
    let status = if narrowed.state == "late" { "terlambat".to_owned() } else { narrowed.state };
    let Narrowed { search: q, category: kategori, assignee: petugas, .. } = narrowed;
    let wanted = Filter { q, status, kategori, petugas, ..Filter::default() }.wanted();
    let after = slice.after().map(|(due_at, number)| Mark { due_at: *due_at, number: *number });
    let mut tx = may.begin().await?;
    let rows = desk::lines(&mut tx, &wanted, after, slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.due_at, row.number), ComplaintBody::of))
}

/// One name for many.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignBody {
    /// 1 to 200
    pub complaints: Vec<Uuid>,
    /// Who does them, 1 to 80 letters
    pub assignee: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AssignedBody {
    pub assigned: i64,
    /// Solved or over already
    pub skipped: i64,
}

/// Gives many complaints to one person or firm.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/assignments", tag = "care",
    operation_id = "assign_complaints", params(("complex" = String, Path)), request_body = AssignBody,
    responses((status = 200, body = AssignedBody), (status = 404), (status = 409))
)]
pub async fn assign(may: May<HandleComplaints>, Json(body): Json<AssignBody>) -> web::Result {
    let mut tx = may.begin().await?;
    let done = bulk::each(&mut tx, may.place(), body.complaints, &body.assignee).await?;
    tx.commit().await?;
    let body = AssignedBody { assigned: done.assigned, skipped: done.skipped };
    Ok(axum::Json(body).into_response())
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
    /// Solve it although steps of its checklist are open
    #[serde(default)]
    pub despite_open_steps: bool,
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
    checklist::ask(&mut tx, id, body.step, OpenSteps::said(body.despite_open_steps)).await?;
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
    let voice = if body.is_note { Voice::Note } else { Voice::Office };
    let mut tx = may.begin().await?;
    let complaint = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    verbs::write(&mut tx, &complaint, voice, &body.words).await?;
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
    /// One below the category, of the classifier
    pub problem: Option<Uuid>,
    /// One of the caller's houses; none: the commons
    pub unit: Option<Uuid>,
    /// Where in the commons, 2 to 80 letters
    #[serde(default)]
    pub place: String,
    /// 1 to 2,000 letters
    pub words: String,
}

/// Reports a complaint; three within ten minutes and ten within a day at most.
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
    let problem = new.problem.map(|id| id.to_string()).unwrap_or_default();
    let offer = classifier::offer(&mut tx).await?;
    let (category, problem) =
        offer.read(new.category.code(), &problem).map_err(|_| Error::refused(Cannot::Category))?;
    let report = Report { category, problem, unit: new.unit, place, words };
    let (id, _) = verbs::report(&mut tx, zone, &report, Source::Caller).await?;
    let found = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    tx.commit().await?;
    Ok((http::StatusCode::CREATED, axum::Json(ComplaintBody::of(found.into_line()))).into_response())
}
