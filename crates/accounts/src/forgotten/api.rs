//! JSON: asking for a link to a new password.

use axum::{http::StatusCode, response::IntoResponse as _};
use kernel::EmailAddress;
use notices::Mailer;
use serde::Deserialize;
use tenancy::Anyone;
use utoipa::ToSchema;
use web::{Browser, Error, Faults, Json};

use crate::visitor::Visitor;

#[derive(Debug, Deserialize, ToSchema)]
pub struct PasswordResetRequest {
    /// The account's own, confirmed address.
    pub email: String,
}

/// Sends a link to this address if it is somebody's; the answer is the same either way.
#[utoipa::path(post, path = "/api/v1/password-resets", tag = "account", operation_id = "requestPasswordReset",
    request_body = PasswordResetRequest,
    responses((status = 202), (status = 404, description = "this installation sends no mail"), (status = 422),
        (status = 429)))]
pub async fn ask(
    hall: Anyone,
    mailer: Mailer,
    browser: Browser,
    visitor: Visitor,
    Json(wanted): Json<PasswordResetRequest>,
) -> web::Result {
    if !mailer.is_there() {
        return Err(Error::missing());
    }
    let Ok(email) = EmailAddress::parse(&wanted.email) else {
        let mut faults = Faults::default();
        faults.put("email", browser.texts().get("account-email-wrong"));
        return Err(Error::Invalid(faults));
    };
    match super::request(&hall, &visitor, &email).await? {
        None => Ok(StatusCode::ACCEPTED.into_response()),
        Some(wait) => Err(Error::TooMany { wait_seconds: wait.0 }),
    }
}
