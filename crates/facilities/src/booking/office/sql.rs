//! What was set aside, and by whom.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub async fn set_aside(tx: &mut TenantTx, booking: Uuid, what: &[String], reason: &str) -> Result<()> {
    sqlx::query!(
        "insert into booking_override (booking_id, set_aside, reason) values ($1, $2, $3)",
        booking,
        what,
        reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The trace of a booking that a house could not have made itself.
pub struct Trace {
    pub set_aside: Vec<String>,
    pub reason: String,
    pub by: String,
    pub at: Instant,
}

pub async fn trace(tx: &mut TenantTx, booking: Uuid) -> Result<Option<Trace>> {
    let row = sqlx::query_as!(
        Trace,
        r#"select set_aside, reason, coalesce(account_name(by_account), '') as "by!", created_at as at
             from booking_override where booking_id = $1"#,
        booking
    );
    Ok(row.fetch_optional(tx).await?)
}
