//! Statements about what the caller was told.

use kernel::Instant;
use sqlx::types::Json;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::outbox::{Facts, Kind};

pub struct Told {
    pub id: Uuid,
    pub kind: Kind,
    pub facts: Json<Facts>,
    pub at: Instant,
    pub is_read: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    All,
    Unread,
}

/// The newest first; `before` is the last one seen.
pub async fn own(tx: &mut TenantTx, shown: Shown, before: Option<Uuid>, limit: i64) -> Result<Vec<Told>> {
    let rows = sqlx::query_as!(
        Told,
        r#"select d.delivery_id as id, n.kind as "kind: Kind", n.facts as "facts: Json<Facts>", n.at,
                  (d.state = 'read') as "is_read!"
             from notice_delivery d join notice n using (complex_id, notice_id)
            where d.channel = 'app' and d.account_id = current_account()
              and ($1::uuid is null or d.delivery_id < $1) and (not $2 or d.state = 'delivered')
            order by d.delivery_id desc limit $3"#,
        before,
        shown == Shown::Unread,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn one(tx: &mut TenantTx, id: Uuid) -> Result<Option<Told>> {
    let row = sqlx::query_as!(
        Told,
        r#"select d.delivery_id as id, n.kind as "kind: Kind", n.facts as "facts: Json<Facts>", n.at,
                  (d.state = 'read') as "is_read!"
             from notice_delivery d join notice n using (complex_id, notice_id)
            where d.channel = 'app' and d.account_id = current_account() and d.delivery_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

/// How many of the caller's are unread, up to a hundred.
pub async fn unread(tx: &mut TenantTx) -> Result<i64> {
    let unread = sqlx::query_scalar!(
        r#"select count(*) as "unread!" from (
               select from notice_delivery
                where channel = 'app' and state = 'delivered' and account_id = current_account() limit 100) u"#
    );
    Ok(unread.fetch_one(tx).await?)
}

/// Marks the caller's as read: one, or all. Answers how many were not.
pub async fn read(tx: &mut TenantTx, one: Option<Uuid>) -> Result<i64> {
    let read = sqlx::query_scalar!(
        r#"with moved as (
               update notice_delivery set state = 'read'
                where channel = 'app' and state = 'delivered' and account_id = current_account()
                  and ($1::uuid is null or delivery_id = $1)
               returning delivery_id),
               noted as (insert into notice_event (delivery_id, state) select delivery_id, 'read' from moved)
           select count(*) as "read!" from moved"#,
        one
    );
    Ok(read.fetch_one(tx).await?)
}
