//! Checklists for programs.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{HandleComplaints, ManageComplex},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path};

use super::{Step, Tick, sql};
use crate::{
    classifier,
    complaint::{model::Category, sql as complaints},
};

/// The steps of a category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBody {
    /// At most 30 of 1 to 120 letters, in their order
    pub steps: Vec<String>,
}

/// What has to be done with each complaint of a category.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-settings/categories/{category}/steps", tag = "care",
    operation_id = "show_category_steps", params(("complex" = String, Path), ("category" = Category, Path)),
    responses((status = 200, body = TemplateBody))
)]
pub async fn template(may: May<HandleComplaints>, path: Path<(String, Category)>) -> web::Result {
    let Path((_, category)) = path;
    let mut tx = may.begin().await?;
    Ok(axum::Json(TemplateBody { steps: sql::template(&mut tx, category).await? }).into_response())
}

/// Sets what has to be done; complaints that were taken on keep their steps.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/categories/{category}/steps", tag = "care",
    operation_id = "change_category_steps", params(("complex" = String, Path), ("category" = Category, Path)),
    request_body = TemplateBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn keep(
    may: May<ManageComplex>,
    path: Path<(String, Category)>,
    Json(body): Json<TemplateBody>,
) -> web::Result {
    let Path((_, category)) = path;
    let mut tx = may.begin().await?;
    if !classifier::names(&mut tx).await?.knows(category) {
        return Err(Error::missing());
    }
    super::keep(&mut tx, category, &body.steps).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// A step of a complaint.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepBody {
    pub id: Uuid,
    pub words: String,
    pub done_at: Option<DateTime<Utc>>,
    /// Name of whoever ticked it
    pub done_by: String,
}

/// What has to be done with a complaint, and what is.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaints/{complaint}/steps", tag = "care",
    operation_id = "list_complaint_steps", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    responses((status = 200, body = [StepBody]), (status = 404))
)]
pub async fn index(may: May<HandleComplaints>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    complaints::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let body = |it: Step| StepBody { id: it.id, words: it.words, done_at: it.done_at, done_by: it.by };
    let steps: Vec<StepBody> = sql::of_complaint(&mut tx, id).await?.into_iter().map(body).collect();
    Ok(axum::Json(steps).into_response())
}

/// A tick.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TickBody {
    pub is_done: bool,
}

/// Ticks a step, or takes the tick away.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaints/{complaint}/steps/{step}", tag = "care",
    operation_id = "tick_complaint_step",
    params(("complex" = String, Path), ("complaint" = Uuid, Path), ("step" = Uuid, Path)),
    request_body = TickBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn tick(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid, Uuid)>,
    Json(body): Json<TickBody>,
) -> web::Result {
    let Path((_, id, step)) = path;
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    let tick = if body.is_done { Tick::Done } else { Tick::Open };
    super::tick(&mut tx, &complaint, step, tick).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
