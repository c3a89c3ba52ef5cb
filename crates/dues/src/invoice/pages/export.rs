//! The current filter as a spreadsheet: amounts as figures, days as days.

use kernel::{Date, Period};
use spreadsheet::{Column, Format, Separator, Table, WriteFault};
use tenancy::{May, policy::SeeDues};
use web::{Browser, Form, Query, Shell, texts::Texts};

use super::{chosen::Chosen, filter::Filter, view};
use crate::invoice::sql::{self, From, Row, Standing};

/// Lines read in one statement.
const STEP: i64 = 2_000;

/// The current filter, read step by step.
pub async fn download(may: May<SeeDues>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let usual = sql::latest_period(&mut tx).await?.unwrap_or(Period::of(today));
    let wanted = filter.wanted(usual);
    let mut sheet = Sheet::begin(&may, &browser, &filter.format, today)?;
    let mut from = From::Start;
    loop {
        let rows = sql::page(&mut tx, &wanted, today, from, STEP).await?;
        sheet.add(&rows)?;
        match rows.last() {
            Some(last) => from = From::Behind(last.id),
            None => return sheet.answer(),
        }
    }
}

/// The ticked invoices.
pub async fn chosen(
    may: May<SeeDues>,
    browser: Browser,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let chosen = Chosen::of(&fields);
    let mut sheet = Sheet::begin(&may, &browser, chosen.format(), today)?;
    sheet.add(&chosen.rows(&mut tx, today).await?)?;
    sheet.answer()
}

struct Sheet {
    table: Table<Vec<u8>>,
    format: Format,
    s: Shell,
    today: Date,
    name: String,
}

impl Sheet {
    fn begin(may: &May<SeeDues>, browser: &Browser, format: &str, today: Date) -> web::Result<Self> {
        let format = if format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
        let words = browser.texts();
        let table = Table::new(format, words.get("invoices-title"), &columns(words), Vec::new());
        Ok(Self {
            table: table.map_err(web::Error::broken)?,
            format,
            s: browser.office(may, words.get("invoices-title")),
            today,
            name: format!("tagihan-{}-{today}.{}", may.place().slug, format.extension()),
        })
    }

    fn add(&mut self, rows: &[Row]) -> web::Result<()> {
        write(&mut self.table, &self.s, rows, self.today).map_err(web::Error::broken)
    }

    fn answer(self) -> web::Result {
        let bytes = self.table.finish().map_err(web::Error::broken)?;
        Ok(web::download(bytes, self.format.content_type(), &self.name))
    }
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
