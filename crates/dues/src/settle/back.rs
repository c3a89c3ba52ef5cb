//! Money goes back: an invoice gives it back, a payment never was, titipan is paid out.

use kernel::{CreditId, Date, EntryId, InvoiceId, LedgerAccountId, ReductionId, Rupiah};
use ledger::Chart;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    lock_units,
    model::{self, Allocation, Use},
    occasion,
    receive::of_use,
    reduce::{ReductionKind, reducible},
    refusal::{CREDIT_IS_LEFT, CREDIT_IS_WHOLE, refused},
    sql,
    sql::SettlementDraft,
    told::write,
};
use crate::postings;

/// Takes back everything that settled an invoice, as a void needs it: money becomes the unit's credit again, reductions
/// are undone. Answers how much money came back. The credit is not applied to other invoices; see
/// [`super::apply_credit`].
pub async fn release(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Rupiah> {
    let row = sql::invoice(tx, invoice).await?;
    lock_units(tx, &[row.unit]).await?;
    let uses = sql::uses(tx, Some(invoice), None).await?;
    let chart = Chart::load(tx).await?;
    let money = release_uses(tx, &chart, &uses, &row.number).await?;
    release_reductions(tx, &chart, invoice, &row.number).await?;
    Ok(money)
}

/// Takes back these allocations and posts `credit_released`.
pub(super) async fn release_uses(
    tx: &mut TenantTx,
    chart: &Chart,
    uses: &[Use],
    memo: &str,
) -> Result<Rupiah> {
    let amount = model::sum(uses.iter().map(|a_use| a_use.to.amount));
    if uses.is_empty() {
        return Ok(amount);
    }
    let drafts: Vec<_> = uses.iter().map(|a_use| of_use(a_use, -a_use.to.amount.get())).collect();
    write(tx, &drafts).await?;
    let today = super::today(tx).await?;
    let on = occasion(tx, EntryId::new(tx.now()).uuid(), today, memo.to_owned()).await?;
    let entry = postings::credit_released(chart, on, uses)?;
    ledger::post(tx, &[entry]).await?;
    Ok(amount)
}

async fn release_reductions(tx: &mut TenantTx, chart: &Chart, invoice: InvoiceId, memo: &str) -> Result<()> {
    let taken = sql::reductions(tx, invoice).await?;
    if taken.is_empty() {
        return Ok(());
    }
    let lines = reducible(tx, invoice).await?;
    let mut drafts = Vec::with_capacity(taken.len());
    let mut cuts = Vec::with_capacity(taken.len());
    for cut in taken {
        let line = lines.iter().find(|line| line.open.line == cut.line).expect("a reduction is of a line");
        let part = Allocation { amount: cut.amount, ..line.open };
        drafts.push(undone(part, cut.reduction, cut.value_on));
        cuts.push((ReductionKind::from_code(&cut.kind), part, line.income));
    }
    write(tx, &drafts).await?;
    let today = super::today(tx).await?;
    let on = occasion(tx, EntryId::new(tx.now()).uuid(), today, memo.to_owned()).await?;
    let entry = postings::reduction_released(chart, on, &cuts)?;
    ledger::post(tx, &[entry]).await
}

fn undone(to: Allocation, reduction: ReductionId, value_on: Date) -> SettlementDraft {
    SettlementDraft { to, credit: None, reduction: Some(reduction), amount: -to.amount.get(), value_on }
}

/// The money never was: everything that it settled is open again, what was left of it is gone, and the books take it
/// back on `on` (`payment_reversed`). Other credit of the unit is not applied to what is open again; see
/// [`super::apply_credit`].
///
/// # Errors
/// [`tenancy::Error::Conflict`] with [`CREDIT_IS_WHOLE`] when some of it was paid back, or it was reversed before.
pub async fn reverse(tx: &mut TenantTx, credit: CreditId, on: Date, reason: &str) -> Result<()> {
    let unit = sql::credit(tx, credit).await?.unit;
    lock_units(tx, &[unit]).await?;
    let row = sql::credit(tx, credit).await?;
    if row.returned > Rupiah::ZERO {
        return Err(refused(CREDIT_IS_WHOLE));
    }
    let uses = sql::uses(tx, None, Some(credit)).await?;
    let drafts: Vec<_> = uses.iter().map(|a_use| of_use(a_use, -a_use.to.amount.get())).collect();
    write(tx, &drafts).await?;
    sql::return_credit(tx, credit, row.amount).await?;
    let chart = Chart::load(tx).await?;
    let on = occasion(tx, credit.uuid(), on, format!("{} · {reason}", row.reference)).await?;
    let allocations: Vec<Allocation> = uses.iter().map(|a_use| a_use.to).collect();
    let entry = postings::payment_reversed(&chart, on, (row.unit, row.account), &allocations, row.left)?;
    ledger::post(tx, &[entry]).await
}

/// Pays titipan back out of a cash box or bank account (`credit_refunded`); answers the id under which the books know
/// it.
pub async fn refund(
    tx: &mut TenantTx,
    credit: CreditId,
    amount: Rupiah,
    on: Date,
    from: LedgerAccountId,
    reason: &str,
) -> Result<Uuid> {
    let id = EntryId::new(tx.now()).uuid();
    refund_as(tx, id, (credit, amount), on, from, reason).await?;
    Ok(id)
}

/// The same under an id of the caller's, which the books take once.
///
/// # Errors
/// [`tenancy::Error::Conflict`] with [`CREDIT_IS_LEFT`] when the credit has less than that left.
pub async fn refund_as(
    tx: &mut TenantTx,
    id: Uuid,
    (credit, amount): (CreditId, Rupiah),
    on: Date,
    from: LedgerAccountId,
    reason: &str,
) -> Result<()> {
    let unit = sql::credit(tx, credit).await?.unit;
    lock_units(tx, &[unit]).await?;
    let row = sql::credit(tx, credit).await?;
    if amount <= Rupiah::ZERO || amount > row.left {
        return Err(refused(CREDIT_IS_LEFT));
    }
    sql::return_credit(tx, credit, amount).await?;
    let chart = Chart::load(tx).await?;
    let on = occasion(tx, id, on, format!("{} · {reason}", row.reference)).await?;
    let entry = postings::credit_refunded(&chart, on, (row.unit, from), amount)?;
    ledger::post(tx, &[entry]).await
}
