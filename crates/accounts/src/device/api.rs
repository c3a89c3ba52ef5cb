//! JSON: the own sessions.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use kernel::SessionId;
use serde::Serialize;
use tenancy::{SignedIn, revoke_session};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Path, api::Page};

use super::sql;
use crate::own;

/// A signed-in browser.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionJson {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub user_agent: String,
    pub address: String,
    /// The session that asks.
    pub current: bool,
}

/// Where the account is signed in.
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "account", operation_id = "listSessions",
    responses((status = 200, body = Page<SessionJson>), (status = 401), (status = 403)))]
pub async fn list(door: SignedIn) -> web::Result {
    let mut tx = own::begin(&door).await?;
    let current = door.who().session;
    let data = sql::sessions(&mut tx).await?.into_iter().map(|session| SessionJson {
        id: session.id.uuid(),
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        expires_at: session.expires_at,
        user_agent: session.user_agent,
        address: session.address,
        current: current == Some(session.id),
    });
    Ok(axum::Json(Page { items: data.collect(), next: None }).into_response())
}

/// Ends a session; it is out at its next request. Ending one that has ended changes nothing.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{session}", tag = "account", operation_id = "endSession",
    params(("session" = Uuid, Path)), responses((status = 204), (status = 401), (status = 403)))]
pub async fn sign_out(door: SignedIn, Path(session): Path<SessionId>) -> web::Result<Response> {
    let mut tx = own::begin(&door).await?;
    revoke_session(&mut tx, session).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
