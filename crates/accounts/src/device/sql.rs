//! Statements about the own sessions, apps and sign-ins; the row policy shows no one else's.

use kernel::{Instant, SessionId, TokenFamilyId};
use tenancy::{AccountTx, Result};

#[derive(Debug)]
pub struct Session {
    pub id: SessionId,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub expires_at: Instant,
    pub user_agent: String,
    pub address: String,
}

#[derive(Debug)]
pub struct App {
    pub id: TokenFamilyId,
    pub device: String,
    pub last_used_at: Instant,
}

#[derive(Debug)]
pub struct SignInLine {
    pub at: Instant,
    pub outcome: String,
    pub address: String,
    pub user_agent: String,
}

pub async fn sessions(tx: &mut AccountTx) -> Result<Vec<Session>> {
    let sessions = sqlx::query_as!(
        Session,
        r#"select session_id as "id: SessionId", created_at, last_seen_at, expires_at, user_agent, address
             from session
            where revoked_at is null and verified_at is not null and expires_at > scope_now()
            order by last_seen_at desc, session_id
            limit 100"#
    );
    Ok(sessions.fetch_all(tx).await?)
}

pub async fn apps(tx: &mut AccountTx) -> Result<Vec<App>> {
    let apps = sqlx::query_as!(
        App,
        r#"select family_id as "id: TokenFamilyId", device, last_used_at
             from refresh_family
            where revoked_at is null and last_used_at > scope_now() - interval '30 days'
            order by last_used_at desc, family_id
            limit 100"#
    );
    Ok(apps.fetch_all(tx).await?)
}

pub async fn last_sign_ins(tx: &mut AccountTx) -> Result<Vec<SignInLine>> {
    let lines = sqlx::query_as!(
        SignInLine,
        "select at, outcome, address, user_agent from sign_in_event order by event_id desc limit 10"
    );
    Ok(lines.fetch_all(tx).await?)
}

/// False when there is no such session of one's own.
pub async fn end_app(tx: &mut AccountTx, id: TokenFamilyId) -> Result<bool> {
    let ended = sqlx::query!(
        "update refresh_family set revoked_at = scope_now() where family_id = $1 and revoked_at is null",
        id.uuid()
    );
    Ok(ended.execute(tx).await?.rows_affected() == 1)
}
