//! The current filter as a spreadsheet: amounts as figures, days as days.

use spreadsheet::{Column, Format, Separator, Table, WriteFault};
use tenancy::{May, policy::SeePayments};
use web::{Browser, Query, texts::Texts};

use super::{
    list::Filter,
    sql::{self, ListRow},
};

/// Lines read in one statement.
const STEP: i64 = 1_000;

pub async fn download(may: May<SeePayments>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let format = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let words = browser.texts();
    let wanted = filter.wanted(&may);
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let mut table = Table::new(format, words.get("payments-title"), &columns(words), Vec::new())
        .map_err(web::Error::broken)?;
    let mut after = None;
    loop {
        let rows = sql::page(&mut tx, &wanted, after, STEP).await?;
        write(&mut table, words, &rows).map_err(web::Error::broken)?;
        match rows.last() {
            Some(last) if rows.len() == usize::try_from(STEP).unwrap_or(usize::MAX) => {
                after = Some((last.recorded_at, last.id));
            }
            _ => break,
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("pembayaran-{}-{today}.{}", may.place().slug, format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

fn columns(words: &'static Texts) -> Vec<Column> {
    vec![
        Column::new(words.get("receipt-number"), 18),
        Column::new(words.get("payment-value-on"), 14),
        Column::new(words.get("payment-units"), 16),
        Column::new(words.get("payment-payer"), 28),
        Column::new(words.get("payment-method"), 12),
        Column::new(words.get("payment-amount"), 16),
        Column::new(words.get("payments-state"), 16),
        Column::new(words.get("payment-reference"), 20),
        Column::new(words.get("payment-note"), 30),
    ]
}

fn write(table: &mut Table<Vec<u8>>, words: &'static Texts, rows: &[ListRow]) -> Result<(), WriteFault> {
    for row in rows {
        table.row(&[
            row.receipt_number.clone().into(),
            row.value_on.into(),
            row.units.as_str().into(),
            row.payer_name.as_str().into(),
            words.get(row.method.word()).into(),
            row.amount.get().into(),
            words.get(row.state.word()).into(),
            row.reference.as_str().into(),
            row.note.as_str().into(),
        ])?;
    }
    Ok(())
}
