//! JSON: how an app signs in, stays signed in, and signs out.

use axum::{extract::State, http::StatusCode, response::IntoResponse as _};
use chrono::TimeDelta;
use kernel::{AccountId, Instant, TokenFamilyId};
use serde::{Deserialize, Serialize};
use tenancy::{Anyone, Credential, HallTx, Store};
use utoipa::ToSchema;
use web::{Browser, Error, Faults, Json};

use super::{model, sql};
use crate::{
    own, second_factor,
    sign_in::{self, Checked},
    visitor::Visitor,
};

const ACCESS_MINUTES: i64 = 15;
const REFRESH_DAYS: i64 = 30;

#[derive(Debug, Deserialize, ToSchema)]
pub struct AppSignIn {
    /// Phone number in any spelling, or email address.
    pub login: String,
    pub password: String,
    /// Code of the authenticator app or a recovery code, for accounts with a second factor.
    #[serde(default)]
    pub code: Option<String>,
    /// What the owner reads in the list of devices.
    #[serde(default)]
    pub device: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct RefreshToken {
    pub refresh_token: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TokenPair {
    /// Signed, for the Authorization header.
    pub access_token: String,
    /// Bearer
    pub token_type: String,
    /// Seconds.
    pub expires_in: i64,
    /// Good for one use within thirty days.
    pub refresh_token: String,
}

/// Signs an app in.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "tokens", operation_id = "createTokens",
    request_body = AppSignIn,
    responses((status = 201, body = TokenPair), (status = 401, description = "wrong number or password"),
        (status = 422, description = "a code is due or wrong"), (status = 429)))]
pub async fn sign_in(
    hall: Anyone,
    State(store): State<Store>,
    browser: Browser,
    visitor: Visitor,
    Json(form): Json<AppSignIn>,
) -> web::Result {
    let known = match sign_in::check_password(&hall, &form.login, form.password, &visitor).await? {
        Checked::Right(known) => known,
        Checked::Wrong => return Err(tenancy::Error::SignIn.into()),
        Checked::Wait(wait) => return Err(Error::TooMany { wait_seconds: wait.0 }),
    };
    if known.has_second_factor {
        require_code(&hall, &store, known.account, form.code.as_deref(), &browser, &visitor).await?;
    }
    let mut tx = hall.begin().await?;
    let refresh_token = model::new_refresh();
    let device: String =
        form.device.unwrap_or_default().chars().filter(|c| !c.is_control()).take(80).collect();
    let until = tx.now() + TimeDelta::days(REFRESH_DAYS);
    let family =
        sql::start_family(&mut tx, known.account, &refresh_token, until, device.trim(), &visitor).await?;
    sign_in::note(&mut tx, Some(known.account), "app", &visitor).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(pair(&store, (known.account, family), refresh_token)))
        .into_response())
}

/// A new pair for an old refresh token. A token that comes a second time ends the whole family: somebody has a copy.
#[utoipa::path(post, path = "/api/v1/tokens/refresh", tag = "tokens", operation_id = "refreshTokens",
    request_body = RefreshToken, responses((status = 200, body = TokenPair), (status = 401)))]
pub async fn refresh(
    hall: Anyone,
    State(store): State<Store>,
    Json(form): Json<RefreshToken>,
) -> web::Result {
    let mut tx = hall.begin().await?;
    let new = model::new_refresh();
    let until = tx.now() + TimeDelta::days(REFRESH_DAYS);
    let rotated = sql::rotate(&mut tx, &form.refresh_token, &new, until).await?;
    tx.commit().await?; // also when it ended the family
    match rotated {
        Some(rotated) if !rotated.reused => {
            Ok(axum::Json(pair(&store, (rotated.account, rotated.family), new)).into_response())
        }
        _ => Err(tenancy::Error::SignIn.into()),
    }
}

/// Signs the app out. The access token it still has is worth nothing from now on.
#[utoipa::path(delete, path = "/api/v1/tokens", tag = "tokens", operation_id = "revokeTokens",
    request_body = RefreshToken, responses((status = 204)))]
pub async fn sign_out(hall: Anyone, Json(form): Json<RefreshToken>) -> web::Result {
    let mut tx: HallTx = hall.begin().await?;
    sql::end_family(&mut tx, &form.refresh_token).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn require_code(
    hall: &Anyone,
    store: &Store,
    account: AccountId,
    code: Option<&str>,
    browser: &Browser,
    visitor: &Visitor,
) -> web::Result<()> {
    let code = code.map(str::trim).filter(|code| !code.is_empty());
    let Some(code) = code else { return Err(code_fault(browser.texts().get("sign-code-due"))) };
    let mut tx = hall.begin().await?;
    let shown = second_factor::show(&mut tx, store, account, code, visitor).await?;
    tx.commit().await?;
    match shown {
        second_factor::Shown::Right => Ok(()),
        second_factor::Shown::Wrong => Err(code_fault(browser.texts().get("sign-code-wrong"))),
        second_factor::Shown::Wait(wait) => Err(Error::TooMany { wait_seconds: wait.0 }),
    }
}

fn code_fault(sentence: &str) -> Error {
    let mut faults = Faults::default();
    faults.put("code", sentence);
    Error::Invalid(faults)
}

fn pair(store: &Store, whose: (AccountId, TokenFamilyId), refresh_token: String) -> TokenPair {
    let expires: Instant = store.now() + TimeDelta::minutes(ACCESS_MINUTES);
    TokenPair {
        access_token: Credential::sign_access_token(store, whose, own::all_abilities(), expires),
        token_type: "Bearer".to_owned(),
        expires_in: ACCESS_MINUTES * 60,
        refresh_token,
    }
}
