//! What runs under warranty, what is past its day, and the same as a spreadsheet.

use askama::Template;
use kernel::{Date, format};
use serde::Deserialize;
use spreadsheet::{Column, Format, Separator, Table};
use tenancy::{
    May,
    policy::{HandleComplaints, ManageComplex},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Tone},
};

use super::sql::{self, Row, Shelf};
use crate::complaint::view::spoken;

/// Lines of the page; the spreadsheet has all.
const PAGE: i64 = 200;
/// What nobody has, so that a sheet ends.
const SHEET: i64 = 100_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// `terlambat`, `selesai` or `semua`; else what runs.
    tampil: String,
    format: String,
}

impl Filter {
    fn shelf(&self) -> Shelf {
        match self.tampil.as_str() {
            "terlambat" => Shelf::Late,
            "selesai" => Shelf::Over,
            "semua" => Shelf::All,
            _ => Shelf::Running,
        }
    }
}

struct Line {
    href: String,
    number: String,
    unit: String,
    term: String,
    until: String,
    due: String,
    days: i64,
    words: String,
    badge: (&'static str, Tone),
    is_late: bool,
}

#[derive(Template)]
#[template(path = "warranty/list.html")]
struct Index {
    s: Shell,
    chips: Vec<Chip>,
    rows: Vec<Line>,
    /// Of the terms, for those who may change them.
    terms: String,
    xlsx: String,
    csv: String,
}

/// Days from the report to the solution, or to today.
fn days(row: &Row, today: Date) -> i64 {
    (row.solved_on.unwrap_or(today) - row.reported_on).num_days()
}

fn is_late(row: &Row, today: Date) -> bool {
    row.due_on < row.solved_on.unwrap_or(today)
}

pub async fn index(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let (place, shelf) = (may.place(), filter.shelf());
    let mut tx = may.begin().await?;
    let today = place.zone.date(tx.now());
    let rows = sql::rows(&mut tx, shelf, place.zone, PAGE).await?;
    let base = place.path("keluhan/garansi");
    let title = browser.texts().get("care-war-title");
    let s = browser
        .office(&may, title)
        .crumb(browser.texts().get("care-title"), place.path("keluhan"))
        .crumb(title, "");
    let chip = |key, code, of: Shelf| {
        Chip::new(s.t(key), web::with_query(&base, &[("tampil", code)])).current_if(shelf == of)
    };
    let sheet = format!("{base}/unduh");
    let sheet = |kind| web::with_query(&sheet, &[("tampil", filter.tampil.as_str()), ("format", kind)]);
    web::page(&Index {
        chips: vec![
            chip("care-war-running", "", Shelf::Running),
            chip("care-late", "terlambat", Shelf::Late),
            chip("care-war-over", "selesai", Shelf::Over),
            chip("care-all", "semua", Shelf::All),
        ],
        rows: rows
            .iter()
            .map(|row| Line {
                href: place.path(&format!("keluhan/{}", row.id)),
                number: spoken(row.number),
                unit: row.unit.clone(),
                term: row.term.clone(),
                until: format::date(row.until_on, s.locale),
                due: format::date(row.due_on, s.locale),
                days: days(row, today),
                words: row.words.chars().take(110).collect(),
                badge: (row.state.word(), row.state.tone()),
                is_late: is_late(row, today),
            })
            .collect(),
        terms: if may.can::<ManageComplex>() { place.path("keluhan/aturan/garansi") } else { String::new() },
        xlsx: sheet("xlsx"),
        csv: sheet("csv"),
        s,
    })
}

const COLUMNS: [(&str, u16); 10] = [
    ("care-war-unit", 12),
    ("care-war-handed-over", 14),
    ("care-war-term", 20),
    ("care-war-until", 14),
    ("care-desk-number", 10),
    ("care-desk-words", 50),
    ("care-state", 14),
    ("care-fact-reported", 14),
    ("care-war-due", 14),
    ("care-war-days", 8),
];

pub async fn download(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let kind = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let (words, place) = (browser.texts(), may.place());
    let columns = COLUMNS.map(|(key, width)| Column::new(words.get(key), width));
    let mut table =
        Table::new(kind, words.get("care-war-title"), &columns, Vec::new()).map_err(web::Error::broken)?;
    let mut tx = may.begin().await?;
    let today = place.zone.date(tx.now());
    for row in sql::rows(&mut tx, filter.shelf(), place.zone, SHEET).await? {
        let fields = [
            row.unit.as_str().into(),
            row.handed_over_on.into(),
            row.term.as_str().into(),
            row.until_on.into(),
            spoken(row.number).into(),
            row.words.as_str().into(),
            words.get(row.state.word()).into(),
            row.reported_on.into(),
            row.due_on.into(),
            days(&row, today).into(),
        ];
        table.row(&fields).map_err(web::Error::broken)?;
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("garansi-{}-{today}.{}", place.slug, kind.extension());
    Ok(web::download(bytes, kind.content_type(), &name))
}
