//! What it costs, for programs. The invoice itself is the dues room's.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tenancy::{
    May, TenantTx,
    policy::{HandleComplaints, ReportComplaints},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path};

use super::{Answer, Cannot, model::Line, sql};
use crate::complaint::sql as complaints;

/// The newest estimate of a complaint.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostBody {
    pub id: Uuid,
    /// `free`, `asked`, `agreed`, `declined` or `billed`
    pub standing: &'static str,
    pub lines: Vec<CostLine>,
    /// Rupiah
    pub total: i64,
    pub note: String,
    pub estimated_at: DateTime<Utc>,
    /// Who agreed or did not, and when
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    /// Numbers of the invoices that this and earlier estimates became
    pub invoices: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CostLine {
    /// 1 to 120 letters
    pub description: String,
    /// Up to two decimals, as text; left out: one
    #[serde(default)]
    pub quantity: String,
    /// Rupiah for one
    pub rate: i64,
}

async fn body(tx: &mut TenantTx, complaint: Uuid) -> web::Result<CostBody> {
    let newest = sql::newest(tx, complaint).await?.ok_or(Error::missing())?;
    let line = |line: Line| CostLine {
        description: line.description,
        quantity: line.quantity.normalize().to_string(),
        rate: line.rate.get(),
    };
    Ok(CostBody {
        id: newest.id,
        standing: newest.standing().code(),
        lines: sql::lines(tx, newest.id).await?.into_iter().map(line).collect(),
        total: newest.total.get(),
        estimated_at: newest.at,
        answered_by: newest.answered_by,
        answered_at: newest.answered_at,
        note: newest.note,
        invoices: sql::invoices(tx, complaint).await?,
    })
}

/// What a complaint about a house costs; 404 while nobody said anything.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaints/{complaint}/cost", tag = "care",
    operation_id = "show_complaint_cost", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    responses((status = 200, body = CostBody), (status = 404))
)]
pub async fn show(may: May<HandleComplaints>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    Ok(axum::Json(body(&mut tx, id).await?).into_response())
}

/// What it will cost.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimateBody {
    /// Up to five; none: it costs nothing
    pub lines: Vec<CostLine>,
    /// Up to 300 letters for the resident
    #[serde(default)]
    pub note: String,
}

/// Says what work on a house will cost. Another estimate takes the place of the one before, and is agreed to anew.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/{complaint}/cost", tag = "care",
    operation_id = "estimate_complaint", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    request_body = EstimateBody, responses((status = 201, body = CostBody), (status = 404), (status = 409))
)]
pub async fn create(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(new): Json<EstimateBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let parse = |line: &CostLine| Line::parse(&line.description, &line.quantity, &line.rate.to_string());
    let lines: Result<Vec<Line>, _> = new.lines.iter().map(parse).collect();
    let lines = lines.map_err(|_| Error::refused(Cannot::Line))?;
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    super::estimate(&mut tx, &complaint, &lines, &new.note).await?;
    let body = body(&mut tx, id).await?;
    tx.commit().await?;
    Ok((http::StatusCode::CREATED, axum::Json(body)).into_response())
}

/// What the reporter says to it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// The estimate that is meant, so that nobody agrees to another one
    pub estimate: Uuid,
    pub agreed: bool,
    /// Up to 300 letters
    #[serde(default)]
    pub words: String,
}

/// Agrees to the newest estimate of an own complaint, or does not.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/{complaint}/cost/answer", tag = "care",
    operation_id = "answer_complaint_cost", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    request_body = AnswerBody, responses((status = 200, body = CostBody), (status = 404), (status = 409))
)]
pub async fn answer(
    may: May<ReportComplaints>,
    path: Path<(String, Uuid)>,
    Json(said): Json<AnswerBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.filter(|it| it.is_own).ok_or(Error::missing())?;
    let answer =
        Answer { estimate: said.estimate, agreed: said.agreed, name: &may.who().name, words: &said.words };
    super::answer(&mut tx, &complaint, &answer).await?;
    let body = body(&mut tx, id).await?;
    tx.commit().await?;
    Ok(axum::Json(body).into_response())
}
