//! One step of a run: a few thousand units planned, issued, paid from their credit, and the run advanced, all in one
//! transaction. Killed anywhere, a step leaves nothing, and the next worker begins where the last step ended.

use kernel::{BillingRunId, Rupiah, UnitId};
use tenancy::{Error, JobScope, Result, TenantTx};
use uuid::Uuid;

use super::{
    InvoicesIssued, draft,
    draft::Issue,
    households::Households,
    kill::{KillPoints, Killed},
    sql::{self, Run},
};
use crate::{
    charge::{self, ChargeBook},
    invoice::{self, Issued, NewInvoice},
    settle,
};

/// Units of one step. Memory and the wait of others for the units' accounts grow with it, round trips shrink.
pub const STEP: i64 = 2_000;

/// What remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Step,
    Nothing,
}

#[derive(Debug, thiserror::Error)]
pub enum StepFault {
    #[error(transparent)]
    Tenancy(#[from] Error),
    #[error(transparent)]
    Killed(#[from] Killed),
}

/// Does the next step of the run, whoever did the one before.
pub async fn step(scope: &JobScope, id: BillingRunId, kill: &KillPoints) -> Result<Next, StepFault> {
    let mut tx = scope.begin().await?;
    let run = sql::lock(&mut tx, id).await?.ok_or(Error::Missing)?;
    kill.pass("run.begun")?;
    if run.finished_at.is_some() {
        return Ok(Next::Nothing);
    }
    sql::resume(&mut tx, id).await?;
    let book = charge::book(&mut tx, run.period).await?;
    let households = Households::after(&mut tx, &book, None, &run.done_up_to, STEP).await?;
    let next = match households.up_to() {
        Some(up_to) => {
            let done = bill(&mut tx, &book, &households, &run, kill).await?;
            let units = i32::try_from(households.units.len()).unwrap_or(i32::MAX);
            sql::advance(&mut tx, id, up_to, units, done).await?;
            kill.pass("run.advanced")?;
            Next::Step
        }
        None => {
            sql::finish(&mut tx, id).await?;
            jobs::announce(&mut tx, &InvoicesIssued { run: id }).await?;
            kill.pass("run.announced")?;
            Next::Nothing
        }
    };
    tx.commit().await?;
    kill.pass("run.committed")?;
    Ok(next)
}

/// Answers how many invoices that were, and their sum.
async fn bill(
    tx: &mut TenantTx,
    book: &ChargeBook,
    households: &Households,
    run: &Run,
    kill: &KillPoints,
) -> Result<(i32, Rupiah), StepFault> {
    let Planned { invoices, units, readings } = planned(book, households, run);
    kill.pass("run.planned")?;
    if invoices.is_empty() {
        return Ok((0, Rupiah::ZERO));
    }
    // First the units, then the numbers: whoever voids and issues again holds them in the same order.
    settle::lock_units(tx, &units).await?;
    let issued = invoice::issue(tx, invoices).await?;
    kill.pass("run.issued")?;
    settle::apply_credit(tx, &units).await?;
    kill.pass("run.credited")?;
    sql::lock_readings(tx, &readings).await?;
    kill.pass("run.locked")?;
    Ok((i32::try_from(issued.len()).unwrap_or(i32::MAX), sum(&issued)?))
}

struct Planned {
    invoices: Vec<NewInvoice>,
    units: Vec<UnitId>,
    readings: Vec<Uuid>,
}

fn planned(book: &ChargeBook, households: &Households, run: &Run) -> Planned {
    let issue = Issue { period: run.period, issued_on: run.issued_on, due_on: run.due_on, run: Some(run.id) };
    let mut all = Planned { invoices: Vec::new(), units: Vec::new(), readings: Vec::new() };
    for unit in &households.units {
        let plan = charge::plan(book, unit, households.billed(unit.unit));
        all.readings.extend(draft::readings(&plan));
        let invoices = draft::invoices(unit, plan, issue, None);
        if !invoices.is_empty() {
            all.units.push(unit.unit);
            all.invoices.extend(invoices);
        }
    }
    all
}

fn sum(issued: &[Issued]) -> Result<Rupiah> {
    issued
        .iter()
        .try_fold(Rupiah::ZERO, |sum, one| sum.checked_add(one.total))
        .map_err(|_| Error::Conflict("amount_is_plausible".to_owned()))
}
