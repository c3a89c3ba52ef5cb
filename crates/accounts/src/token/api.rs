//! JSON: who the token speaks for, and personal access tokens.

use axum::{http::StatusCode, response::IntoResponse as _};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::TokenId;
use serde::{Deserialize, Serialize};
use tenancy::{Hat, SignedIn};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Browser, Error, Faults, Json, Path, api::Page};

use super::{model, sql};
use crate::{
    account::model::clean_name,
    own::{self, Confirmed},
};

/// A role somewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct HatJson {
    /// operator, organization_admin, manager, treasurer, area_head, resident or guard
    pub role: String,
    /// Short name of the complex, or of the organisation for its admin; empty for an operator.
    pub place: String,
    pub place_name: String,
    pub area_id: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub account_id: Uuid,
    pub name: String,
    /// id or en
    pub locale: String,
    pub roles: Vec<HatJson>,
}

impl From<&Hat> for HatJson {
    fn from(hat: &Hat) -> Self {
        Self {
            role: hat.role.code().to_owned(),
            place: hat.complex.clone(),
            place_name: hat.complex_name.clone(),
            area_id: hat.area_id.map(kernel::AreaId::uuid),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TokenJson {
    pub id: Uuid,
    pub name: String,
    /// Capability names.
    pub abilities: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    pub name: String,
    pub abilities: Vec<String>,
    /// 1 to 366; 90 when left out.
    #[serde(default)]
    pub expires_in_days: Option<i64>,
    /// The account's password, once more.
    #[serde(default)]
    pub password: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedToken {
    pub id: Uuid,
    /// Shown in this answer and never again.
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// The account behind the token, and every role it holds.
#[utoipa::path(get, path = "/api/v1/me", tag = "account", operation_id = "getMe",
    responses((status = 200, body = Me), (status = 401)))]
pub async fn me(door: SignedIn) -> web::Result {
    let who = door.who();
    let me = Me {
        account_id: who.account.uuid(),
        name: who.name.clone(),
        locale: who.locale.code().to_owned(),
        roles: who.hats.iter().map(HatJson::from).collect(),
    };
    Ok(axum::Json(me).into_response())
}

/// Personal access tokens that still work. Their secrets are not known any more.
#[utoipa::path(get, path = "/api/v1/me/access-tokens", tag = "account", operation_id = "listAccessTokens",
    responses((status = 200, body = Page<TokenJson>), (status = 401), (status = 403)))]
pub async fn list(door: SignedIn) -> web::Result {
    let mut tx = own::begin(&door).await?;
    let data = sql::tokens(&mut tx).await?.into_iter().map(|token| TokenJson {
        id: token.id.uuid(),
        name: token.name,
        abilities: token.abilities,
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
    });
    Ok(axum::Json(Page { items: data.collect(), next: None }).into_response())
}

/// Makes a token with at most the rights of one's own roles.
#[utoipa::path(post, path = "/api/v1/me/access-tokens", tag = "account", operation_id = "createAccessToken",
    request_body = NewToken,
    responses((status = 201, body = CreatedToken), (status = 401), (status = 403), (status = 422), (status = 429)))]
pub async fn create(door: SignedIn, browser: Browser, Json(new): Json<NewToken>) -> web::Result {
    let texts = browser.texts();
    let held = model::abilities_of(&door.who().hats);
    let days = new.expires_in_days.unwrap_or(90);
    let mut faults = Faults::default();
    let name = clean_name(&new.name).filter(|name| name.chars().count() <= 80);
    if name.is_none() {
        faults.put("name", texts.get("token-name-empty"));
    }
    if new.abilities.is_empty() || new.abilities.iter().any(|ability| !held.contains(&ability.as_str())) {
        faults.put("abilities", texts.get("token-abilities-empty"));
    }
    if !(1..=366).contains(&days) {
        faults.put("expires_in_days", texts.get("token-days-wrong"));
    }
    let (Some(name), true) = (name, faults.is_empty()) else { return Err(Error::Invalid(faults)) };
    let mut tx = match own::confirm(&door, new.password).await? {
        Confirmed::Yes(tx) => tx,
        Confirmed::No => {
            faults.put("password", texts.get("own-password-wrong"));
            return Err(Error::Invalid(faults));
        }
        Confirmed::Wait(wait) => return Err(Error::TooMany { wait_seconds: wait.0 }),
    };
    let token = model::new_personal();
    let expires_at = tx.now() + TimeDelta::days(days);
    let id = sql::create(&mut tx, &name, &token, &new.abilities, expires_at).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(CreatedToken { id: id.uuid(), token, expires_at })).into_response())
}

#[utoipa::path(delete, path = "/api/v1/me/access-tokens/{token}", tag = "account",
    operation_id = "revokeAccessToken", params(("token" = Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
pub async fn revoke(door: SignedIn, Path(token): Path<TokenId>) -> web::Result {
    let mut tx = own::begin(&door).await?;
    if !sql::revoke(&mut tx, token).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
