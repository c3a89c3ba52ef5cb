//! The step that brings the fees in the books to what the facts say.

use std::collections::HashMap;

use dues::{
    invoice::{self, InvoiceKind, NewInvoice, NewLine},
    late::{LateInvoice, Whose, late_invoices},
    settle::{self, Amounts, NewReduction, ReductionKind},
};
use kernel::{Date, FundId, InvoiceId, LedgerAccountId, Locale, Period, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use tenancy::{Error, Result, TenantTx};

use super::{
    plan::{self, Addition, Scope, Step, Version},
    rule::Rule,
    sql,
};

/// What an assessment did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assessed {
    /// Units that were charged.
    pub units: usize,
    pub charged: Rupiah,
    pub taken_back: Rupiah,
}

/// Late fees go after everything else of the same age.
const PRIORITY: i16 = 900;

/// Brings the fees of these units to what is earned at the end of `as_of`. Twice is as good as once.
pub async fn assess(tx: &mut TenantTx, units: &[UnitId], as_of: Date, scope: Scope) -> Result<Assessed> {
    let versions = versions(tx).await?;
    if versions.is_empty() || units.is_empty() {
        return Ok(Assessed::default());
    }
    settle::lock_units(tx, units).await?;
    let invoices = late_invoices(tx, Whose::Units(units), as_of).await?;
    bring_to_terms(tx, &versions, &invoices, as_of, scope).await
}

/// The nightly round over everything that is open. Fees that grow daily are written down by `assess` with each payment
/// and at the month's end, not by 365 lines a year.
pub async fn assess_open(tx: &mut TenantTx, as_of: Date) -> Result<Assessed> {
    let month_ends = as_of == Period::of(as_of).last_day();
    let versions: Vec<Version> =
        versions(tx).await?.into_iter().filter(|version| month_ends || !version.rule.runs_daily()).collect();
    if versions.is_empty() {
        return Ok(Assessed::default());
    }
    let late = late_invoices(tx, Whose::Open, as_of).await?;
    let units: Vec<UnitId> = plan::by_unit(&late).map(|(unit, _)| unit).collect();
    settle::lock_units(tx, &units).await?;
    // Read again behind the lock: a clerk may have been quicker.
    let late = late_invoices(tx, Whose::Units(&units), as_of).await?;
    bring_to_terms(tx, &versions, &late, as_of, Scope::Exactly).await
}

/// What these units would owe in fees at the end of `as_of` beyond what is charged, for a page that says so.
pub async fn running(tx: &mut TenantTx, units: &[UnitId], as_of: Date) -> Result<HashMap<UnitId, Rupiah>> {
    let versions = versions(tx).await?;
    let late = late_invoices(tx, Whose::Units(units), as_of).await?;
    let frozen = frozen(tx, &late).await?;
    let mut running = HashMap::new();
    for (unit, invoices) in plan::by_unit(&late) {
        let step = plan::step(&versions, invoices, &frozen, as_of, Scope::OnlyAdd);
        let sum = sum(step.add.iter().map(|add| add.amount))?;
        if sum > Rupiah::ZERO {
            running.insert(unit, sum);
        }
    }
    Ok(running)
}

/// A rule for invoices that are due from this day on.
pub async fn set_rule(
    tx: &mut TenantTx,
    from: Date,
    rule: &Rule,
    fund: FundId,
    decision: &str,
) -> Result<()> {
    let json = serde_json::to_value(rule).map_err(|fault| sqlx::Error::Encode(fault.into()))?;
    sql::follow(tx, from, &json, fund, decision).await
}

async fn bring_to_terms(
    tx: &mut TenantTx,
    versions: &[Version],
    late: &[LateInvoice],
    as_of: Date,
    scope: Scope,
) -> Result<Assessed> {
    let frozen = frozen(tx, late).await?;
    let income = Chart::load(tx).await?.account(Purpose::PenaltyIncome);
    let mut fresh: Vec<NewInvoice> = Vec::new();
    let mut freed = Vec::new();
    let mut done = Assessed::default();
    for (unit, invoices) in plan::by_unit(late) {
        let step = plan::step(versions, invoices, &frozen, as_of, scope);
        if !step.take_back.is_empty() {
            freed.push(unit);
        }
        done.taken_back = sum([done.taken_back, take_back(tx, &step, as_of).await?])?;
        if !step.add.is_empty() {
            done.units += 1;
            done.charged = sum([done.charged].into_iter().chain(step.add.iter().map(|add| add.amount)))?;
            fresh.push(penalty(invoices, &step.add, income, as_of));
        }
    }
    // Numbers in the order in which people look for houses, whichever order the rows came in.
    fresh.sort_by(|one, other| one.unit_code.cmp(&other.unit_code));
    invoice::issue(tx, fresh).await?;
    // A fee that was paid and is taken back leaves money; it pays what else is open.
    settle::apply_credit(tx, &freed).await?;
    Ok(done)
}

/// Fees that should never have been, one reduction for each penalty invoice they stand on.
async fn take_back(tx: &mut TenantTx, step: &Step, on: Date) -> Result<Rupiah> {
    let mut by_invoice: Vec<(InvoiceId, Vec<(i16, Rupiah)>)> = Vec::new();
    for (invoice, line, amount) in &step.take_back {
        match by_invoice.iter_mut().find(|(known, _)| known == invoice) {
            Some((_, lines)) => lines.push((*line, *amount)),
            None => by_invoice.push((*invoice, vec![(*line, *amount)])),
        }
    }
    let mut total = Rupiah::ZERO;
    for (invoice, lines) in by_invoice {
        total = sum([total].into_iter().chain(lines.iter().map(|(_, amount)| *amount)))?;
        let reduction = NewReduction {
            kind: ReductionKind::PenaltyReversal,
            invoice,
            amounts: Amounts::Lines(lines),
            reason: "Uang ternyata bergerak lebih awal dari yang tercatat saat denda dihitung".to_owned(),
            on,
            requested_by: None,
        };
        settle::reduce(tx, reduction).await?;
    }
    Ok(total)
}

/// One penalty invoice for a unit, a line for each invoice that is late; to whoever owes the newest of them.
fn penalty(invoices: &[LateInvoice], add: &[Addition], income: LedgerAccountId, on: Date) -> NewInvoice {
    let whose = add.last().map_or(&invoices[0], |last| &invoices[last.place]);
    let period = Period::of(on);
    let line = |add: &Addition| {
        let late = &invoices[add.place];
        NewLine {
            charge_type: None,
            tariff: None,
            part: 0,
            period,
            fund: add.fund,
            income_account: income,
            description: format!(
                "Denda {}, jatuh tempo {}",
                late.number,
                kernel::format::long_date(late.due_on, Locale::Id)
            ),
            quantity: None,
            rate: None,
            tax: Rupiah::ZERO,
            amount: add.amount,
            priority: PRIORITY,
            penalty_for: Some(late.invoice),
        }
    };
    NewInvoice {
        kind: InvoiceKind::Penalty,
        unit: whose.unit,
        unit_code: whose.unit_code.clone(),
        period,
        payer: whose.payer,
        payer_name: whose.payer_name.clone(),
        issued_on: on,
        due_on: on,
        lines: add.iter().map(line).collect(),
        snapshot: serde_json::json!({ "as_of": on }),
        run: None,
        replaces: None,
    }
}

async fn versions(tx: &mut TenantTx) -> Result<Vec<Version>> {
    let rows = sql::versions(tx).await?;
    rows.into_iter()
        .map(|row| {
            let rule = serde_json::from_value(row.rule).map_err(|fault| sqlx::Error::Decode(fault.into()))?;
            Ok(Version { from: row.from, until: row.until, rule, fund: row.fund })
        })
        .collect()
}

async fn frozen(tx: &mut TenantTx, late: &[LateInvoice]) -> Result<HashMap<InvoiceId, Date>> {
    let ids: Vec<InvoiceId> = late.iter().map(|late| late.invoice).collect();
    Ok(sql::frozen(tx, &ids).await?.into_iter().collect())
}

fn sum(amounts: impl IntoIterator<Item = Rupiah>) -> Result<Rupiah> {
    let mut total = Rupiah::ZERO;
    for amount in amounts {
        total = total.checked_add(amount).map_err(|_| Error::Conflict("amount_too_large".to_owned()))?;
    }
    Ok(total)
}
