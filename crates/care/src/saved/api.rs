//! Named views for programs.

use axum::response::IntoResponse as _;
use serde::{Deserialize, Serialize};
use tenancy::{May, policy::HandleComplaints};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path};

use super::{View, pages, sql};

/// A view of the list, in the words of its filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViewBody {
    pub id: Uuid,
    pub name: String,
    pub search: String,
    pub state: String,
    pub category: String,
    pub assignee: String,
    /// Everybody of the office has it
    pub is_shared: bool,
    pub is_own: bool,
}

/// A view to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// 1 to 40 letters; one of the caller's with this name is replaced
    pub name: String,
    #[serde(default)]
    pub search: String,
    /// One of the states, or `late`
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub category: String,
    /// Who does it; `-`: nobody yet
    #[serde(default)]
    pub assignee: String,
    #[serde(default)]
    pub is_shared: bool,
}

/// The caller's views and those of the office.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-views", tag = "care", operation_id = "list_complaint_views",
    params(("complex" = String, Path)), responses((status = 200, body = [ViewBody]))
)]
pub async fn index(may: May<HandleComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let body = |view: View| ViewBody {
        id: view.id,
        name: view.name,
        search: view.search,
        state: if view.state == "terlambat" { "late".to_owned() } else { view.state },
        category: view.category,
        assignee: view.assignee,
        is_shared: view.is_shared,
        is_own: view.is_own,
    };
    let all: Vec<ViewBody> = sql::all(&mut tx).await?.into_iter().map(body).collect();
    Ok(axum::Json(all).into_response())
}

/// Keeps a view under a name.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaint-views", tag = "care", operation_id = "keep_complaint_view",
    params(("complex" = String, Path)), request_body = NewView,
    responses((status = 201, body = Uuid), (status = 409))
)]
pub async fn create(may: May<HandleComplaints>, Json(new): Json<NewView>) -> web::Result {
    let view = View {
        name: new.name,
        search: new.search,
        state: if new.state == "late" { "terlambat".to_owned() } else { new.state },
        category: new.category,
        assignee: new.assignee,
        is_shared: new.is_shared,
        ..View::default()
    };
    let mut tx = may.begin().await?;
    let id = pages::keep(&mut tx, view).await?;
    tx.commit().await?;
    Ok((http::StatusCode::CREATED, axum::Json(id)).into_response())
}

/// Takes away a view of the caller's own.
#[utoipa::path(
    delete, path = "/api/v1/complexes/{complex}/complaint-views/{view}", tag = "care",
    operation_id = "remove_complaint_view", params(("complex" = String, Path), ("view" = Uuid, Path)),
    responses((status = 204), (status = 404))
)]
pub async fn remove(may: May<HandleComplaints>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    if !sql::drop(&mut tx, id).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
