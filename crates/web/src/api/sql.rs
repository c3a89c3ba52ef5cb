//! Every statement about idempotency keys.

use tenancy::{HallTx, Result, TenantTx};

/// What [`claim`] found under a key.
#[derive(Debug)]
pub struct Claimed {
    pub outcome: String,
    pub status: Option<i32>,
    pub location: Option<String>,
    pub body: Option<String>,
}

pub async fn claim(tx: &mut TenantTx, key: &str, hash: &[u8]) -> Result<Claimed> {
    let found = sqlx::query_as!(
        Claimed,
        r#"select outcome as "outcome!", status, location, body from claim_idempotency_key($1, $2)"#,
        key,
        hash
    )
    .fetch_one(tx)
    .await?;
    Ok(found)
}

pub async fn settle(
    tx: &mut TenantTx,
    key: &str,
    status: i32,
    location: Option<&str>,
    body: &str,
) -> Result<()> {
    sqlx::query!(
        "update idempotency_key set status = $2, location = $3, body = $4
          where account_id = current_account() and key = $1",
        key,
        status,
        location,
        body
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Answers that are older than two days, in all complexes. A job of the platform calls it.
pub async fn forget_keys(tx: &mut HallTx) -> Result<i64> {
    let forgotten =
        sqlx::query_scalar!(r#"select forget_idempotency_keys() as "forgotten!""#).fetch_one(tx).await?;
    Ok(forgotten)
}
