//! JSON: another address for the own account.

use axum::{http::StatusCode, response::IntoResponse as _};
use kernel::EmailAddress;
use notices::Mailer;
use serde::Deserialize;
use tenancy::SignedIn;
use utoipa::ToSchema;
use web::{Browser, Error, Faults, Json};

use crate::{
    own::{self, Confirmed},
    throttle::Attempt,
};

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewEmail {
    pub email: String,
    /// The account's password, once more.
    pub password: String,
}

/// Sends a link to the new address; it counts once the link was opened.
#[utoipa::path(post, path = "/api/v1/me/email", tag = "account", operation_id = "changeEmail",
    request_body = NewEmail,
    responses((status = 202), (status = 401), (status = 403),
        (status = 404, description = "this installation sends no mail"), (status = 422), (status = 429)))]
pub async fn ask(door: SignedIn, mailer: Mailer, browser: Browser, Json(new): Json<NewEmail>) -> web::Result {
    if !mailer.is_there() {
        return Err(Error::missing());
    }
    let texts = browser.texts();
    let Ok(email) = EmailAddress::parse(&new.email) else {
        return Err(fault("email", texts.get("account-email-wrong")));
    };
    let mut tx = match own::confirm(&door, new.password).await? {
        Confirmed::Yes(tx) => tx,
        Confirmed::No => return Err(fault("password", texts.get("own-password-wrong"))),
        Confirmed::Wait(wait) => return Err(Error::TooMany { wait_seconds: wait.0 }),
    };
    let attempt = Attempt::to_prove_email(&door.who().account.to_string());
    let wait = super::request(&mut tx, &email, &attempt).await?;
    tx.commit().await?;
    match wait {
        None => Ok(StatusCode::ACCEPTED.into_response()),
        Some(wait) => Err(Error::TooMany { wait_seconds: wait.0 }),
    }
}

fn fault(field: &str, sentence: &str) -> Error {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    Error::Invalid(faults)
}
