//! A function of 0016_mail_and_retention.sql, called by the owner.

use accounts::Login;
use kernel::Instant;
use sqlx::PgConnection;
use uuid::Uuid;

pub struct Wish<'l> {
    pub id: Uuid,
    pub login: &'l Login,
    pub reason: String,
    pub without_code: bool,
    pub until: Instant,
}

/// The name of whose password the link changes; None when nobody signs in like that.
pub async fn make(owner: &mut PgConnection, wish: &Wish<'_>) -> sqlx::Result<Option<String>> {
    let (phone, email) = match wish.login {
        Login::Phone(phone) => (Some(phone.e164()), None),
        Login::Email(email) => (None, Some(email.as_str())),
    };
    sqlx::query_scalar("select account_name from make_staff_reset($1, $2, $3, 'command_line', $4, $5, $6)")
        .bind(wish.id)
        .bind(phone)
        .bind(email)
        .bind(&wish.reason)
        .bind(wish.without_code)
        .bind(wish.until)
        .fetch_optional(owner)
        .await
}
