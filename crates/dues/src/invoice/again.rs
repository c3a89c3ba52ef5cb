//! Void, and issue again: what was wrong is planned anew for that unit and month, with what is known today.

use kernel::{Date, InvoiceId, Period, UnitId};
use tenancy::{Error, Result, TenantTx};

use super::{issue, model::Issued, sql, void};
use crate::{
    charge,
    run::{self, Issue},
    settle,
};

/// The name under which [`Error::Conflict`] says that only the month's dues are planned anew.
pub const PLANNED_ANEW: &str = "invoice_is_of_dues";

/// Voids, and frees the meter readings that the invoice stood on.
pub async fn void_and_free(tx: &mut TenantTx, invoice: InvoiceId, reason: &str, on: Date) -> Result<()> {
    let readings = sql::readings_to_free(tx, invoice).await?;
    void(tx, invoice, reason, on).await?;
    run::unlock_readings(tx, &readings).await
}

/// Voids an invoice, and those that share a split charge with it, and issues what the unit should have got. The new
/// ones keep the month and are due no earlier than the old one; credit that was freed pays them at once. Answers what
/// was issued, possibly nothing.
pub async fn reissue(tx: &mut TenantTx, invoice: InvoiceId, reason: &str, on: Date) -> Result<Vec<Issued>> {
    let old = sql::find(tx, &invoice.to_string()).await?.ok_or(Error::Missing)?;
    if old.kind != super::InvoiceKind::Dues {
        return Err(Error::Conflict(PLANNED_ANEW.to_owned()));
    }
    settle::lock_units(tx, &[old.unit]).await?;
    for (sibling, _) in sql::siblings(tx, invoice).await? {
        void_and_free(tx, sibling, reason, on).await?;
    }
    void_and_free(tx, invoice, reason, on).await?;
    let due_on = old.due_on.max(on);
    let issued = plan_and_issue(tx, old.unit, old.period, (on, due_on), invoice).await?;
    settle::apply_credit(tx, &[old.unit]).await?;
    Ok(issued)
}

async fn plan_and_issue(
    tx: &mut TenantTx,
    unit: UnitId,
    period: Period,
    (issued_on, due_on): (Date, Date),
    replaces: InvoiceId,
) -> Result<Vec<Issued>> {
    let book = charge::book(tx, period).await?;
    let households = run::Households::alone(tx, &book, unit).await?;
    let Some(facts) = households.units.first() else { return Ok(Vec::new()) };
    let plan = charge::plan(&book, facts, households.billed(unit));
    let readings: Vec<_> = run::readings(&plan).collect();
    let drafts = run::invoices(facts, plan, Issue { period, issued_on, due_on, run: None }, Some(replaces));
    let issued = issue(tx, drafts).await?;
    run::lock_readings(tx, &readings).await?;
    Ok(issued)
}
