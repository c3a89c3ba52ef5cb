//! Money for a unit, what it settles, and what is left of it as the unit's credit (titipan).
//!
//! Whoever settles locks the units' accounts first ([`lock_units`]; each verb does), reads what is open, decides purely
//! ([`allocate`]), writes once, and posts. Two clerks at one unit follow each other; nothing is lost and nothing
//! counted twice.
//!
//! Deliberately absent: how the money came and who checked it (payments), and why an invoice shrinks (arrears).

mod back;
mod look;
mod model;
mod receive;
mod reduce;
mod refusal;
mod spread;
mod sql;
#[cfg(test)]
mod tests;
mod told;

use std::collections::BTreeSet;

pub use back::{refund, refund_as, release, reverse};
use kernel::{CreditId, Date, EntryId, LedgerAccountId, Rupiah, UnitId};
use ledger::Chart;
pub use look::{
    CreditMark, SettledInvoice, Standing, credits_of_source, credits_of_unit, settled_by, standing,
    unique_codes, unit_with_code,
};
pub use model::{Allocation, Claim, CreditLeft, OpenLine, Order, Use, allocate, allocate_chosen, apply};
pub use receive::{Applied, Received, apply_credit, apply_credit_to, receive, receive_all};
pub use reduce::{NewReduction, ReductionKind, reduce};
pub use refusal::{CREDIT_IS_LEFT, CREDIT_IS_WHOLE, INVOICE_IS_NOT_VOID, INVOICE_OWES_SO_MUCH};
pub use spread::Amounts;
use tenancy::{Error, Result, TenantTx};
pub use told::{CreditKept, InvoiceSettled};
use uuid::Uuid;

use crate::postings::Occasion;

/// Money that was received for one unit.
#[derive(Clone, Debug)]
pub struct Money {
    pub credit: CreditId,
    pub unit: UnitId,
    /// The document that brought it; a payment for three units has three of these.
    pub source: Uuid,
    /// How people name that document: `KW-2026-000123`.
    pub reference: String,
    /// The cash box or bank account where it lies.
    pub account: LedgerAccountId,
    pub amount: Rupiah,
    /// When it moved; what penalties go by.
    pub value_on: Date,
}

/// Locks the accounts of these units until the transaction ends, in a fixed order, so that two verbs wait for each
/// other and never fail by it. Units that have no account yet get theirs.
///
/// # Errors
/// [`Error::Missing`] when a unit is none of this complex.
pub async fn lock_units(tx: &mut TenantTx, units: &[UnitId]) -> Result<()> {
    let mut wanted = units.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut held = tx.known::<Locked>().cloned().unwrap_or_default();
    wanted.retain(|unit| !held.0.contains(unit));
    if wanted.is_empty() {
        return Ok(());
    }
    if sql::lock(tx, &wanted).await? < wanted.len() {
        sql::open_accounts(tx).await?;
        if sql::lock(tx, &wanted).await? < wanted.len() {
            return Err(Error::Missing);
        }
    }
    held.0.extend(wanted);
    tx.remember(held);
    Ok(())
}

/// The units whose accounts this transaction holds: verbs that call each other lock once.
#[derive(Clone, Default)]
struct Locked(BTreeSet<UnitId>);

/// The unit's credit (titipan): money that is neither used nor returned.
pub async fn credit_of(tx: &mut TenantTx, unit: UnitId) -> Result<Rupiah> {
    sql::credit_of(tx, unit).await
}

/// Titipan of these units: what is left of each credit.
pub async fn credits_left(tx: &mut TenantTx, units: &[UnitId]) -> Result<Vec<CreditLeft>> {
    sql::credits_left(tx, units).await
}

/// Lines of these units that are not settled in full, in no particular order.
pub async fn open_lines(tx: &mut TenantTx, units: &[UnitId]) -> Result<Vec<OpenLine>> {
    sql::open_lines(tx, units).await
}

/// What the complex settles first.
pub async fn order(tx: &mut TenantTx) -> Result<Order> {
    Ok(customs(tx).await?.order)
}

/// The business date in the complex's zone.
pub async fn today(tx: &mut TenantTx) -> Result<Date> {
    Ok(customs(tx).await?.today)
}

/// What every verb asks first.
#[derive(Clone, Copy)]
pub(crate) struct Customs {
    order: Order,
    today: Date,
}

async fn customs(tx: &mut TenantTx) -> Result<Customs> {
    if let Some(customs) = tx.known::<Customs>() {
        return Ok(*customs);
    }
    let (settle_first, today) = sql::customs(tx).await?;
    let order = settle_first.map_or(Order::default(), |code| Order::from_code(&code));
    let customs = Customs { order, today };
    tx.remember(customs);
    Ok(customs)
}

/// What every verb needs before it posts.
struct Books {
    chart: Chart,
    order: Order,
}

impl Books {
    async fn open(tx: &mut TenantTx) -> Result<Self> {
        Ok(Self { chart: Chart::load(tx).await?, order: order(tx).await? })
    }
}

/// The occasion of an entry whose money moved on `value_on`; booked on that day or the first open one behind it.
async fn occasion(tx: &mut TenantTx, source: Uuid, value_on: Date, memo: String) -> Result<Occasion> {
    let booked_on = ledger::open_day(tx, value_on).await?;
    Ok(Occasion { id: EntryId::new(tx.now()), source, booked_on, value_on, memo })
}
