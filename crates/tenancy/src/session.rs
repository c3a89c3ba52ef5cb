//! Sessions: a signed-in browser. The cookie holds a random secret; the table holds its hash.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use kernel::{AccountId, SessionId};

use crate::{AccountTx, HallTx, Result, secret_hash};

/// Signed in for a month from the last sign-in; residents use their own phones.
const LIFE_DAYS: i64 = 30;

/// A session that begins. `secret` goes into the cookie and is seen nowhere else.
#[derive(Debug)]
pub struct NewSession {
    pub id: SessionId,
    pub secret: String,
}

/// Who begins a session, and from where.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    pub account: AccountId,
    pub user_agent: &'a str,
    pub address: &'a str,
    /// False while a second factor is still due: such a session opens no door.
    pub verified: bool,
}

pub async fn start_session(tx: &mut HallTx, sign_in: SignIn<'_>) -> Result<NewSession> {
    let random: [u8; 32] = rand::random();
    let secret = BASE64_URL_SAFE_NO_PAD.encode(random);
    let now = tx.now();
    let id = SessionId::new(now);
    sqlx::query("select start_session($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(sign_in.account)
        .bind(&secret_hash(&secret)[..])
        .bind(now + TimeDelta::days(LIFE_DAYS))
        .bind(sign_in.verified)
        .bind(sign_in.user_agent.chars().take(200).collect::<String>())
        .bind(sign_in.address)
        .execute(tx)
        .await?;
    Ok(NewSession { id, secret })
}

/// The second factor was shown.
pub async fn verify_session(tx: &mut HallTx, secret: &str) -> Result<()> {
    sqlx::query("select verify_session($1)").bind(&secret_hash(secret)[..]).execute(tx).await?;
    Ok(())
}

/// Ends one session of the account in scope, effective at the next request.
pub async fn revoke_session(tx: &mut AccountTx, id: SessionId) -> Result<()> {
    sqlx::query("update session set revoked_at = scope_now() where session_id = $1 and revoked_at is null")
        .bind(id)
        .execute(tx)
        .await?;
    Ok(())
}
