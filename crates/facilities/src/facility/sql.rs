//! Statements about facilities and when they are closed.

use kernel::{EventId, Instant};
use sqlx::types::Json;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{Draft, Facility};
use crate::availability::Week;

impl From<Json<Self>> for Week {
    fn from(kept: Json<Self>) -> Self {
        kept.0
    }
}

/// By name; without those that cannot be booked, unless they are wanted too.
pub(crate) async fn all(tx: &mut TenantTx, with_shut: bool) -> Result<Vec<Facility>> {
    let rows = sqlx::query_as!(
        Facility,
        r#"select facility_id as id, name, description, rules, places, slot_minutes, pause_minutes, notice_hours,
                  ahead_days, week as "week: Json<Week>",
                  needs_approval, most_open, most_daily, most_weekly, most_monthly, prime_from, prime_to, most_prime,
                  is_open
             from facility where is_open or $1 order by name"#,
        with_shut
    );
    Ok(rows.fetch_all(tx).await?)
}

pub(crate) async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Facility>> {
    let row = sqlx::query_as!(
        Facility,
        r#"select facility_id as id, name, description, rules, places, slot_minutes, pause_minutes, notice_hours,
                  ahead_days, week as "week: Json<Week>",
                  needs_approval, most_open, most_daily, most_weekly, most_monthly, prime_from, prime_to, most_prime,
                  is_open
             from facility where facility_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

/// The same, and nobody else books it until this transaction is over: racers queue here instead of meeting in the
/// exclusion constraint, where PostgreSQL would have to break deadlocks.
pub(crate) async fn lock(tx: &mut TenantTx, id: Uuid) -> Result<Option<Facility>> {
    sqlx::query!("select facility_id from facility where facility_id = $1 for no key update", id)
        .fetch_optional(&mut *tx)
        .await?;
    find(tx, id).await
}

/// Writes a new facility.
///
/// # Errors
/// The database's; `facility_name_once` when the name is taken.
pub async fn add(tx: &mut TenantTx, draft: &Draft) -> Result<Uuid> {
    let id = EventId::new(tx.now()).uuid();
    let prime = draft.limits.prime;
    sqlx::query!(
        "insert into facility (facility_id, name, description, rules, places, slot_minutes, pause_minutes,
                notice_hours, ahead_days, week, needs_approval, is_open, most_open, most_daily, most_weekly,
                most_monthly, prime_from, prime_to, most_prime)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        id,
        draft.name,
        draft.description,
        draft.rules,
        draft.places,
        draft.slot_minutes,
        draft.pause_minutes,
        draft.notice_hours,
        draft.ahead_days,
        Json(&draft.week) as _,
        draft.needs_approval,
        draft.is_open,
        draft.limits.open,
        draft.limits.daily,
        draft.limits.weekly,
        draft.limits.monthly,
        prime.map(|(hours, _)| hours.opens),
        prime.map(|(hours, _)| hours.closes),
        prime.map(|(_, most)| most)
    )
    .execute(tx)
    .await?;
    Ok(id)
}

pub(crate) async fn change(tx: &mut TenantTx, id: Uuid, draft: &Draft) -> Result<()> {
    let prime = draft.limits.prime;
    sqlx::query!(
        "update facility set name = $2, description = $3, rules = $4, places = $5, slot_minutes = $6,
                pause_minutes = $7, notice_hours = $8, ahead_days = $9, week = $10, needs_approval = $11, is_open = $12,
                most_open = $13, most_daily = $14, most_weekly = $15, most_monthly = $16, prime_from = $17,
                prime_to = $18, most_prime = $19
          where facility_id = $1",
        id,
        draft.name,
        draft.description,
        draft.rules,
        draft.places,
        draft.slot_minutes,
        draft.pause_minutes,
        draft.notice_hours,
        draft.ahead_days,
        Json(&draft.week) as _,
        draft.needs_approval,
        draft.is_open,
        draft.limits.open,
        draft.limits.daily,
        draft.limits.weekly,
        draft.limits.monthly,
        prime.map(|(hours, _)| hours.opens),
        prime.map(|(hours, _)| hours.closes),
        prime.map(|(_, most)| most)
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// When it is closed, and why.
pub(crate) struct Closure {
    pub id: Uuid,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub reason: String,
}

/// Closures that touch the time from one instant to another.
pub(crate) async fn closures(
    tx: &mut TenantTx,
    facility: Uuid,
    from: Instant,
    to: Instant,
) -> Result<Vec<Closure>> {
    let rows = sqlx::query_as!(
        Closure,
        r#"select closure_id as id, lower(period) as "starts_at!", upper(period) as "ends_at!", reason
             from facility_closure where facility_id = $1 and period && tstzrange($2, $3) order by period"#,
        facility,
        from,
        to
    );
    Ok(rows.fetch_all(tx).await?)
}

pub(crate) async fn close(
    tx: &mut TenantTx,
    facility: Uuid,
    (from, to): (Instant, Instant),
    reason: &str,
) -> Result<()> {
    let id = EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into facility_closure (closure_id, facility_id, period, reason) values ($1, $2, tstzrange($3, $4), $5)",
        id,
        facility,
        from,
        to,
        reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn reopen(tx: &mut TenantTx, facility: Uuid, closure: Uuid) -> Result<bool> {
    let gone = sqlx::query!(
        "delete from facility_closure where facility_id = $1 and closure_id = $2",
        facility,
        closure
    );
    Ok(gone.execute(tx).await?.rows_affected() == 1)
}
