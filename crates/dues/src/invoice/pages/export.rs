//! The current filter as a spreadsheet: amounts as figures, days as days.

use kernel::{Date, Period};
use spreadsheet::{Column, Format, Separator, Table, WriteFault};
use tenancy::{May, policy::SeeDues};
use web::{Browser, Query, Shell, texts::Texts};

use super::{filter::Filter, view};
use crate::invoice::sql::{self, From, Row, Standing};

/// Lines read in one statement.
const STEP: i64 = 2_000;

pub async fn download(may: May<SeeDues>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let words = browser.texts();
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let usual = sql::latest_period(&mut tx).await?.unwrap_or(Period::of(today));
    let wanted = filter.wanted(usual);
    let s = browser.office(&may, words.get("invoices-title"));
    let mut table = Table::new(format, words.get("invoices-title"), &columns(words), Vec::new())
        .map_err(web::Error::broken)?;
    let mut from = From::Start;
    loop {
        let rows = sql::page(&mut tx, &wanted, today, from, STEP).await?;
        write(&mut table, &s, &rows, today).map_err(web::Error::broken)?;
        match rows.last() {
            Some(last) => from = From::Behind(last.id),
            None => break,
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("tagihan-{}-{today}.{}", may.place().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

fn columns(words: &'static Texts) -> Vec<Column> {
    vec![
        Column::new(words.get("invoices-number"), 20),
        Column::new(words.get("bill-unit"), 10),
        Column::new(words.get("bill-payer"), 28),
        Column::new(words.get("invoices-what"), 26),
        Column::new(words.get("invoices-issued-on"), 14),
        Column::new(words.get("bill-due"), 14),
        Column::new(words.get("bill-total"), 16),
        Column::new(words.get("invoices-open"), 16),
        Column::new(words.get("bill-state"), 16),
    ]
}

fn write(table: &mut Table<Vec<u8>>, s: &Shell, rows: &[Row], today: Date) -> Result<(), WriteFault> {
    for row in rows {
        let standing = match Standing::of(row.open, row.due_on, row.is_void, today) {
            Standing::Unpaid => s.t("invoice-unpaid"),
            Standing::Late => s.t("invoice-late"),
            Standing::Paid => s.t("invoice-paid"),
            Standing::Void => s.t("invoice-void"),
        };
        let what = view::what(s, row.kind, row.period);
        table.row(&[
            row.number.as_str().into(),
            row.unit_code.as_str().into(),
            row.payer_name.as_str().into(),
            what.as_str().into(),
            row.issued_on.into(),
            row.due_on.into(),
            row.total.get().into(),
            row.open.get().into(),
            standing.into(),
        ])?;
    }
    Ok(())
}
