//! Walking through the whole complex for a preview: the same way that the run goes, without writing.

use kernel::{Date, Period, UnitId};
use tenancy::{Result, TenantTx};

use super::{
    households::{Households, Meters},
    preview::{self, Preview},
    sql,
    start::days,
    step::STEP,
};
use crate::charge::{self, ChargeBook, UnitInPeriod, UnitPlan};

/// A preview with the days that would stand on the invoices.
#[derive(Debug)]
pub struct Looked {
    pub preview: Preview,
    pub issued_on: Date,
    pub due_on: Date,
    pub has_charges: bool,
}

pub async fn look(tx: &mut TenantTx, period: Period) -> Result<Looked> {
    let (issued_on, due_on) = days(tx, period, None).await?;
    let book = charge::book(tx, period).await?;
    let last = sql::last_month(tx, period.previous()).await?;
    let last_units = sql::units_of_last_month(tx, period.previous()).await?;
    let mut preview = Preview::begin(&book, last, last_units);
    let meters = Meters::load(tx, &book).await?;
    let mut after = String::new();
    loop {
        let households = Households::after(tx, &book, Some(&meters), &after, STEP).await?;
        let Some(up_to) = households.up_to() else { break };
        let rows = sql::amounts_of_units(tx, &households.ids(), (period.previous(), period)).await?;
        let mut compared = preview::by_unit(rows, period);
        for unit in &households.units {
            let plan = charge::plan(&book, unit, households.billed(unit.unit));
            preview.add(&book, unit, &plan, &compared.remove(&unit.unit).unwrap_or_default());
        }
        after = up_to.to_owned();
    }
    let has_charges = !book.charges.is_empty();
    Ok(Looked { preview: preview.finish(), issued_on, due_on, has_charges })
}

/// What one unit would get, and why.
#[derive(Debug)]
pub struct OneUnit {
    pub book: ChargeBook,
    pub unit: UnitInPeriod,
    pub plan: UnitPlan,
}

/// None where there is no such unit in use.
pub async fn look_at(tx: &mut TenantTx, period: Period, unit: UnitId) -> Result<Option<OneUnit>> {
    let book = charge::book(tx, period).await?;
    let mut households = Households::alone(tx, &book, unit).await?;
    let billed = households.billed(unit).clone();
    let Some(unit) = households.units.pop() else { return Ok(None) };
    let plan = charge::plan(&book, &unit, &billed);
    Ok(Some(OneUnit { book, unit, plan }))
}
