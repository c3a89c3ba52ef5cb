//! The bringing in: one opening invoice for each figure, titipan for what was paid ahead, all in the caller's
//! transaction.

use std::collections::HashMap;

use kernel::{CreditId, Locale, PersonId, Rupiah, UnitId, format};
use ledger::{Chart, Purpose};
use serde_json::json;
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

use super::{
    facts::Facts,
    judge::{Ahead, Fate, Owed, Seen},
    sql,
};
use crate::{
    charge::ChargeType,
    invoice::{InvoiceKind, Issued, NewInvoice, NewLine, issue},
    settle::{self, Money},
};

/// Which of two lines of one day is settled first where no charge says it: before everything else.
const PRIORITY: i16 = 1;

/// What was brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    pub invoices: Vec<Issued>,
    pub owed: Rupiah,
    pub ahead_units: usize,
    pub ahead: Rupiah,
}

/// The figures that can be brought in, apart.
pub fn ready(seen: &[Seen]) -> (Vec<Owed>, Vec<Ahead>) {
    let (mut owed, mut ahead) = (Vec::new(), Vec::new());
    for fate in seen.iter().map(|seen| &seen.fate) {
        match fate {
            Fate::Owed(one) => owed.push(one.clone()),
            Fate::Ahead(one) => ahead.push(one.clone()),
            Fate::Known | Fate::Faulty(_) => {}
        }
    }
    (owed, ahead)
}

/// Issues and books what is ready, in the order of the file. The units are locked already ([`super::facts::Intent`]).
///
/// # Errors
/// [`Error::Conflict`] with `invoice_opening_once`, `invoice_line_billed_once` or `credit_opening_once` when somebody
/// found another way in between.
pub async fn bring(tx: &mut TenantTx, seen: &[Seen], facts: &Facts) -> Result<Brought> {
    let (owed, ahead) = ready(seen);
    let chart = Chart::load(tx).await?;
    let payers = payers(tx, &owed, facts).await?;
    let drafts = owed.iter().zip(1..).map(|(one, place)| draft(one, payers.get(&place), facts, &chart));
    let invoices = issue(tx, drafts.collect()).await?;
    let money: Vec<Money> = ahead.iter().map(|one| paid_ahead(tx, one, facts, &chart)).collect();
    if !money.is_empty() {
        settle::receive_all(tx, &money, None).await?;
    }
    let mut units: Vec<UnitId> = owed.iter().map(|one| one.unit).collect();
    units.dedup();
    settle::apply_credit(tx, &units).await?;
    Ok(Brought {
        owed: sum(owed.iter().map(|one| one.amount))?,
        ahead: sum(ahead.iter().map(|one| one.amount))?,
        ahead_units: ahead.len(),
        invoices,
    })
}

pub fn sum(amounts: impl IntoIterator<Item = Rupiah>) -> Result<Rupiah> {
    let sum = amounts.into_iter().try_fold(Rupiah::ZERO, Rupiah::checked_add);
    sum.map_err(|_| Error::Conflict("amount_is_plausible".to_owned()))
}

/// By the place in the list, from one.
async fn payers(tx: &mut TenantTx, owed: &[Owed], facts: &Facts) -> Result<HashMap<i64, (PersonId, String)>> {
    let units: Vec<Uuid> = owed.iter().map(|one| one.unit.uuid()).collect();
    let days: Vec<_> = owed.iter().map(|one| one.period.last_day()).collect();
    let found = sql::payers(tx, (&units, &days), facts.today).await?;
    Ok(found.into_iter().map(|(place, person, name)| (place, (person, name))).collect())
}

fn draft(one: &Owed, payer: Option<&(PersonId, String)>, facts: &Facts, chart: &Chart) -> NewInvoice {
    let charge = facts.charges.iter().find(|charge| Some(charge.id) == one.charge);
    // The document is Indonesian, whoever brings it in.
    let note = format!("Dibawa dari catatan lama, baris {}", one.row);
    let mut snapshot = json!({ "note": note });
    if let Some(charge) = one.charge {
        snapshot["charge"] = json!(charge);
    }
    NewInvoice {
        kind: InvoiceKind::Opening,
        unit: one.unit,
        unit_code: one.unit_code.clone(),
        period: one.period,
        payer: payer.map(|(person, _)| *person),
        payer_name: payer.map_or_else(|| format!("Penghuni {}", one.unit_code), |(_, name)| name.clone()),
        issued_on: facts.today,
        due_on: one.due_on,
        lines: vec![line(one, charge, chart)],
        snapshot,
        run: None,
        replaces: None,
    }
}

fn line(one: &Owed, charge: Option<&ChargeType>, chart: &Chart) -> NewLine {
    let month = format::month(one.period, Locale::Id);
    NewLine {
        charge_type: one.charge,
        tariff: None,
        part: 0,
        period: one.period,
        fund: charge.map_or(chart.general_fund(), |charge| charge.fund),
        income_account: chart.account(Purpose::Opening),
        description: match charge {
            Some(charge) => format!("Tunggakan {} {month}", charge.name),
            None => format!("Tunggakan lama {month}"),
        },
        quantity: None,
        rate: None,
        tax: Rupiah::ZERO,
        amount: one.amount,
        priority: charge.map_or(PRIORITY, |charge| charge.priority),
        penalty_for: None,
    }
}

/// The cash is in the opening cash already, so the other side is the opening balance; the unit itself stands for the
/// document that brought it, and is so once.
fn paid_ahead(tx: &TenantTx, one: &Ahead, facts: &Facts, chart: &Chart) -> Money {
    Money {
        credit: CreditId::new(tx.now()),
        unit: one.unit,
        source: one.unit.uuid(),
        reference: "Saldo awal".to_owned(),
        account: chart.account(Purpose::Opening),
        amount: one.amount,
        value_on: facts.today,
    }
}
