//! Statements about the own address; the row policy shows no other account's.

use kernel::{AccountId, EmailAddress, Instant};
use tenancy::{AccountTx, Result};
use uuid::Uuid;

pub async fn own(tx: &mut AccountTx) -> Result<Option<EmailAddress>> {
    let email = sqlx::query_scalar!(r#"select email as "email: EmailAddress" from account"#);
    Ok(email.fetch_one(tx).await?)
}

/// Answers whose it would become.
pub async fn ask(tx: &mut AccountTx, id: Uuid, email: &EmailAddress, until: Instant) -> Result<AccountId> {
    let whose = sqlx::query_scalar!(
        r#"insert into email_proof (proof_id, email, expires_at) values ($1, $2, $3)
           returning account_id as "account: AccountId""#,
        id,
        email.as_str(),
        until
    );
    Ok(whose.fetch_one(tx).await?)
}

/// The address behind a link of one's own, if the link is still good.
pub async fn open(tx: &mut AccountTx, id: Uuid) -> Result<Option<EmailAddress>> {
    let email = sqlx::query_scalar!(
        r#"select email as "email: EmailAddress" from email_proof
            where proof_id = $1 and used_at is null and expires_at > scope_now()"#,
        id
    );
    Ok(email.fetch_optional(tx).await?)
}

/// From now on it is the account's; every other open link of this account is worth nothing.
///
/// # Errors
/// `account_email_key` when the address is another account's.
pub async fn confirm(tx: &mut AccountTx, email: &EmailAddress) -> Result<()> {
    sqlx::query!("update account set email = $1", email.as_str()).execute(&mut *tx).await?;
    sqlx::query!("update email_proof set used_at = scope_now() where used_at is null").execute(tx).await?;
    Ok(())
}
