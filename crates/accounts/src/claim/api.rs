//! JSON: requests to join.

use axum::{http::StatusCode, response::IntoResponse as _};
use chrono::{DateTime, Utc};
use kernel::ClaimId;
use serde::{Deserialize, Serialize};
use tenancy::{May, policy::ManageMembers};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Browser, Error, Faults, Json, Path, api::Page};

use super::{
    decide::{settle, waiting},
    model::Decision,
};
use crate::homes_side;

#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimJson {
    pub id: Uuid,
    pub name: String,
    /// E.164
    pub phone: String,
    pub unit_id: Uuid,
    pub unit_code: String,
    pub note: String,
    /// False: somebody typed the number on the join page, and nothing shows that it is theirs.
    pub phone_proved: bool,
    /// Name of the person of this complex who has the number.
    pub known_person: Option<String>,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ClaimDecision {
    pub approved: bool,
    /// What the person reads; a no needs one.
    #[serde(default)]
    pub reason: String,
}

#[utoipa::path(get, path = "/api/v1/complexes/{complex}/claims", tag = "members", operation_id = "listClaims",
    params(("complex" = String, Path)),
    responses((status = 200, body = Page<ClaimJson>), (status = 401), (status = 403), (status = 404)))]
pub async fn list(may: May<ManageMembers>) -> web::Result {
    let mut tx = may.begin().await?;
    let data = waiting(&mut tx).await?.into_iter().map(|(claim, doubt)| ClaimJson {
        id: claim.id.uuid(),
        name: claim.name,
        phone: claim.phone.e164().to_owned(),
        unit_id: claim.unit.uuid(),
        unit_code: claim.unit_code,
        note: claim.note,
        phone_proved: !doubt.is_unproved,
        known_person: doubt.known_person,
        created_at: claim.created_at,
    });
    Ok(axum::Json(Page { items: data.collect(), next: None }).into_response())
}

/// Decides an open request; a yes makes the person a resident of the unit.
#[utoipa::path(post, path = "/api/v1/complexes/{complex}/claims/{claim}/decision", tag = "members",
    operation_id = "decideClaim", params(("complex" = String, Path), ("claim" = Uuid, Path)),
    request_body = ClaimDecision,
    responses((status = 204), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub async fn decide(
    may: May<ManageMembers>,
    browser: Browser,
    Path(at): Path<(String, ClaimId)>,
    Json(wanted): Json<ClaimDecision>,
) -> web::Result {
    let decision = match wanted.approved {
        true => Some(Decision::Approved),
        false => Decision::reject(&wanted.reason),
    };
    let Some(decision) = decision else {
        let mut faults = Faults::default();
        faults.put("reason", browser.texts().get("claim-reason-empty"));
        return Err(Error::Invalid(faults));
    };
    let mut tx = may.begin().await?;
    if let Err(error) = settle(&mut tx, &may, at.1, &decision).await {
        if !homes_side::is_of_another(&error) {
            return Err(error.into());
        }
        let mut faults = Faults::default();
        faults.put("approved", browser.texts().get("claim-person-taken"));
        return Err(Error::Invalid(faults));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
