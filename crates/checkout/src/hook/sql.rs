//! Statements about messages of the gateway.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub async fn insert(
    tx: &mut TenantTx,
    id: Uuid,
    body: &[u8],
    (order, said): (&str, &str),
    signature: &str,
    attempt: Option<Uuid>,
) -> Result<()> {
    sqlx::query!(
        "insert into gateway_message (message_id, body, order_id, said, signature, attempt_id)
         values ($1, $2, $3, $4, $5, $6)",
        id,
        body,
        order,
        said,
        signature,
        attempt,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What became of these messages.
pub async fn finish(tx: &mut TenantTx, messages: &[Uuid], outcome: &str, note: &str) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into gateway_message_outcome (message_id, outcome, note)
         select message_id, $2, left($3, 300) from unnest($1::uuid[]) message_id on conflict do nothing",
        messages,
        outcome,
        note,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub struct Message {
    pub body: Vec<u8>,
    pub order: String,
    pub said: String,
    pub signature: String,
    pub outcome: String,
    pub at: Instant,
}

/// Messages about an attempt, or those that are about none (unknown order, forged, unreadable); the newest first.
pub async fn messages(tx: &mut TenantTx, attempt: Option<Uuid>, most: i64) -> Result<Vec<Message>> {
    let rows = sqlx::query_as!(
        Message,
        r#"select m.body, m.order_id as "order", m.said, m.signature, m.at,
                  coalesce((select o.outcome from gateway_message_outcome o
                             where o.complex_id = m.complex_id and o.message_id = m.message_id
                             order by o.at desc limit 1), 'waits') as "outcome!"
             from gateway_message m
            where m.attempt_id is not distinct from $1
            order by m.message_id desc limit $2"#,
        attempt,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}
