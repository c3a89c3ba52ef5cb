//! Money comes in, and credit pays what is open.

use kernel::{InvoiceId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    Books, Money,
    model::{self, Allocation, OpenLine, Use},
    occasion, sql,
    sql::SettlementDraft,
    told::{CreditKept, write},
};
use crate::postings;

/// What became of some money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub allocations: Vec<Allocation>,
    /// What no invoice asked for: the unit's credit now.
    pub rest: Rupiah,
}

/// What credit paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub uses: Vec<Use>,
    pub amount: Rupiah,
}

/// Takes money in for one unit: settles what is open (the named invoices first, then the oldest), keeps the rest as
/// credit, and posts `payment_received`.
///
/// # Errors
/// [`tenancy::Error::Conflict`] with `journal_entry_once` or `credit_pkey` when this money was received before.
pub async fn receive(tx: &mut TenantTx, money: Money, only: Option<&[InvoiceId]>) -> Result<Received> {
    let mut received = receive_all(tx, &[money], only).await?;
    Ok(received.pop().expect("one part has one answer"))
}

/// The same for a payment of several units; answers in the order of the parts.
pub async fn receive_all(
    tx: &mut TenantTx,
    parts: &[Money],
    only: Option<&[InvoiceId]>,
) -> Result<Vec<Received>> {
    let units: Vec<UnitId> = parts.iter().map(|part| part.unit).collect();
    super::lock_units(tx, &units).await?;
    let books = Books::open(tx).await?;
    let mut open = sql::open_lines(tx, &units).await?;
    let mut received = Vec::with_capacity(parts.len());
    let (mut drafts, mut entries) = (Vec::new(), Vec::with_capacity(parts.len()));
    for money in parts {
        let (of_unit, others): (Vec<_>, Vec<_>) = open.into_iter().partition(|line| line.unit == money.unit);
        let (allocations, rest) =
            model::allocate_chosen(&of_unit, only.unwrap_or_default(), money.amount, books.order);
        open = others.into_iter().chain(without(of_unit, &allocations)).collect();
        sql::keep(tx, money).await?;
        drafts.extend(allocations.iter().map(|part| settles(part, money)));
        let on = occasion(tx, money.credit.uuid(), money.value_on, money.reference.clone()).await?;
        let whose = (money.unit, money.account);
        entries.push(postings::payment_received(&books.chart, on, whose, &allocations, rest)?);
        received.push(Received { allocations, rest });
    }
    write(tx, &drafts).await?;
    ledger::post(tx, &entries).await?;
    for (money, _) in parts.iter().zip(&received).filter(|(_, received)| received.rest > Rupiah::ZERO) {
        jobs::announce(tx, &CreditKept { unit: money.unit }).await?;
    }
    Ok(received)
}

/// Pays what is open from the credit of these units: the oldest money first. One entry for each unit that had some.
pub async fn apply_credit(tx: &mut TenantTx, units: &[UnitId]) -> Result<Applied> {
    apply(tx, units, None).await
}

/// The same for one invoice alone, before what is older: what is kept of a deposit is paid by that deposit.
pub async fn apply_credit_to(tx: &mut TenantTx, unit: UnitId, invoice: InvoiceId) -> Result<Applied> {
    apply(tx, &[unit], Some(invoice)).await
}

async fn apply(tx: &mut TenantTx, units: &[UnitId], only: Option<InvoiceId>) -> Result<Applied> {
    super::lock_units(tx, units).await?;
    let credits = sql::credits_left(tx, units).await?;
    if credits.is_empty() {
        return Ok(Applied { uses: Vec::new(), amount: Rupiah::ZERO });
    }
    let with_credit: Vec<UnitId> = credits.iter().map(|credit| credit.unit).collect();
    let mut lines = sql::open_lines(tx, &with_credit).await?;
    lines.retain(|line| only.is_none_or(|invoice| line.invoice == invoice));
    let books = Books::open(tx).await?;
    let uses = model::apply(&credits, &lines, books.order);
    let amount = model::sum(uses.iter().map(|a_use| a_use.to.amount));
    if uses.is_empty() {
        return Ok(Applied { uses, amount });
    }
    let drafts: Vec<_> = uses.iter().map(|a_use| of_use(a_use, a_use.to.amount.get())).collect();
    write(tx, &drafts).await?;
    let today = super::today(tx).await?;
    let on = occasion(tx, Uuid::nil(), today, String::new()).await?;
    let mut entries = Vec::new();
    for of_unit in uses.chunk_by(|one, next| one.to.unit == next.to.unit) {
        entries.push(postings::credit_applied(&books.chart, on.another(tx.now()), of_unit)?);
    }
    ledger::post(tx, &entries).await?;
    Ok(Applied { uses, amount })
}

/// A settlement by an existing credit; negative takes it back.
pub(super) fn of_use(a_use: &Use, amount: i64) -> SettlementDraft {
    SettlementDraft {
        to: a_use.to,
        credit: Some(a_use.credit),
        reduction: None,
        amount,
        value_on: a_use.value_on,
    }
}

fn settles(part: &Allocation, money: &Money) -> SettlementDraft {
    SettlementDraft {
        to: *part,
        credit: Some(money.credit),
        reduction: None,
        amount: part.amount.get(),
        value_on: money.value_on,
    }
}

/// What is open after these allocations: a payment may name one unit twice.
fn without(lines: Vec<OpenLine>, allocations: &[Allocation]) -> Vec<OpenLine> {
    let mut lines = lines;
    for part in allocations {
        for line in lines.iter_mut().filter(|line| (line.invoice, line.line) == (part.invoice, part.line)) {
            line.open = model::less(line.open, part.amount);
        }
    }
    lines
}
