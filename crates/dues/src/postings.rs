//! Every way in which settling moves money, one function each; how an invoice is issued and voided stands in
//! `invoice::postings`. What a bookkeeper reads; docs/money.md is the same as a table.
//!
//! Receivables and titipan carry the unit as their subject. Income and receivable of a line stand in the fund of its
//! charge; titipan waits in the general fund, so money that titipan settles moves from the general fund to the line's.

use kernel::{Date, EntryId, Instant, LedgerAccountId, Rupiah, UnitId};
use ledger::{Chart, Draft, Entry, Purpose};
use tenancy::{Error, Result};
use uuid::Uuid;

use crate::settle::{Allocation, Claim, ReductionKind, Use};

/// When, and because of which document.
#[derive(Clone, Debug)]
pub struct Occasion {
    pub id: EntryId,
    /// The document; it has one entry of each kind, whatever is retried.
    pub source: Uuid,
    /// The day of the books, in an open month.
    pub booked_on: Date,
    /// The day on which the money really moved.
    pub value_on: Date,
    pub memo: String,
}

impl Occasion {
    /// The same day with a fresh entry and a fresh source, for a batch of entries without a document of their own.
    pub fn another(&self, now: Instant) -> Self {
        Self { id: EntryId::new(now), source: EntryId::new(now).uuid(), ..self.clone() }
    }
}

/// `payment_received`: Dr money, Cr receivable (unit) in the fund of each line; what no line asked for is titipan:
/// Dr money, Cr titipan (unit) in the general fund.
pub fn payment_received(
    chart: &Chart,
    on: Occasion,
    (unit, money): (UnitId, LedgerAccountId),
    allocations: &[Allocation],
    rest: Rupiah,
) -> Result<Entry> {
    let mut draft = draft("payment_received", on);
    for part in allocations {
        draft = draft.debit(money, part.fund, part.amount).credit_of(
            receivable(chart, part.claim),
            part.fund,
            part.amount,
            unit.uuid(),
        );
    }
    let general = chart.general_fund();
    balanced(draft.debit(money, general, rest).credit_of(titipan(chart), general, rest, unit.uuid()))
}

/// `credit_applied`: titipan pays what is open. Dr titipan (unit), Cr money in the general fund; Dr money, Cr receivable
/// (unit) in the fund of each line.
pub fn credit_applied(chart: &Chart, on: Occasion, uses: &[Use]) -> Result<Entry> {
    let general = chart.general_fund();
    let mut draft = draft("credit_applied", on);
    for Use { account, to, .. } in uses {
        draft = draft
            .debit_of(titipan(chart), general, to.amount, to.unit.uuid())
            .credit(*account, general, to.amount)
            .debit(*account, to.fund, to.amount)
            .credit_of(receivable(chart, to.claim), to.fund, to.amount, to.unit.uuid());
    }
    balanced(draft)
}

/// `credit_released`: an invoice gives back what settled it. The mirror of `credit_applied`.
pub fn credit_released(chart: &Chart, on: Occasion, uses: &[Use]) -> Result<Entry> {
    let general = chart.general_fund();
    let mut draft = draft("credit_released", on);
    for Use { account, to, .. } in uses {
        draft = draft
            .debit_of(receivable(chart, to.claim), to.fund, to.amount, to.unit.uuid())
            .credit(*account, to.fund, to.amount)
            .debit(*account, general, to.amount)
            .credit_of(titipan(chart), general, to.amount, to.unit.uuid());
    }
    balanced(draft)
}

/// `payment_reversed`: the payment never was. Dr receivable (unit), Cr money for what it settles; Dr titipan (unit),
/// Cr money for what is left of it.
pub fn payment_reversed(
    chart: &Chart,
    on: Occasion,
    (unit, money): (UnitId, LedgerAccountId),
    allocations: &[Allocation],
    left: Rupiah,
) -> Result<Entry> {
    let mut draft = draft("payment_reversed", on);
    for part in allocations {
        draft = draft.debit_of(receivable(chart, part.claim), part.fund, part.amount, unit.uuid()).credit(
            money,
            part.fund,
            part.amount,
        );
    }
    let general = chart.general_fund();
    balanced(draft.debit_of(titipan(chart), general, left, unit.uuid()).credit(money, general, left))
}

/// `credit_refunded`: titipan is paid back. Dr titipan (unit), Cr the cash box or bank it is taken from.
pub fn credit_refunded(
    chart: &Chart,
    on: Occasion,
    (unit, from): (UnitId, LedgerAccountId),
    amount: Rupiah,
) -> Result<Entry> {
    let general = chart.general_fund();
    let draft = draft("credit_refunded", on);
    balanced(draft.debit_of(titipan(chart), general, amount, unit.uuid()).credit(from, general, amount))
}

/// `invoice_reduced`: an invoice shrinks without money. Dr relief, Cr receivable (unit); a penalty that never should
/// have been takes its income back instead, a deposit that goes back its liability.
pub fn invoice_reduced(
    chart: &Chart,
    on: Occasion,
    kind: ReductionKind,
    cuts: &[(Allocation, LedgerAccountId)],
) -> Result<Entry> {
    let mut draft = draft("invoice_reduced", on);
    for (part, income) in cuts {
        draft = draft.debit(given_up(chart, kind, *income), part.fund, part.amount).credit_of(
            receivable(chart, part.claim),
            part.fund,
            part.amount,
            part.unit.uuid(),
        );
    }
    balanced(draft)
}

/// `reduction_released`: an invoice that is about to be void gives its reductions back. The mirror of
/// `invoice_reduced`.
pub fn reduction_released(
    chart: &Chart,
    on: Occasion,
    cuts: &[(ReductionKind, Allocation, LedgerAccountId)],
) -> Result<Entry> {
    let mut draft = draft("reduction_released", on);
    for (kind, part, income) in cuts {
        draft = draft
            .debit_of(receivable(chart, part.claim), part.fund, part.amount, part.unit.uuid())
            .credit(given_up(chart, *kind, *income), part.fund, part.amount);
    }
    balanced(draft)
}

/// What a unit owes stands here.
fn receivable(chart: &Chart, claim: Claim) -> LedgerAccountId {
    chart.account(match claim {
        Claim::Principal => Purpose::DuesReceivable,
        Claim::Penalty => Purpose::PenaltyReceivable,
    })
}

fn titipan(chart: &Chart) -> LedgerAccountId {
    chart.account(Purpose::Credit)
}

fn given_up(chart: &Chart, kind: ReductionKind, income: LedgerAccountId) -> LedgerAccountId {
    match kind {
        ReductionKind::PenaltyReversal | ReductionKind::DepositReturned => income,
        // What was never an income is not given up: whatever lowers a deposit lowers what is owed to the house.
        _ if income == chart.account(Purpose::Deposit) => income,
        _ => chart.account(Purpose::Relief),
    }
}

fn draft(kind: &'static str, on: Occasion) -> Draft {
    Entry::draft(on.id, kind, on.source, on.booked_on, on.value_on, on.memo)
}

/// Each line above is written with both of its sides, so what can be wrong is only its size.
fn balanced(draft: Draft) -> Result<Entry> {
    draft.balanced().map_err(|_| implausible())
}

fn implausible() -> Error {
    Error::Conflict("amount_is_plausible".to_owned())
}
