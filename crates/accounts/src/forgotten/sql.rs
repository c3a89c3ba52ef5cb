//! Statements of the forgotten password; all are functions of 0016_mail_and_retention.sql.

use kernel::{AccountId, EmailAddress, Instant, Locale};
use tenancy::{HallTx, Result};
use uuid::Uuid;

/// Whose the address is, for the record of letters. Rows are written either way.
pub async fn ask(
    tx: &mut HallTx,
    id: Uuid,
    email: &EmailAddress,
    until: Instant,
) -> Result<Option<AccountId>> {
    let whose = sqlx::query_scalar!("select ask_account_reset($1, $2, $3)", id, email.as_str(), until);
    Ok(whose.fetch_one(tx).await?.map(AccountId::from_uuid))
}

/// Whose password a link changes.
#[derive(Debug)]
pub struct Open {
    pub name: String,
    pub email: Option<EmailAddress>,
    pub locale: Locale,
}

/// None when the link was used or is too old.
pub async fn open(tx: &mut HallTx, id: Uuid) -> Result<Option<Open>> {
    let open = sqlx::query_as!(
        Open,
        r#"select account_name as "name!", email as "email: EmailAddress", locale as "locale!: Locale"
             from open_account_reset($1)"#,
        id
    );
    Ok(open.fetch_optional(tx).await?)
}

/// Whose password was changed; None when somebody was faster.
pub async fn finish(tx: &mut HallTx, id: Uuid, hash: &str) -> Result<Option<AccountId>> {
    let whose = sqlx::query_scalar!("select finish_account_reset($1, $2)", id, hash);
    Ok(whose.fetch_one(tx).await?.map(AccountId::from_uuid))
}
