//! Statements about browsers. Pages see the caller's own by the row policy; the worker sees those of one delivery.

use std::collections::HashSet;

use kernel::{AccountId, EventId, Instant};
use tenancy::{AccountTx, Result, TenantTx};
use uuid::Uuid;

use super::browser::Subscription;

/// Of an account, for its owner.
pub struct Own {
    pub id: Uuid,
    pub endpoint: String,
    pub user_agent: String,
    pub created_at: Instant,
    pub used_at: Option<Instant>,
}

pub async fn own(tx: &mut AccountTx) -> Result<Vec<Own>> {
    let rows = sqlx::query_as!(
        Own,
        "select browser_id as id, endpoint, user_agent, created_at, used_at
           from push_browser order by created_at desc, browser_id desc"
    );
    Ok(rows.fetch_all(tx).await?)
}

/// False: another account holds this browser.
pub async fn keep(tx: &mut AccountTx, new: &Subscription, agent: &str) -> Result<bool> {
    let kept = sqlx::query_scalar!(
        r#"select keep_push_browser($1, $2, $3, $4, $5) as "kept!""#,
        EventId::new(tx.now()).uuid(),
        new.endpoint.as_str(),
        &new.p256dh,
        &new.auth,
        agent
    );
    Ok(kept.fetch_one(tx).await?)
}

/// False: the caller has none of this name.
pub async fn remove(tx: &mut AccountTx, id: Uuid) -> Result<bool> {
    let removed = sqlx::query!("delete from push_browser where browser_id = $1", id).execute(tx).await?;
    Ok(removed.rows_affected() > 0)
}

/// Which of these accounts have a browser.
pub async fn reached(tx: &mut TenantTx, accounts: &[AccountId]) -> Result<HashSet<AccountId>> {
    let accounts: Vec<Uuid> = accounts.iter().map(|account| account.uuid()).collect();
    let reached = sqlx::query_scalar!(
        r#"select account as "account!: AccountId" from push_reached($1) account"#,
        &accounts
    );
    Ok(reached.fetch_all(tx).await?.into_iter().collect())
}

/// Where a message goes and how it is sealed.
pub struct Browser {
    pub id: Uuid,
    pub endpoint: String,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
}

pub async fn of_delivery(tx: &mut TenantTx, delivery: Uuid) -> Result<Vec<Browser>> {
    let rows = sqlx::query_as!(
        Browser,
        r#"select browser_id as "id!", endpoint as "endpoint!", p256dh as "p256dh!", auth as "auth!"
             from push_browsers_of($1)"#,
        delivery
    );
    Ok(rows.fetch_all(tx).await?)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Taken,
    Gone,
}

/// What its service said of a browser.
pub async fn said(tx: &mut TenantTx, delivery: Uuid, browser: Uuid, said: Said) -> Result<()> {
    sqlx::query!("select push_said($1, $2, $3)", delivery, browser, said == Said::Gone).fetch_one(tx).await?;
    Ok(())
}
