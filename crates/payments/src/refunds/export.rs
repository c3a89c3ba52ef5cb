//! The current filter as a spreadsheet.

use ledger::Chart;
use spreadsheet::{Column, Format, Separator, Table};
use tenancy::{May, policy::SeeDues};
use web::{Browser, Query};

use super::{
    pages::{Filter, account_name},
    sql,
};

/// Lines read in one statement.
const STEP: i64 = 1_000;

pub async fn download(may: May<SeeDues>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let words = browser.texts();
    let wanted = filter.wanted();
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let chart = Chart::load(&mut tx).await?;
    let columns = [
        ("refunds-on", 14),
        ("payment-units", 12),
        ("payment-amount", 16),
        ("refund-from", 20),
        ("payment-reason", 36),
        ("refunds-by", 24),
    ];
    let columns: Vec<Column> =
        columns.iter().map(|(key, width)| Column::new(words.get(key), *width)).collect();
    let mut table =
        Table::new(format, words.get("refunds-title"), &columns, Vec::new()).map_err(web::Error::broken)?;
    let mut after = None;
    loop {
        let rows = sql::page(&mut tx, &wanted, after, STEP).await?;
        for row in &rows {
            let account = account_name(chart.money_accounts(), row);
            table
                .row(&[
                    row.on.into(),
                    row.unit.as_str().into(),
                    row.amount.get().into(),
                    account.as_str().into(),
                    row.reason.as_str().into(),
                    row.by.as_str().into(),
                ])
                .map_err(web::Error::broken)?;
        }
        match rows.last() {
            Some(last) if rows.len() == usize::try_from(STEP).unwrap_or(usize::MAX) => {
                after = Some((last.on, last.id));
            }
            _ => break,
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("titipan-dikembalikan-{}-{today}.{}", may.place().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}
