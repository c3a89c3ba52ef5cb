//! JSON: invitations of a complex.

use axum::{extract::State, http::StatusCode, response::IntoResponse as _};
use chrono::{DateTime, Utc};
use kernel::{AreaId, InvitationId, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{May, Store, policy::ManageMembers};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Browser, Error, Faults, Json, Path, api::Page};

use super::{
    manage::{self, InviteForm},
    model::Invitation,
    sql,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationJson {
    pub id: Uuid,
    /// manager, treasurer, area_head, resident or guard
    pub role: String,
    pub name: String,
    /// E.164
    pub phone: String,
    pub unit_id: Option<Uuid>,
    pub area_id: Option<Uuid>,
    pub expires_at: DateTime<Utc>,
    /// The link to send; whoever opens it and shows a password is a member.
    pub url: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewInvitation {
    pub role: String,
    pub name: String,
    pub phone: String,
    /// Number of the unit, for a resident.
    #[serde(default)]
    pub unit: Option<String>,
    /// An RT, for an area head.
    #[serde(default)]
    pub area_id: Option<Uuid>,
}

#[utoipa::path(get, path = "/api/v1/complexes/{complex}/invitations", tag = "members",
    operation_id = "listInvitations", params(("complex" = String, Path)),
    responses((status = 200, body = Page<InvitationJson>), (status = 401), (status = 403), (status = 404)))]
pub async fn list(may: May<ManageMembers>, State(store): State<Store>) -> web::Result {
    let mut tx = may.begin().await?;
    let data =
        sql::waiting(&mut tx).await?.into_iter().map(|invitation| json(invitation, &store, &may)).collect();
    Ok(axum::Json(Page { items: data, next: None }).into_response())
}

#[utoipa::path(post, path = "/api/v1/complexes/{complex}/invitations", tag = "members", operation_id = "invite",
    params(("complex" = String, Path)), request_body = NewInvitation,
    responses((status = 201, body = InvitationJson), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub async fn invite(
    may: May<ManageMembers>,
    State(store): State<Store>,
    browser: Browser,
    Json(new): Json<NewInvitation>,
) -> web::Result {
    let form = InviteForm {
        role: new.role,
        name: new.name,
        phone: new.phone,
        unit: new.unit.unwrap_or_default(),
        area: new.area_id.map(|id| id.to_string()).unwrap_or_default(),
    };
    let mut tx = may.begin().await?;
    let wish = manage::parse(&mut tx, &browser, &form).await?.map_err(Error::Invalid)?;
    let id = sql::add(&mut tx, &wish).await.map_err(|error| twice(error, &browser))?;
    let invitation = sql::find(&mut tx, id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(json(invitation, &store, &may))).into_response())
}

#[utoipa::path(delete, path = "/api/v1/complexes/{complex}/invitations/{invitation}", tag = "members",
    operation_id = "revokeInvitation", params(("complex" = String, Path), ("invitation" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
pub async fn revoke(may: May<ManageMembers>, Path(at): Path<(String, InvitationId)>) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::revoke(&mut tx, at.1).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn twice(error: tenancy::Error, browser: &Browser) -> Error {
    if error.constraint() != Some("invitation_once") {
        return error.into();
    }
    let mut faults = Faults::default();
    faults.put("phone", browser.texts().get("invite-twice"));
    Error::Invalid(faults)
}

fn json(invitation: Invitation, store: &Store, may: &May<ManageMembers>) -> InvitationJson {
    InvitationJson {
        url: manage::link_of(store, may, invitation.id),
        id: invitation.id.uuid(),
        role: invitation.role,
        name: invitation.name,
        phone: invitation.phone.e164().to_owned(),
        unit_id: invitation.unit.map(UnitId::uuid),
        area_id: invitation.area.map(AreaId::uuid),
        expires_at: invitation.expires_at,
    }
}
