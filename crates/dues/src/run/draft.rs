//! From a planned invoice to one that can be issued, with the snapshot that explains it for ever. Pure.

use kernel::{BillingRunId, Date, InvoiceId, OverrideId, Period};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    charge::{PlannedInvoice, PlannedLine, UnitInPeriod, UnitPlan, Usage},
    invoice::{InvoiceKind, NewInvoice, NewLine},
};

/// What all invoices of an issue have in common.
#[derive(Clone, Copy, Debug)]
pub struct Issue {
    pub period: Period,
    pub issued_on: Date,
    pub due_on: Date,
    pub run: Option<BillingRunId>,
}

/// How the figures came to be. What stands in the line's own columns (tariff, quantity, rate) is not said twice.
#[derive(Serialize)]
struct Snapshot<'a> {
    unit: UnitFacts<'a>,
    lines: Vec<LineFacts<'a>>,
}

#[derive(Serialize)]
struct UnitFacts<'a> {
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    unit_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    land_m2: Option<rust_decimal::Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    building_m2: Option<rust_decimal::Decimal>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    handed_over_on: Option<Date>,
}

/// Of the line at the same place.
#[derive(Serialize)]
struct LineFacts<'a> {
    from: Date,
    /// Not included.
    until: Date,
    share: (u32, u32),
    #[serde(skip_serializing_if = "Option::is_none")]
    r#override: Option<OverrideId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<&'a Usage>,
}

/// The invoices of a unit's plan.
pub fn invoices(
    unit: &UnitInPeriod,
    plan: UnitPlan,
    issue: Issue,
    replaces: Option<InvoiceId>,
) -> Vec<NewInvoice> {
    plan.invoices.into_iter().map(|planned| invoice(unit, planned, issue, replaces)).collect()
}

fn invoice(
    unit: &UnitInPeriod,
    planned: PlannedInvoice,
    issue: Issue,
    replaces: Option<InvoiceId>,
) -> NewInvoice {
    NewInvoice {
        kind: InvoiceKind::Dues,
        unit: unit.unit,
        unit_code: unit.code.clone(),
        period: issue.period,
        payer: planned.payer,
        payer_name: planned.payer_name,
        issued_on: issue.issued_on,
        due_on: issue.due_on,
        snapshot: snapshot(unit, &planned.lines),
        lines: planned.lines.into_iter().map(line).collect(),
        run: issue.run,
        replaces,
    }
}

fn line(planned: PlannedLine) -> NewLine {
    NewLine {
        charge_type: Some(planned.charge_type),
        tariff: Some(planned.tariff),
        part: planned.part,
        period: planned.period,
        fund: planned.fund,
        income_account: planned.income_account,
        description: planned.description,
        quantity: planned.quantity,
        rate: planned.rate,
        tax: planned.tax,
        amount: planned.amount,
        priority: planned.priority,
        penalty_for: None,
    }
}

fn snapshot(unit: &UnitInPeriod, lines: &[PlannedLine]) -> serde_json::Value {
    let facts = |line: &'_ PlannedLine| (line.stretch, line.share, line.r#override);
    let lines = lines.iter().map(|line| {
        let (stretch, share, r#override) = facts(line);
        LineFacts { from: stretch.from, until: stretch.until, share, r#override, usage: line.usage.as_ref() }
    });
    let unit = UnitFacts {
        unit_type: &unit.unit_type,
        land_m2: unit.land_m2,
        building_m2: unit.building_m2,
        status: unit.status.code(),
        handed_over_on: unit.handed_over_on,
    };
    serde_json::to_value(Snapshot { unit, lines: lines.collect() })
        .expect("facts are plain data with text keys")
}

/// The readings that these plans stand on.
pub fn readings(plan: &UnitPlan) -> impl Iterator<Item = Uuid> {
    let lines = plan.invoices.iter().flat_map(|invoice| &invoice.lines);
    lines
        .filter_map(|line| line.usage.as_ref())
        .flat_map(|usage| usage.reading_ids.iter().map(|id| id.uuid()))
}
