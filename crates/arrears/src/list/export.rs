//! The current filter as a spreadsheet, every line of it.

use dues::owing;
use spreadsheet::{Column, Format, Separator, Table};
use tenancy::{May, policy::SeeArrears};
use web::{Browser, Query};

use super::pages::Filter;
use crate::common::within;

/// Lines read in one statement.
const STEP: i64 = 1_000;

pub async fn download(may: May<SeeArrears>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let words = browser.texts();
    let wanted = filter.wanted(within(&may));
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let columns = [
        ("arrears-unit", 10),
        ("arrears-payer", 28),
        ("arrears-oldest", 14),
        ("arrears-count", 10),
        ("arrears-not-due", 16),
        ("arrears-to-30", 16),
        ("arrears-to-60", 16),
        ("arrears-to-90", 16),
        ("arrears-older", 16),
        ("arrears-amount", 16),
        ("arrears-credit-column", 16),
    ];
    let columns: Vec<Column> =
        columns.iter().map(|(key, width)| Column::new(words.get(key), *width)).collect();
    let mut table =
        Table::new(format, words.get("arrears-title"), &columns, Vec::new()).map_err(web::Error::broken)?;
    let mut after: Option<(kernel::Rupiah, String)> = None;
    loop {
        let key = after.as_ref().map(|(late, key)| (*late, key.as_str()));
        let rows = owing::units(&mut tx, &wanted, today, key, STEP).await?;
        for row in &rows {
            let ages = &row.ages;
            table
                .row(&[
                    row.code.as_str().into(),
                    row.payer_name.as_str().into(),
                    row.oldest_due.into(),
                    row.invoices.into(),
                    ages.not_due.get().into(),
                    ages.to_30.get().into(),
                    ages.to_60.get().into(),
                    ages.to_90.get().into(),
                    ages.older.get().into(),
                    ages.late().get().into(),
                    row.credit.get().into(),
                ])
                .map_err(web::Error::broken)?;
        }
        match rows.last() {
            Some(last) if rows.len() == usize::try_from(STEP).unwrap_or(usize::MAX) => {
                after = Some((last.ages.late(), last.sort_key.clone()));
            }
            _ => break,
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("tunggakan-{}-{today}.{}", may.place().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}
