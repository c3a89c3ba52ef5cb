//! The run as a row: one at a time in a complex, locked by whoever works on it.

use kernel::{BillingRunId, Date, Instant, Period, Rupiah};
use serde::{Deserialize, Serialize};
use tenancy::{Result, TenantTx};

/// Who wanted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum StartedBy {
    Button,
    Schedule,
    Api,
}

impl StartedBy {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Schedule => "schedule",
            Self::Api => "api",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Run {
    pub id: BillingRunId,
    pub period: Period,
    pub issued_on: Date,
    pub due_on: Date,
    pub started_by: StartedBy,
    pub units_total: i32,
    pub units_done: i32,
    /// House number order: everything up to here is billed.
    pub done_up_to: String,
    pub invoices: i32,
    pub amount: Rupiah,
    pub started_at: Instant,
    /// Empty when the clock started it, or somebody this complex has no name for.
    pub by: String,
    pub finished_at: Option<Instant>,
    pub failed_at: Option<Instant>,
    /// The promise that would have been broken, or what the database said.
    pub failure: String,
}

/// A new run, unless one is at work: then nothing.
pub async fn insert(
    tx: &mut TenantTx,
    id: BillingRunId,
    period: Period,
    (issued_on, due_on): (Date, Date),
    by: StartedBy,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into billing_run (run_id, period, issued_on, due_on, started_by, units_total)
         select $1, $2, $3, $4, $5, count(*) from unit_mark where retired_at is null
         on conflict (complex_id) where finished_at is null and failed_at is null do nothing",
        id as BillingRunId,
        period.first_day(),
        issued_on,
        due_on,
        by.code(),
    );
    Ok(done.execute(tx).await?.rows_affected() == 1)
}

/// The run that is at work, or waits to be.
pub async fn active(tx: &mut TenantTx) -> Result<Option<BillingRunId>> {
    let id = sqlx::query_scalar!(
        r#"select run_id as "id: BillingRunId" from billing_run where finished_at is null and failed_at is null"#
    );
    Ok(id.fetch_optional(tx).await?)
}

/// Waits for whoever works on it, then holds it until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: BillingRunId) -> Result<Option<Run>> {
    sqlx::query!("select run_id from billing_run where run_id = $1 for update", id as BillingRunId)
        .fetch_optional(&mut *tx)
        .await?;
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: BillingRunId) -> Result<Option<Run>> {
    let run = sqlx::query_as!(
        Run,
        r#"select run_id as "id: BillingRunId", period as "period: Date", issued_on, due_on,
                  started_by as "started_by: StartedBy", units_total, units_done, done_up_to, invoices,
                  amount as "amount: Rupiah", started_at,
                  coalesce((select p.name from person_mark p where p.account_id = r.started_account
                               and p.merged_into is null limit 1), '') as "by!",
                  finished_at, failed_at, failure
             from billing_run r where run_id = $1"#,
        id as BillingRunId,
    );
    Ok(run.fetch_optional(tx).await?)
}

/// The newest runs first, behind this one.
pub async fn list(tx: &mut TenantTx, before: Option<BillingRunId>, most: i64) -> Result<Vec<Run>> {
    let runs = sqlx::query_as!(
        Run,
        r#"select run_id as "id: BillingRunId", period as "period: Date", issued_on, due_on,
                  started_by as "started_by: StartedBy", units_total, units_done, done_up_to, invoices,
                  amount as "amount: Rupiah", started_at,
                  coalesce((select p.name from person_mark p where p.account_id = r.started_account
                               and p.merged_into is null limit 1), '') as "by!",
                  finished_at, failed_at, failure
             from billing_run r where $1::uuid is null or run_id < $1 order by run_id desc limit $2"#,
        before as Option<BillingRunId>,
        most,
    );
    Ok(runs.fetch_all(tx).await?)
}

/// One step further.
pub async fn advance(
    tx: &mut TenantTx,
    id: BillingRunId,
    done_up_to: &str,
    units: i32,
    (invoices, amount): (i32, Rupiah),
) -> Result<()> {
    sqlx::query!(
        "update billing_run set done_up_to = $2, units_done = units_done + $3, invoices = invoices + $4,
                amount = amount + $5 where run_id = $1",
        id as BillingRunId,
        done_up_to,
        units,
        invoices,
        amount as Rupiah,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn finish(tx: &mut TenantTx, id: BillingRunId) -> Result<()> {
    sqlx::query!("update billing_run set finished_at = scope_now() where run_id = $1", id as BillingRunId)
        .execute(tx)
        .await?;
    Ok(())
}

/// Says why it stands still.
pub async fn fail(tx: &mut TenantTx, id: BillingRunId, failure: &str) -> Result<()> {
    sqlx::query!(
        "update billing_run set failed_at = scope_now(), failure = $2 where run_id = $1 and finished_at is null",
        id as BillingRunId,
        failure,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A run that stood still goes on; `billing_run_one_active` when another one is at work.
pub async fn resume(tx: &mut TenantTx, id: BillingRunId) -> Result<()> {
    sqlx::query!(
        "update billing_run set failed_at = null, failure = '' where run_id = $1 and failed_at is not null",
        id as BillingRunId
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The latest month that any run billed.
pub async fn latest_period(tx: &mut TenantTx) -> Result<Option<Period>> {
    let latest = sqlx::query_scalar!("select max(period) from billing_run");
    Ok(latest.fetch_one(tx).await?.map(Period::of))
}

pub async fn units_in_use(tx: &mut TenantTx) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"select count(*) as "units!" from unit_mark where retired_at is null"#);
    Ok(count.fetch_one(tx).await?)
}
