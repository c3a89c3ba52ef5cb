//! JSON: members of a complex.

use axum::{http::StatusCode, response::IntoResponse as _};
use chrono::{DateTime, Utc};
use kernel::{AreaId, MembershipId};
use serde::{Deserialize, Serialize};
use tenancy::{May, Role, policy::ManageMembers};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Json, Path, Query,
    api::{Page, PageQuery, Slice},
};

use super::sql::{self, Member, Wanted};
use crate::homes_side;

#[derive(Debug, Serialize, ToSchema)]
pub struct MemberJson {
    pub id: Uuid,
    pub name: String,
    /// E.164
    pub phone: Option<String>,
    pub email: Option<String>,
    /// manager, treasurer, area_head, resident or guard
    pub role: String,
    pub area_id: Option<Uuid>,
    pub since: DateTime<Utc>,
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl From<Member> for MemberJson {
    fn from(member: Member) -> Self {
        Self {
            id: member.id.uuid(),
            name: member.name,
            phone: member.phone.map(|phone| phone.e164().to_owned()),
            email: member.email,
            role: member.role,
            area_id: member.area.map(AreaId::uuid),
            since: member.created_at,
            last_seen_at: member.last_seen_at,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MemberFilter {
    /// Only this role.
    #[serde(default)]
    pub role: Option<String>,
    /// Part of a name or number.
    #[serde(default)]
    pub q: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct MemberChange {
    /// Another RT for an area head.
    pub area_id: Uuid,
}

#[utoipa::path(get, path = "/api/v1/complexes/{complex}/members", tag = "members", operation_id = "listMembers",
    params(("complex" = String, Path, description = "short name of the complex"), MemberFilter,
        PageQuery),
    responses((status = 200, body = Page<MemberJson>), (status = 401), (status = 403), (status = 404)))]
pub async fn list(
    may: May<ManageMembers>,
    Query(filter): Query<MemberFilter>,
    slice: Slice<MembershipId>,
) -> web::Result<Page<MemberJson>> {
    let mut tx = may.begin().await?;
    let wanted = Wanted {
        role: filter.role.as_deref().and_then(Role::from_code),
        search: filter.q.as_deref().unwrap_or_default().trim(),
        after: slice.after().copied(),
        most: slice.fetch(),
    };
    let members = sql::page(&mut tx, wanted).await?;
    Ok(slice.page(members, |member| member.id, MemberJson::from))
}

#[utoipa::path(patch, path = "/api/v1/complexes/{complex}/members/{member}", tag = "members",
    operation_id = "changeMember", params(("complex" = String, Path), ("member" = Uuid, Path)),
    request_body = MemberChange,
    responses((status = 200, body = MemberJson), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub async fn change(
    may: May<ManageMembers>,
    browser: Browser,
    Path(at): Path<(String, MembershipId)>,
    Json(change): Json<MemberChange>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let area = AreaId::from_uuid(change.area_id);
    let is_rt = homes_side::rts(&mut tx).await?.iter().any(|(rt, _)| *rt == area);
    if !is_rt {
        return Err(fault("area_id", browser.texts().get("invite-area-empty")));
    }
    if !sql::change_area(&mut tx, at.1, area).await? {
        return Err(Error::missing());
    }
    let member = sql::find(&mut tx, at.1).await?;
    tx.commit().await?;
    Ok(axum::Json(MemberJson::from(member)).into_response())
}

/// Ends the role; it is gone at the person's next request. The own one cannot be ended.
#[utoipa::path(delete, path = "/api/v1/complexes/{complex}/members/{member}", tag = "members",
    operation_id = "endMember", params(("complex" = String, Path), ("member" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub async fn end(
    may: May<ManageMembers>,
    browser: Browser,
    Path(at): Path<(String, MembershipId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let member = sql::find(&mut tx, at.1).await?;
    if member.account == may.who().account {
        return Err(fault("member", browser.texts().get("member-not-oneself")));
    }
    sql::end(&mut tx, at.1).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Parts the account from the person of this complex as whom it signs in; role and person stay.
#[utoipa::path(delete, path = "/api/v1/complexes/{complex}/members/{member}/person", tag = "members",
    operation_id = "unlinkMember", params(("complex" = String, Path), ("member" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
pub async fn unlink(may: May<ManageMembers>, Path(at): Path<(String, MembershipId)>) -> web::Result {
    let mut tx = may.begin().await?;
    let member = sql::find(&mut tx, at.1).await?;
    if !homes_side::unlink_account(&mut tx, member.account).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn fault(field: &str, sentence: &str) -> Error {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    Error::Invalid(faults)
}
