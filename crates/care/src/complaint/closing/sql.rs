//! Statements about what closes by itself.

use chrono::TimeDelta;
use kernel::{Instant, Zone};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// One whose reporter is to be warned.
pub struct Waiting {
    pub id: Uuid,
    pub number: i32,
    pub place: String,
    pub words: String,
    pub closes_at: Instant,
}

pub async fn zone(tx: &mut TenantTx) -> Result<Zone> {
    let code = sqlx::query_scalar!("select zone from complex").fetch_one(tx).await?;
    Ok(Zone::from_code(&code).unwrap_or_default())
}

pub async fn start(tx: &mut TenantTx, id: Uuid, closes_at: Instant) -> Result<()> {
    sqlx::query!(
        "update complaint set closes_at = $2, warned_at = null where complaint_id = $1 and state = 'solved'",
        id,
        closes_at
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn stop(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    sqlx::query!("update complaint set closes_at = null, warned_at = null where complaint_id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn warned(tx: &mut TenantTx, id: Uuid, closes_at: Instant) -> Result<()> {
    sqlx::query!(
        "update complaint set closes_at = $2, warned_at = scope_now() where complaint_id = $1",
        id,
        closes_at
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Those that close within so long and whose reporter does not know; nobody moves them until this transaction is over.
pub async fn to_warn(tx: &mut TenantTx, ahead: TimeDelta) -> Result<Vec<Waiting>> {
    let until = tx.now() + ahead;
    let rows = sqlx::query_as!(
        Waiting,
        r#"select c.complaint_id as id, c.number, c.words, c.closes_at as "closes_at!",
                  coalesce((select u.code from unit_mark u where u.unit_id = c.unit_id), c.place) as "place!"
             from complaint c
            where c.closes_at <= $1 and c.warned_at is null order by c.complaint_id for update of c"#,
        until
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Those whose day has come, and whose reporter was warned of it.
pub async fn to_close(tx: &mut TenantTx) -> Result<Vec<Uuid>> {
    let rows = sqlx::query_scalar!(
        "select complaint_id from complaint
          where closes_at <= scope_now() and warned_at is not null order by complaint_id for update"
    );
    Ok(rows.fetch_all(tx).await?)
}
