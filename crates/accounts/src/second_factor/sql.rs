//! Statements of the second factor. Those of the own account pass the row policy; those of signing in are functions.

use kernel::AccountId;
use tenancy::{AccountTx, HallTx, Result};

#[derive(Debug)]
pub struct Factor {
    pub sealed_secret: Vec<u8>,
    pub is_confirmed: bool,
    pub codes_left: i64,
}

/// One that waits for its first code does so for a quarter of an hour.
pub async fn own(tx: &mut AccountTx) -> Result<Option<Factor>> {
    let factor = sqlx::query_as!(
        Factor,
        r#"select sealed_secret, (confirmed_at is not null) as "is_confirmed!",
                  (select count(*) from recovery_code where used_at is null) as "codes_left!"
             from second_factor
            where confirmed_at is not null or created_at > scope_now() - interval '15 minutes'"#
    );
    Ok(factor.fetch_optional(tx).await?)
}

pub async fn is_on(tx: &mut AccountTx) -> Result<bool> {
    let on = sqlx::query_scalar!(
        r#"select exists (select from second_factor where confirmed_at is not null) as "on!""#
    );
    Ok(on.fetch_one(tx).await?)
}

/// A new secret that waits for its first code; one that is in use stays.
pub async fn begin(tx: &mut AccountTx, sealed: &[u8]) -> Result<()> {
    sqlx::query!(
        "insert into second_factor as f (sealed_secret) values ($1)
         on conflict (account_id) do update
            set sealed_secret = excluded.sealed_secret, created_at = scope_now(), last_step = 0
          where f.confirmed_at is null",
        sealed
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// False when it was confirmed already, or the code of this step was used.
pub async fn confirm(tx: &mut AccountTx, step: i64) -> Result<bool> {
    let done = sqlx::query!(
        "update second_factor set confirmed_at = scope_now(), last_step = $1
          where confirmed_at is null and last_step < $1 and created_at > scope_now() - interval '15 minutes'",
        step
    );
    Ok(done.execute(tx).await?.rows_affected() == 1)
}

pub async fn keep_recovery_codes(tx: &mut AccountTx, hashes: &[Vec<u8>]) -> Result<()> {
    sqlx::query!("delete from recovery_code").execute(&mut *tx).await?;
    sqlx::query!("insert into recovery_code (code_hash) select unnest($1::bytea[])", hashes)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn turn_off(tx: &mut AccountTx) -> Result<()> {
    sqlx::query!("delete from recovery_code").execute(&mut *tx).await?;
    sqlx::query!("delete from second_factor").execute(tx).await?;
    Ok(())
}

pub async fn sealed_secret(tx: &mut HallTx, account: AccountId) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!("select sealed_secret_of($1)", account.uuid()).fetch_one(tx).await?)
}

pub async fn use_step(tx: &mut HallTx, account: AccountId, step: i64) -> Result<bool> {
    let used = sqlx::query_scalar!(r#"select use_code_step($1, $2) as "used!""#, account.uuid(), step);
    Ok(used.fetch_one(tx).await?)
}

pub async fn use_recovery_code(tx: &mut HallTx, account: AccountId, hash: &[u8; 32]) -> Result<bool> {
    let used =
        sqlx::query_scalar!(r#"select use_recovery_code($1, $2) as "used!""#, account.uuid(), &hash[..]);
    Ok(used.fetch_one(tx).await?)
}
