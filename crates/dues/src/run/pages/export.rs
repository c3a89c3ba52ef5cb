//! The planned month as a spreadsheet: a line for every charge of every unit.

use kernel::Period;
use serde::Deserialize;
use spreadsheet::{Column, Format, Separator, Table, WriteFault};
use tenancy::{May, policy::IssueInvoices};
use web::{Browser, Query, texts::Texts};

use super::Month;
use crate::{
    charge::{self, UnitInPeriod, UnitPlan},
    run::{households::Households, step::STEP},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    bulan: Month,
    format: String,
}

pub async fn download(may: May<IssueInvoices>, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let format = if asked.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let words = browser.texts();
    let mut tx = may.begin().await?;
    let period = asked.bulan.0.unwrap_or(Period::of(may.place().zone.date(tx.now())));
    let book = charge::book(&mut tx, period).await?;
    let mut table = Table::new(format, words.get("bill-sheet"), &columns(words), Vec::new())
        .map_err(web::Error::broken)?;
    let mut after = String::new();
    loop {
        let households = Households::after(&mut tx, &book, None, &after, STEP).await?;
        let Some(up_to) = households.up_to() else { break };
        for unit in &households.units {
            let plan = charge::plan(&book, unit, households.billed(unit.unit));
            write(&mut table, unit, &plan).map_err(web::Error::broken)?;
        }
        after = up_to.to_owned();
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("pratinjau-{}-{period}.{}", may.place().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

fn columns(words: &'static Texts) -> Vec<Column> {
    vec![
        Column::new(words.get("bill-unit"), 10),
        Column::new(words.get("bill-payer"), 28),
        Column::new(words.get("bill-charge"), 44),
        Column::new(words.get("bill-quantity"), 12),
        Column::new(words.get("bill-rate"), 14),
        Column::new(words.get("bill-total"), 16),
    ]
}

fn write(table: &mut Table<Vec<u8>>, unit: &UnitInPeriod, plan: &UnitPlan) -> Result<(), WriteFault> {
    for invoice in &plan.invoices {
        for line in &invoice.lines {
            table.row(&[
                unit.code.as_str().into(),
                invoice.payer_name.as_str().into(),
                line.description.as_str().into(),
                line.quantity.into(),
                line.rate.into(),
                line.amount.get().into(),
            ])?;
        }
    }
    Ok(())
}
