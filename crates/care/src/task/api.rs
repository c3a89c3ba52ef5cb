//! What somebody has to do, for programs.

use axum::response::IntoResponse as _;
use tenancy::{May, policy::DoComplaints};
use uuid::Uuid;
use web::{Json, Path};

use super::{pages::MOST, sql};
use crate::{
    checklist::{self, OpenSteps},
    complaint::{
        api::{ComplaintBody, MoveBody},
        verbs,
    },
};

/// What the caller has to do and has not solved, the first due on top.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaints/tasks", tag = "care", operation_id = "list_tasks",
    params(("complex" = String, Path)), responses((status = 200, body = [ComplaintBody]))
)]
pub async fn index(may: May<DoComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let lines = sql::own(&mut tx, MOST).await?;
    let all: Vec<ComplaintBody> = lines.into_iter().map(ComplaintBody::of).collect();
    Ok(axum::Json(all).into_response())
}

/// Starts, lets wait or solves what the caller has to do.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/tasks/{complaint}/moves", tag = "care",
    operation_id = "move_task", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    request_body = MoveBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn go(
    may: May<DoComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<MoveBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let step = super::allowed(Some(body.step))?;
    let mut tx = may.begin().await?;
    let complaint = super::found(&mut tx, id).await?;
    checklist::ask(&mut tx, id, step, OpenSteps::said(body.despite_open_steps)).await?;
    verbs::go(&mut tx, may.place().zone, &complaint, step, &body.words).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
