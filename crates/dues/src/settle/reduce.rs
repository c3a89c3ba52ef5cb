//! An invoice shrinks without money: credit note, waiver, amnesty, a penalty that never should have been, write-off.

use chrono::Datelike as _;
use kernel::{AccountId, Date, InvoiceId, ReductionId};
use ledger::Chart;
use tenancy::{Result, TenantTx};

use super::{
    back::release_uses,
    lock_units,
    model::{self, Allocation},
    occasion,
    refusal::{INVOICE_IS_NOT_VOID, INVOICE_OWES_SO_MUCH, refused},
    spread::{self, Amounts, Cut, Reducible},
    sql,
    sql::{ReductionDraft, SettlementDraft},
    told,
};
use crate::postings;

/// Why an invoice shrinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReductionKind {
    /// The invoice asked for too much (nota kredit).
    CreditNote,
    /// Given up for one unit (keringanan).
    Waiver,
    /// Given up for many (pemutihan).
    Amnesty,
    /// The penalty should never have been: the payment was on time after all.
    PenaltyReversal,
    /// Nobody will ever pay it (dihapusbukukan).
    WriteOff,
    /// A deposit goes back: what was owed to the house is no longer owed.
    DepositReturned,
}

/// A reduction that somebody approved.
#[derive(Clone, Debug)]
pub struct NewReduction {
    pub kind: ReductionKind,
    pub invoice: InvoiceId,
    pub amounts: Amounts,
    /// 3 to 300 characters.
    pub reason: String,
    pub on: Date,
    /// Who asked for it; who approves is whoever writes it.
    pub requested_by: Option<AccountId>,
}

/// Takes an amount off an invoice and posts `invoice_reduced`. Where more goes off than is open, the money that settled
/// it becomes the unit's credit first.
///
/// # Errors
/// [`tenancy::Error::Conflict`] with [`INVOICE_OWES_SO_MUCH`] when the invoice, or one of the named lines, asks for
/// less, and with [`INVOICE_IS_NOT_VOID`].
pub async fn reduce(tx: &mut TenantTx, wanted: NewReduction) -> Result<ReductionId> {
    let unit = sql::invoice(tx, wanted.invoice).await?.unit;
    lock_units(tx, &[unit]).await?;
    let invoice = sql::invoice(tx, wanted.invoice).await?;
    if invoice.is_void {
        return Err(refused(INVOICE_IS_NOT_VOID));
    }
    let lines = reducible(tx, wanted.invoice).await?;
    let cuts = spread::spread(&lines, &wanted.amounts).ok_or_else(|| refused(INVOICE_OWES_SO_MUCH))?;
    if cuts.is_empty() {
        return Err(refused(INVOICE_OWES_SO_MUCH));
    }
    let chart = Chart::load(tx).await?;
    make_room(tx, &chart, &wanted, &cuts, &invoice.number).await?;
    write(tx, &chart, &wanted, &cuts, &invoice.number).await
}

/// The lines of an invoice with what is open and what is paid.
pub(super) async fn reducible(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Vec<Reducible>> {
    let rows = sql::reducible(tx, invoice).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let claim = sql::claim(row.is_penalty);
            let (line, unit, fund) = (row.line, row.unit, row.fund);
            let open = Allocation { invoice, line, unit, claim, fund, amount: row.open };
            Reducible { open, income: row.income, paid: row.paid }
        })
        .collect())
}

async fn make_room(
    tx: &mut TenantTx,
    chart: &Chart,
    wanted: &NewReduction,
    cuts: &[Cut],
    memo: &str,
) -> Result<()> {
    if cuts.iter().all(|cut| cut.from_paid == kernel::Rupiah::ZERO) {
        return Ok(());
    }
    let uses = sql::uses(tx, Some(wanted.invoice), None).await?;
    let back: Vec<_> =
        cuts.iter().flat_map(|cut| spread::make_room(&uses, cut.to.line, cut.from_paid)).collect();
    release_uses(tx, chart, &back, memo).await?;
    Ok(())
}

async fn write(
    tx: &mut TenantTx,
    chart: &Chart,
    wanted: &NewReduction,
    cuts: &[Cut],
    invoice: &str,
) -> Result<ReductionId> {
    let id = ReductionId::new(tx.now());
    let on = occasion(tx, id.uuid(), wanted.on, format!("{invoice} · {}", wanted.reason)).await?;
    let year = on.booked_on.year();
    let number = format!("KR-{year}-{:04}", ledger::take_numbers(tx, &format!("KR-{year}"), 1).await?);
    let draft = ReductionDraft {
        id,
        number: &number,
        kind: wanted.kind,
        invoice: wanted.invoice,
        amount: model::sum(cuts.iter().map(|cut| cut.to.amount)),
        reason: &wanted.reason,
        on: wanted.on,
        requested_by: wanted.requested_by,
    };
    sql::keep_reduction(tx, &draft).await?;
    let settled: Vec<_> = cuts.iter().map(|cut| taken_off(cut.to, id, wanted.on)).collect();
    told::write(tx, &settled).await?;
    let parts: Vec<_> = cuts.iter().map(|cut| (cut.to, cut.income)).collect();
    let entry = postings::invoice_reduced(chart, on, wanted.kind, &parts)?;
    ledger::post(tx, &[entry]).await?;
    Ok(id)
}

fn taken_off(to: Allocation, reduction: ReductionId, value_on: Date) -> SettlementDraft {
    SettlementDraft { to, credit: None, reduction: Some(reduction), amount: to.amount.get(), value_on }
}

impl ReductionKind {
    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CreditNote => "credit_note",
            Self::Waiver => "waiver",
            Self::Amnesty => "amnesty",
            Self::PenaltyReversal => "penalty_reversal",
            Self::WriteOff => "write_off",
            Self::DepositReturned => "deposit_returned",
        }
    }

    /// The database's check allows nothing else.
    pub fn from_code(code: &str) -> Self {
        match code {
            "waiver" => Self::Waiver,
            "amnesty" => Self::Amnesty,
            "penalty_reversal" => Self::PenaltyReversal,
            "write_off" => Self::WriteOff,
            "deposit_returned" => Self::DepositReturned,
            _ => Self::CreditNote,
        }
    }
}
