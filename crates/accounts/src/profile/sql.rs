//! Statements about the own account; the row policy shows no other.

use kernel::{Instant, Locale, PhoneNumber, SessionId};
use tenancy::{AccountTx, Result};

#[derive(Debug)]
pub struct Own {
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<String>,
    pub locale: Locale,
    pub sessions: i64,
    pub tokens: i64,
    pub has_second_factor: bool,
}

pub async fn own(tx: &mut AccountTx) -> Result<Own> {
    let own = sqlx::query_as!(
        Own,
        r#"select a.name, a.phone as "phone: PhoneNumber", a.email, a.locale as "locale: Locale",
                  (select count(*) from session s where s.revoked_at is null and s.verified_at is not null
                      and s.expires_at > scope_now()) as "sessions!",
                  (select count(*) from access_token t where t.revoked_at is null
                      and (t.expires_at is null or t.expires_at > scope_now())) as "tokens!",
                  exists (select from second_factor f where f.confirmed_at is not null) as "has_second_factor!"
             from account a"#
    );
    Ok(own.fetch_one(tx).await?)
}

#[derive(Debug)]
pub struct OwnClaim {
    pub complex_name: String,
    pub unit_code: String,
    pub created_at: Instant,
    pub approved: Option<bool>,
    pub reason: String,
}

pub async fn own_claims(tx: &mut AccountTx) -> Result<Vec<OwnClaim>> {
    let claims = sqlx::query_as!(
        OwnClaim,
        r#"select complex_name as "complex_name!", unit_code as "unit_code!", created_at as "created_at!", approved,
                  reason as "reason!"
             from own_claims()"#
    );
    Ok(claims.fetch_all(tx).await?)
}

pub async fn password_hash(tx: &mut AccountTx) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select password_hash from account").fetch_one(tx).await?)
}

pub async fn save(tx: &mut AccountTx, name: &str, locale: Locale) -> Result<()> {
    sqlx::query!("update account set name = $1, locale = $2", name, locale.code()).execute(tx).await?;
    Ok(())
}

pub async fn set_password(tx: &mut AccountTx, hash: &str) -> Result<()> {
    sqlx::query!("update account set password_hash = $1", hash).execute(tx).await?;
    Ok(())
}

/// Programs with a personal token have to get a new one.
pub async fn revoke_tokens(tx: &mut AccountTx) -> Result<()> {
    sqlx::query!("update access_token set revoked_at = scope_now() where revoked_at is null")
        .execute(tx)
        .await?;
    Ok(())
}

/// Everything that is signed in, except this session; apps included.
pub async fn sign_out_others(tx: &mut AccountTx, this: Option<SessionId>) -> Result<u64> {
    let sessions = sqlx::query!(
        "update session set revoked_at = scope_now() where revoked_at is null and session_id is distinct from $1",
        this.map(SessionId::uuid)
    );
    let ended = sessions.execute(&mut *tx).await?.rows_affected();
    let apps = sqlx::query!("update refresh_family set revoked_at = scope_now() where revoked_at is null");
    Ok(ended + apps.execute(tx).await?.rows_affected())
}
