//! Merging for programs.

use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, policy::HandleComplaints};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Json, Path};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// The one that goes on: running, or solved and not yet closed, about the commons
    pub into: Uuid,
}

/// Lets a running complaint about the commons go on in another one. Its reporter and its supporters support that one from
/// then on.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints/{complaint}/merge", tag = "care",
    operation_id = "merge_complaint", params(("complex" = String, Path), ("complaint" = Uuid, Path)),
    request_body = MergeBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn merge(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<MergeBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    super::merge(&mut tx, may.place().zone, id, body.into).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
