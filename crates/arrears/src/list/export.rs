//! The current filter as a spreadsheet, every line of it; or the ticked houses.

use dues::owing::Owing;
use kernel::Date;
use spreadsheet::{Column, Format, Separator, Table, WriteFault};
use tenancy::{May, Place, policy::SeeArrears};
use web::{Browser, Form, Query, texts::Texts};

use super::{
    chosen::{self, Chosen},
    pages::Filter,
};
use crate::common::within;

pub async fn download(may: May<SeeArrears>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let rows = chosen::all(&mut tx, &filter.wanted(within(&may)), today).await?;
    sheet(&rows, &filter.format, browser.texts(), may.place(), today)
}

pub async fn ticked(
    may: May<SeeArrears>,
    browser: Browser,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let chosen = Chosen::of(&fields);
    let rows = chosen.rows(&mut tx, within(&may), today).await?;
    sheet(&rows, chosen.format(), browser.texts(), may.place(), today)
}

fn sheet(rows: &[Owing], format: &str, words: &'static Texts, place: &Place, today: Date) -> web::Result {
    let format = if format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
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
    for row in rows {
        line(&mut table, row).map_err(web::Error::broken)?;
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("tunggakan-{}-{today}.{}", place.slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

fn line(table: &mut Table<Vec<u8>>, row: &Owing) -> Result<(), WriteFault> {
    let ages = &row.ages;
    table.row(&[
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
}
