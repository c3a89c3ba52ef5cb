//! The own browsers for programs.

use axum::{Extension, extract::State, response::IntoResponse as _};
use http::{HeaderMap, StatusCode};
use kernel::Instant;
use serde::{Deserialize, Serialize};
use tenancy::{SignedIn, Store};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path};

use super::{
    browser::{self, Subscription, Untaken},
    key::VapidKey,
    pages, sql,
};
use crate::{carrier::Carriers, preference};

/// A browser that gets notices although no page is open.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrowserBody {
    pub id: Uuid,
    /// Browser and system, such as `Chrome, Android`
    pub name: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When its push service last took a message
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used_at: Option<Instant>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BrowsersBody {
    /// The `applicationServerKey` to subscribe with: a P-256 point, base64url
    pub public_key: String,
    pub browsers: Vec<BrowserBody>,
}

/// A subscription as `PushSubscription.toJSON()` gives it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewBrowserBody {
    /// https, of a push service of Chrome, Firefox, Safari or Edge
    pub endpoint: String,
    pub keys: BrowserKeysBody,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct BrowserKeysBody {
    /// 65 bytes, base64url
    pub p256dh: String,
    /// 16 bytes, base64url
    pub auth: String,
}

/// The browsers of the account, the newest first, and the key to subscribe with.
#[utoipa::path(
    get, path = "/api/v1/me/browsers", tag = "notices", operation_id = "list_browsers",
    responses((status = 200, body = BrowsersBody))
)]
pub async fn index(door: SignedIn, State(store): State<Store>) -> web::Result {
    let mut tx = preference::begin(&door).await?;
    let browsers = sql::own(&mut tx).await?.into_iter().map(|own| BrowserBody {
        id: own.id,
        name: browser::name(&own.user_agent),
        created_at: own.created_at,
        used_at: own.used_at,
    });
    let public_key = VapidKey::of(store.keys()).public();
    Ok(axum::Json(BrowsersBody { public_key, browsers: browsers.collect() }).into_response())
}

/// Adds a browser; the same again changes nothing. The oldest beyond ten goes.
#[utoipa::path(
    post, path = "/api/v1/me/browsers", tag = "notices", operation_id = "add_browser",
    request_body = NewBrowserBody, responses((status = 200, body = BrowsersBody))
)]
pub async fn add(
    door: SignedIn,
    State(store): State<Store>,
    Extension(carriers): Extension<Carriers>,
    headers: HeaderMap,
    Json(sent): Json<NewBrowserBody>,
) -> web::Result {
    let mut tx = preference::begin(&door).await?;
    let new = Subscription::parse(&carriers, &sent.endpoint, &sent.keys.p256dh, &sent.keys.auth);
    let new = new.map_err(Error::refused)?;
    if !sql::keep(&mut tx, &new, &pages::agent(&headers)).await? {
        return Err(Error::refused(Untaken::Other));
    }
    tx.commit().await?;
    index(door, State(store)).await
}

/// Removes one: it gets nothing from now on.
#[utoipa::path(
    delete, path = "/api/v1/me/browsers/{browser}", tag = "notices", operation_id = "remove_browser",
    params(("browser" = Uuid, Path)), responses((status = 204))
)]
pub async fn remove(door: SignedIn, Path(id): Path<Uuid>) -> web::Result {
    let mut tx = preference::begin(&door).await?;
    if !sql::remove(&mut tx, id).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
