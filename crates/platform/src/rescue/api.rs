//! The same for programs of the staff, who show a signed-in session.

use axum::{extract::State, http::StatusCode, response::IntoResponse as _};
use serde::{Deserialize, Serialize};
use tenancy::{Operator, Store};
use utoipa::{OpenApi, ToSchema};
use web::{Browser, Error, Faults, Json};

use super::pages::{self, Typed};

#[derive(OpenApi)]
#[openapi(paths(make), components(schemas(NewPasswordLink, PasswordLink)))]
pub struct Api;

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPasswordLink {
    /// Phone number in any spelling, or email address, of the account.
    #[schema(example = "0812 7000 0004")]
    pub login: String,
    /// Kept with the link; 1 to 200 characters.
    #[schema(example = "Call from the owner, phone lost")]
    pub reason: String,
    /// Also turns the second factor off when the link is used.
    #[serde(default)]
    pub without_code: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordLink {
    #[schema(example = "Budi Santoso")]
    pub name: String,
    /// Shown in this answer and never again; good for one hour and once.
    pub url: String,
}

/// Makes a link with which the owner of an account chooses a new password.
#[utoipa::path(
    post,
    path = "/api/v1/platform/password-links",
    tag = "platform",
    request_body = NewPasswordLink,
    responses((status = 201, body = PasswordLink), (status = 404), (status = 422))
)]
pub async fn make(
    operator: Operator,
    State(store): State<Store>,
    browser: Browser,
    Json(new): Json<NewPasswordLink>,
) -> web::Result {
    let typed = Typed { login: new.login, reason: new.reason, code: String::new() };
    let (login, reason) = pages::understood(&typed, browser.texts()).map_err(Error::Invalid)?;
    let mut tx = operator.begin().await?;
    let Some((name, url)) = pages::settle(&mut tx, &store, &login, &reason, new.without_code).await? else {
        let mut faults = Faults::default();
        faults.put("login", browser.texts().get("rescue-nobody"));
        return Err(Error::Invalid(faults));
    };
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(PasswordLink { name, url })).into_response())
}
