//! Beginning a run: a row that exists once, and a job in the same transaction.

use chrono::Datelike as _;
use kernel::{BillingRunId, Date, Period};
use tenancy::{Error, Result, TenantTx};

use super::{
    jobs::BillMonth,
    sql::{self, StartedBy},
};
use crate::{setting, settle};

/// What came of the wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    New(BillingRunId),
    /// Another one is at work; it was nudged.
    Active(BillingRunId),
}

impl Started {
    pub fn run(self) -> BillingRunId {
        match self {
            Self::New(run) | Self::Active(run) => run,
        }
    }
}

/// Begins to bill a month on today's date. Clicked twice, or by six people at once, there is one run. Invoices are never
/// due before they are issued.
pub async fn start(
    tx: &mut TenantTx,
    period: Period,
    due_on: Option<Date>,
    by: StartedBy,
) -> Result<Started> {
    let days = days(tx, period, due_on).await?;
    let id = BillingRunId::new(tx.now());
    if sql::insert(tx, id, period, days, by).await? {
        poke(tx, id).await?;
        return Ok(Started::New(id));
    }
    let active =
        sql::active(tx).await?.ok_or_else(|| Error::Conflict("billing_run_one_active".to_owned()))?;
    poke(tx, active).await?;
    Ok(Started::Active(active))
}

/// On which day invoices of this month would be issued today, and when they would be due.
pub async fn days(tx: &mut TenantTx, period: Period, due_on: Option<Date>) -> Result<(Date, Date)> {
    let issued_on = settle::today(tx).await?;
    let due_on = match due_on {
        Some(due_on) => due_on,
        None => setting::load(tx).await?.due_on(period),
    };
    Ok((issued_on, due_on.max(issued_on)))
}

/// Puts the job into the queue, where it may wait already.
pub async fn poke(tx: &mut TenantTx, run: BillingRunId) -> Result<()> {
    let plan = jobs::Plan::now().only_one(format!("bill {run}"));
    jobs::later_as(tx, &BillMonth { run }, plan).await?;
    Ok(())
}

/// A month that may be billed on this day: not later than the next one, not before the year 2000.
pub fn billable(period: Period, today: Date) -> bool {
    period <= Period::of(today).next() && period.first_day().year() >= 2000
}
