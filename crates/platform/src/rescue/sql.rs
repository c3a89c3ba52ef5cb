//! Every statement about links that the staff makes.

use accounts::Login;
use kernel::Instant;
use tenancy::{PlatformTx, Result};
use uuid::Uuid;

#[derive(Debug)]
pub struct Wish<'w> {
    pub id: Uuid,
    pub login: &'w Login,
    pub reason: &'w str,
    pub without_code: bool,
}

/// The name of whose password the link changes; None when nobody signs in like that.
pub async fn make(tx: &mut PlatformTx, wish: &Wish<'_>) -> Result<Option<String>> {
    let (phone, email) = match wish.login {
        Login::Phone(phone) => (Some(phone.e164()), None),
        Login::Email(email) => (None, Some(email.as_str())),
    };
    let until = tx.now() + accounts::RESET_LIFE;
    let name = sqlx::query_scalar!(
        r#"select account_name as "name!" from make_staff_reset($1, $2, $3, 'operator', $4, $5, $6)"#,
        wish.id,
        phone,
        email,
        wish.reason,
        wish.without_code,
        until
    );
    Ok(name.fetch_optional(tx).await?)
}

#[derive(Debug)]
pub struct Made {
    pub whose: String,
    /// None for the command line.
    pub by: Option<String>,
    pub reason: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
}

/// The newest first.
pub async fn latest(tx: &mut PlatformTx, most: i64) -> Result<Vec<Made>> {
    let made = sqlx::query_as!(
        Made,
        r#"select a.name as whose, s.name as "by?", r.reason, r.created_at,
                  r.expires_at, r.used_at
             from account_reset r
             join account a on a.account_id = r.account_id
             left join account s on s.account_id = r.created_by
            where r.way <> 'mail'
            order by r.reset_id desc limit $1"#,
        most
    );
    Ok(made.fetch_all(tx).await?)
}
