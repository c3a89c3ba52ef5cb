//! The office's desk: the list with what is late first, a board with a column for each state, the same filter as a
//! spreadsheet, one change for many, and one complaint with what can be done to it (`show`).
//!
//! Deliberately absent: moves that need more than a name for many at once. Each of them deserves a look.

mod board;
pub mod bulk;
mod export;
pub mod filter;
mod show;
pub mod sql;
pub mod work;

use askama::Template;
use tenancy::{May, Routes, policy::HandleComplaints};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Choice},
};

use self::{
    filter::{Facets, Filter},
    sql::Mark,
};
use super::view::Row;
use crate::{classifier, saved, setting, vendor};

const PAGE: i64 = 50;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan", index)
        .get("/k/{complex}/keluhan/unduh", export::download)
        .post("/k/{complex}/keluhan/massal", bulk::assign)
        .get("/k/{complex}/keluhan/{complaint}", show::show)
        .post("/k/{complex}/keluhan/{complaint}/langkah", show::go)
        .post("/k/{complex}/keluhan/{complaint}/tulis", show::write)
}

#[derive(Template)]
#[template(path = "complaint/desk/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    categories: Vec<Choice>,
    assignees: Vec<Choice>,
    /// Of those who do something already, for the bulk bar.
    names: Vec<String>,
    chips: Vec<Chip>,
    /// Those that have a name.
    views: Vec<Chip>,
    rows: Vec<Row>,
    next: String,
    here: String,
    xlsx: String,
    csv: String,
    board: String,
    is_filtered: bool,
    unknown_year: bool,
}

pub async fn index(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    if filter.tampil == "papan" {
        return board::page(&may, &browser, filter).await;
    }
    let wanted = filter.wanted();
    let mut tx = may.begin().await?;
    let mut lines = sql::lines(&mut tx, &wanted, filter.after(), PAGE + 1).await?;
    let more = lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        lines.pop();
    }
    let counted = sql::counted(&mut tx, &wanted.needle).await?;
    let every = if filter.is_unnarrowed() { Some(sql::every(&mut tx).await?) } else { None };
    let classes = classifier::names(&mut tx).await?;
    let saved = saved::all(&mut tx).await?;
    let facets = Facets { rows: &counted, wanted: &wanted, names: &classes };
    let (s, place) = (browser.office(&may, browser.texts().get("care-title")), may.place());
    let base = place.path("keluhan");
    let today = place.zone.date(tx.now());
    let unknown_year = !setting::knows(&mut tx, today).await?;
    let next = lines.last().filter(|_| more).map(|line| Mark::of(line).text());
    let sheet = format!("{base}/unduh");
    let page = Index {
        chips: facets.chips(&s, every, |status| filter.href(&base, status, ("", ""))),
        categories: facets.categories(&s),
        assignees: facets.assignees(&s),
        names: names(&counted, vendor::known_executors(&mut tx).await?),
        views: views(&saved, &filter, &base),
        rows: lines.iter().map(|line| Row::of(&s, place.zone, &classes, &base, line, tx.now())).collect(),
        next: next.map_or(String::new(), |mark| filter.href(&base, &filter.status, ("sesudah", &mark))),
        here: browser.path().to_owned(),
        xlsx: filter.href(&sheet, &filter.status, ("format", "xlsx")),
        csv: filter.href(&sheet, &filter.status, ("format", "csv")),
        board: filter.href(&base, "", ("tampil", "papan")),
        is_filtered: !filter.is_empty(),
        unknown_year,
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

/// The named views as chips.
fn views(saved: &[saved::View], filter: &Filter, base: &str) -> Vec<Chip> {
    let is = |view: &saved::View| view.is(&filter.q, &filter.status, &filter.kategori, &filter.petugas);
    saved.iter().map(|view| Chip::new(view.name.as_str(), view.href(base)).current_if(is(view))).collect()
}

/// Whoever has something to do, and whoever may be given something.
fn names(counted: &[sql::Counted], known: Vec<String>) -> Vec<String> {
    let mut names = known;
    names.extend(counted.iter().map(|row| row.assignee.clone()));
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    names
}
