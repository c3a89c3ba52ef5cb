//! Statements of the password reset. The rule who may lives in `may_reset` (0006_accounts.sql), because it looks
//! across complexes.

use chrono::TimeDelta;
use kernel::AccountId;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

const LIFE_MINUTES: i64 = 60;

pub async fn is_allowed(tx: &mut TenantTx, target: AccountId, helper: AccountId) -> Result<bool> {
    let allowed =
        sqlx::query_scalar!(r#"select may_reset($1, $2) as "allowed!""#, target.uuid(), helper.uuid());
    Ok(allowed.fetch_one(tx).await?)
}

pub async fn add(tx: &mut TenantTx, target: AccountId) -> Result<Uuid> {
    let id: Uuid = kernel::EventId::new(tx.now()).uuid();
    let expires_at = tx.now() + TimeDelta::minutes(LIFE_MINUTES);
    sqlx::query!(
        "insert into password_reset (reset_id, account_id, expires_at) values ($1, $2, $3)",
        id,
        target.uuid(),
        expires_at
    )
    .execute(tx)
    .await?;
    Ok(id)
}

#[derive(Debug)]
pub struct Open {
    pub account: AccountId,
    pub name: String,
}

/// None when the link was used, is too old, or its maker may no longer do this.
pub async fn open(tx: &mut TenantTx, id: Uuid) -> Result<Option<Open>> {
    let open = sqlx::query_as!(
        Open,
        r#"select account_id as "account!: AccountId", account_name as "name!" from open_reset($1)"#,
        id
    );
    Ok(open.fetch_optional(tx).await?)
}

pub async fn finish(tx: &mut TenantTx, id: Uuid, hash: &str) -> Result<bool> {
    let done = sqlx::query_scalar!(r#"select finish_reset($1, $2) as "done!""#, id, hash);
    Ok(done.fetch_one(tx).await?)
}
