//! The developer's warranty, for programs.

use axum::response::IntoResponse as _;
use kernel::Date;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{HandleComplaints, ManageComplex},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path};

use super::{
    Cannot, claim,
    model::Term,
    sql::{self, Shelf},
    terms as page,
};
use crate::complaint::{State, model::Category, view::spoken};

/// A complaint under warranty.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoveredBody {
    pub complaint: Uuid,
    /// As people say it: K-0193
    pub number: String,
    pub unit: String,
    /// What the developer answers for
    pub term: String,
    #[schema(value_type = String, format = Date)]
    pub handed_over_on: Date,
    /// The last day of the warranty
    #[schema(value_type = String, format = Date)]
    pub until_on: Date,
    #[schema(value_type = String, format = Date)]
    pub reported_on: Date,
    /// By when it is to be solved
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    pub state: State,
}

/// What runs under warranty, what is due first on top; the first 200.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-warranties", tag = "care",
    operation_id = "list_complaint_warranties", params(("complex" = String, Path)),
    responses((status = 200, body = Vec<CoveredBody>))
)]
pub async fn index(may: May<HandleComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let rows = sql::rows(&mut tx, Shelf::Running, may.place().zone, 200).await?;
    let body = rows.into_iter().map(|row| CoveredBody {
        complaint: row.id,
        number: spoken(row.number),
        unit: row.unit,
        term: row.term,
        handed_over_on: row.handed_over_on,
        until_on: row.until_on,
        reported_on: row.reported_on,
        due_on: row.due_on,
        state: row.state,
    });
    Ok(axum::Json(body.collect::<Vec<_>>()).into_response())
}

/// A term of the developer's warranty.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermBody {
    /// Left out: a new term
    pub id: Option<Uuid>,
    /// 1 to 60 letters, once in a complex
    pub name: String,
    pub category: Category,
    /// From the handover, 1 to 360
    pub months: i16,
    /// In which such a complaint is to be solved, 1 to 365
    pub target_days: i16,
}

/// The terms of the developer's warranty.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-settings/warranty", tag = "care",
    operation_id = "list_warranty_terms", params(("complex" = String, Path)),
    responses((status = 200, body = Vec<TermBody>))
)]
pub async fn terms(may: May<HandleComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let terms = sql::terms(&mut tx).await?.into_iter().map(|term| TermBody {
        id: Some(term.id),
        name: term.name,
        category: term.category,
        months: term.months,
        target_days: term.target_days,
    });
    Ok(axum::Json(terms.collect::<Vec<_>>()).into_response())
}

/// Keeps these terms and no others, 12 at most. What was marked keeps its term.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/warranty", tag = "care",
    operation_id = "keep_warranty_terms", params(("complex" = String, Path)), request_body = Vec<TermBody>,
    responses((status = 204), (status = 409))
)]
pub async fn keep_terms(may: May<ManageComplex>, Json(bodies): Json<Vec<TermBody>>) -> web::Result {
    let mut tx = may.begin().await?;
    let mut terms = Vec::new();
    for body in bodies {
        let id = body.id.unwrap_or_else(|| sql::new_id(&tx));
        let (months, days) = (body.months.to_string(), body.target_days.to_string());
        let term = Term::new(id, &body.name, Some(body.category), &months, &days);
        terms.push(term.map_err(|_| Error::refused(Cannot::Terms))?);
    }
    page::keep(&mut tx, &terms).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// The office's word on one complaint.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideBody {
    /// The term that it falls under; none: it is not under warranty
    pub term: Option<Uuid>,
    /// Why not, up to 300 letters
    #[serde(default)]
    pub reason: String,
}

/// Puts a complaint under another term, or under none.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/{complaint}/warranty", tag = "care",
    operation_id = "decide_complaint_warranty", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    request_body = DecideBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn decide(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<DecideBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    claim::settle(&mut tx, may.place().zone, id, body.term, &body.reason).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
