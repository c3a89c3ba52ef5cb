//! What the rule for late fees needs to know of an invoice: what was owed, since when, on which days it was settled,
//! and which fees it bears already.
//!
//! Deliberately absent: the rule itself (arrears) and everything that does not bear a fee: penalties, voluntary charges.

mod sql;

use std::collections::HashMap;

use kernel::{Date, InvoiceId, PersonId, Rupiah, UnitId};
pub use sql::open_penalties;
use tenancy::{Result, TenantTx};

/// Whose invoices are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// Everything of these units, paid or not: a late-recorded payment may show that a fee was wrong.
    Units(&'a [UnitId]),
    /// Every invoice that is open now.
    Open,
}

/// An invoice whose due day is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateInvoice {
    pub invoice: InvoiceId,
    pub number: String,
    pub unit: UnitId,
    pub unit_code: String,
    pub payer: Option<PersonId>,
    pub payer_name: String,
    pub is_opening: bool,
    pub due_on: Date,
    /// What may bear a fee, rupiah: compulsory charges and arrears from before.
    pub principal: Rupiah,
    /// What settled it, by the day the money moved; negative when that was taken back.
    pub settled: Vec<(Date, Rupiah)>,
    pub penalties: Vec<PenaltyLine>,
}

/// A fee that was charged for an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenaltyLine {
    pub invoice: InvoiceId,
    pub line: i16,
    pub amount: Rupiah,
    /// Of it, what was taken back because it should never have been. A waiver is not: that fee was earned.
    pub reversed: Rupiah,
    /// Of it, what was earned and given up: waivers, amnesties, write-offs.
    pub waived: Rupiah,
    pub open: Rupiah,
}

/// A fee, or what is left of it, that nobody paid or gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenPenalty {
    pub unit: UnitId,
    pub invoice: InvoiceId,
    pub line: i16,
    pub open: Rupiah,
}

/// The invoices that were due before `as_of`, oldest first within a unit. Void ones are none.
pub async fn late_invoices(tx: &mut TenantTx, whose: Whose<'_>, as_of: Date) -> Result<Vec<LateInvoice>> {
    let units = match whose {
        Whose::Units(units) => Some(units),
        Whose::Open => None,
    };
    let rows = sql::invoices(tx, units, as_of).await?;
    let ids: Vec<InvoiceId> = rows.iter().map(|row| row.invoice).collect();
    let mut settled: HashMap<InvoiceId, Vec<(Date, Rupiah)>> = HashMap::new();
    for row in sql::settled(tx, &ids).await? {
        settled.entry(row.invoice).or_default().push((row.value_on, row.amount));
    }
    let mut penalties: HashMap<InvoiceId, Vec<PenaltyLine>> = HashMap::new();
    for row in sql::penalties(tx, &ids).await? {
        let line = PenaltyLine {
            invoice: row.invoice,
            line: row.line,
            amount: row.amount,
            reversed: row.reversed,
            waived: row.waived,
            open: row.open,
        };
        penalties.entry(row.penalty_for).or_default().push(line);
    }
    let late = rows.into_iter().map(|row| LateInvoice {
        settled: settled.remove(&row.invoice).unwrap_or_default(),
        penalties: penalties.remove(&row.invoice).unwrap_or_default(),
        invoice: row.invoice,
        number: row.number,
        unit: row.unit,
        unit_code: row.unit_code,
        payer: row.payer,
        payer_name: row.payer_name,
        is_opening: row.is_opening,
        due_on: row.due_on,
        principal: row.principal,
    });
    Ok(late.collect())
}
