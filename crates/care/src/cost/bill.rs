//! What was agreed to becomes an invoice of the house, in the transaction in which its complaint is solved.

use chrono::TimeDelta;
use dues::{
    invoice::{self, InvoiceKind, NewInvoice, NewLine},
    settle,
};
use homes::OccupancyKind;
use kernel::{Date, Period, PersonId, Rupiah, UnitId, Zone};
use ledger::{Chart, Purpose};
use serde_json::json;
use tenancy::TenantTx;

use super::{
    about,
    model::{Line, Standing},
    sql,
};
use crate::complaint::{
    sql::Complaint,
    tell::{self, CostStep},
    view::spoken,
};

/// Days in which it is to be paid.
const DAYS: i64 = 14;
/// After the month's dues, before nothing.
const PRIORITY: i16 = 100;

/// Issues the invoice of a locked complaint, if something was agreed to and not billed before. The house's credit pays
/// first, as with any invoice.
///
/// # Errors
/// Those of the books: a complex that lost an account that every complex begins with.
pub async fn bill(tx: &mut TenantTx, zone: Zone, complaint: &Complaint) -> web::Result<()> {
    let Some(estimate) = sql::newest(tx, complaint.id).await? else { return Ok(()) };
    let unit = sql::unit_of(tx, complaint.id).await?;
    let (Standing::Agreed, Some(unit)) = (estimate.standing(), unit) else { return Ok(()) };
    let lines = sql::lines(tx, estimate.id).await?;
    let today = zone.date(tx.now());
    let payer = payer(tx, unit, today).await?;
    let chart = Chart::load(tx).await?;
    let draft = draft(complaint, unit, payer, &lines, &chart, today);
    let issued = invoice::issue(tx, vec![draft]).await?;
    let issued = issued.first().expect("one draft becomes one invoice");
    sql::billed(tx, estimate.id, issued.id, &issued.number).await?;
    settle::apply_credit(tx, &[unit]).await?;
    tell::cost(tx, &about(complaint, &issued.number), CostStep::Billed, issued.total).await?;
    Ok(())
}

/// Who pays for the house, or owns it, or lives there.
async fn payer(tx: &mut TenantTx, unit: UnitId, today: Date) -> tenancy::Result<Option<(PersonId, String)>> {
    let mut there = homes::occupants_on(tx, unit, today).await?;
    there.retain(|one| one.payer || one.kind != OccupancyKind::Staff);
    there.sort_by_key(|one| (!one.payer, one.kind != OccupancyKind::Owner));
    Ok(there.into_iter().next().map(|one| (one.person, one.name)))
}

fn draft(
    complaint: &Complaint,
    unit: UnitId,
    payer: Option<(PersonId, String)>,
    lines: &[Line],
    chart: &Chart,
    today: Date,
) -> NewInvoice {
    let (period, number) = (Period::of(today), spoken(complaint.number));
    let line = |line: &Line| NewLine {
        charge_type: None,
        tariff: None,
        part: 0,
        period,
        fund: chart.general_fund(),
        income_account: chart.account(Purpose::OtherIncome),
        description: format!("Keluhan {number}: {}", line.description),
        quantity: Some(line.quantity),
        rate: Some(line.rate.get().into()),
        tax: Rupiah::ZERO,
        amount: line.amount,
        priority: PRIORITY,
        penalty_for: None,
    };
    // The document is Indonesian, whoever solves it.
    let payer_name = match &payer {
        Some((_, name)) => name.clone(),
        None => format!("Penghuni {}", complaint.place),
    };
    NewInvoice {
        kind: InvoiceKind::Other,
        unit,
        unit_code: complaint.place.clone(),
        period,
        payer: payer.map(|(person, _)| person),
        payer_name,
        issued_on: today,
        due_on: today + TimeDelta::days(DAYS),
        lines: lines.iter().map(line).collect(),
        snapshot: json!({ "source": { "label": number, "path": format!("keluhan/{}", complaint.id) } }),
        run: None,
        replaces: None,
    }
}
