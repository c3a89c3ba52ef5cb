//! The current filter as a spreadsheet, every line of it: days as days, figures as figures.

use kernel::{Instant, Zone, format};
use spreadsheet::{Column, Format, Separator, Table, WriteFault};
use tenancy::{May, policy::HandleComplaints};
use web::{Browser, Query};

use crate::classifier::{self, Names};

use super::{
    super::view::spoken,
    filter::Filter,
    sql::{self, SheetRow},
};

/// Lines read in one statement.
const STEP: i64 = 1_000;

const COLUMNS: [(&str, u16); 15] = [
    ("care-desk-number", 10),
    ("care-category", 20),
    ("care-desk-priority", 10),
    ("care-place", 18),
    ("care-desk-words", 50),
    ("care-state", 14),
    ("care-fact-assignee", 20),
    ("care-fact-reporter", 22),
    ("care-fact-reported", 14),
    ("care-desk-due", 20),
    ("care-desk-solved-on", 14),
    ("care-desk-closed-on", 14),
    ("care-fact-reopened", 10),
    ("care-desk-stars", 8),
    ("care-support", 10),
];

pub async fn download(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let format = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let (words, place, wanted) = (browser.texts(), may.place(), filter.wanted());
    let columns: Vec<Column> =
        COLUMNS.iter().map(|(key, width)| Column::new(words.get(key), *width)).collect();
    let mut table =
        Table::new(format, words.get("care-title"), &columns, Vec::new()).map_err(web::Error::broken)?;
    let mut tx = may.begin().await?;
    let names = classifier::names(&mut tx).await?;
    let mut after = None;
    loop {
        let rows = sql::sheet(&mut tx, &wanted, after, STEP).await?;
        for row in &rows {
            line(&mut table, &names, &browser, place.zone, row).map_err(web::Error::broken)?;
        }
        after = rows.last().map(SheetRow::mark);
        if rows.len() < usize::try_from(STEP).unwrap_or(usize::MAX) {
            break;
        }
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("keluhan-{}-{}.{}", place.slug, place.zone.date(tx.now()), format.extension());
    Ok(web::download(bytes, format.content_type(), &name))
}

fn line(
    table: &mut Table<Vec<u8>>,
    names: &Names,
    browser: &Browser,
    zone: Zone,
    row: &SheetRow,
) -> Result<(), WriteFault> {
    let words = browser.texts();
    let day = |at: Instant| zone.date(at);
    table.row(&[
        spoken(row.number).into(),
        names.of(row.category, browser.locale()).as_str().into(),
        words.get(row.priority.word()).into(),
        row.place.as_str().into(),
        row.words.as_str().into(),
        words.get(row.state.word()).into(),
        row.assignee.as_str().into(),
        row.reporter.as_str().into(),
        day(row.created_at).into(),
        row.due_at.map(|due| format::date_time(due, zone, browser.locale())).into(),
        row.solved_at.map(day).into(),
        row.closed_at.map(day).into(),
        i64::from(row.reopened).into(),
        row.rating.map(i64::from).into(),
        row.supporters.into(),
    ])
}
