//! The journal: every entry of a month, newest first.

use askama::Template;
use kernel::{EntryId, Period};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{KeepBooks, SeeBooks},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Pager},
};

use super::sql::read::{self, JournalKey, JournalRow, Wanted};
use crate::{
    frame::{self, MonthSteps, Tab, money},
    kinds::Kinds,
};

/// Lines of one page.
const PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// `2026-11`.
    bulan: String,
    jenis: String,
    q: String,
    setelah: String,
    sebelum: String,
}

struct Row {
    day: String,
    href: String,
    text: String,
    kind: String,
    total: String,
    is_reversed: bool,
}

#[derive(Template)]
#[template(path = "entry/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    tabs: Vec<Chip>,
    base: String,
    filter: Filter,
    month: MonthSteps,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    pager: Pager,
    is_filtered: bool,
    keeps: bool,
    record: String,
    journal: String,
}

/// A part of the journal.
struct Sheet {
    rows: Vec<JournalRow>,
    at: i64,
    has_more: bool,
}

pub async fn index(
    may: May<SeeBooks>,
    browser: Browser,
    kinds: Kinds,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let this_month = Period::of(may.place().zone.date(tx.now()));
    let month = frame::month(&filter.bulan).unwrap_or(this_month);
    let wanted = wanted(&filter, month);
    let sheet = sheet(&mut tx, &filter, &wanted).await?;
    let counts = read::counts(&mut tx, &wanted).await?;

    let s = browser.office(&may, browser.texts().get("journal-title"));
    let base = may.place().path("buku/jurnal");
    let filter = Filter { bulan: month.to_string(), ..filter };
    let total = counts
        .iter()
        .filter(|(kind, _)| wanted.kind.as_ref().is_none_or(|w| w == kind))
        .map(|(_, n)| n)
        .sum();
    let page = Index {
        tabs: frame::tabs(&s, may.place(), Tab::Journal),
        month: MonthSteps::new(s.locale, &base, month, this_month),
        chips: chips(&s, &kinds, &filter, &base, &counts),
        pager: pager(&base, &filter, &sheet, total),
        rows: sheet.rows.iter().map(|row| line(&s, &kinds, &base, row)).collect(),
        is_filtered: !filter.q.trim().is_empty() || !filter.jenis.is_empty(),
        keeps: may.can::<KeepBooks>(),
        record: may.place().path("buku/catat"),
        journal: may.place().path("buku/jurnal/baru"),
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

fn wanted(filter: &Filter, month: Period) -> Wanted {
    let memo = frame::tidy(&filter.q).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Wanted {
        from: month.first_day(),
        to: month.last_day(),
        kind: Some(filter.jenis.clone()).filter(|kind| !kind.is_empty()),
        memo_like: (!memo.is_empty()).then(|| format!("%{memo}%")),
    }
}

async fn sheet(tx: &mut TenantTx, filter: &Filter, wanted: &Wanted) -> tenancy::Result<Sheet> {
    let place = match parsed(&filter.sebelum) {
        Some(before) => read::page_start_before(tx, wanted, before, PAGE).await?,
        None => parsed(&filter.setelah),
    };
    let earlier = match place {
        Some(place) => read::up_to(tx, wanted, place).await?,
        None => 0,
    };
    let mut rows = read::before(tx, wanted, place, PAGE + 1).await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    Ok(Sheet { rows, at: earlier + 1, has_more })
}

/// `2026-11-22~…id…`.
fn parsed(text: &str) -> Option<JournalKey> {
    let (day, id) = text.split_once('~')?;
    Some((day.parse().ok()?, id.parse::<EntryId>().ok()?))
}

fn line(s: &Shell, kinds: &Kinds, base: &str, row: &JournalRow) -> Row {
    let kind = kinds.word(s, &row.kind).to_owned();
    Row {
        day: kernel::format::short_date(row.booked_on, s.locale),
        href: format!("{base}/{}", row.id),
        text: if row.memo.is_empty() { kind.clone() } else { row.memo.clone() },
        kind,
        total: money(row.total),
        is_reversed: row.is_reversed,
    }
}

fn href(base: &str, filter: &Filter, kind: &str, extra: (&str, &str)) -> String {
    web::with_query(base, &[("bulan", &filter.bulan), ("jenis", kind), ("q", filter.q.trim()), extra])
}

fn chips(s: &Shell, kinds: &Kinds, filter: &Filter, base: &str, counts: &[(String, i64)]) -> Vec<Chip> {
    let all = Chip::new(s.t("journal-every-kind"), href(base, filter, "", ("", "")))
        .counted(counts.iter().map(|(_, count)| count).sum())
        .current_if(filter.jenis.is_empty());
    let count_of = |code: &str| counts.iter().find(|(kind, _)| kind == code).map(|(_, count)| *count);
    let each = kinds.iter().filter_map(|kind| {
        let chip = Chip::new(s.t(kind.word), href(base, filter, kind.code, ("", "")));
        Some(chip.counted(count_of(kind.code)?).current_if(filter.jenis == kind.code))
    });
    std::iter::once(all).chain(each).collect()
}

fn pager(base: &str, filter: &Filter, sheet: &Sheet, total: i64) -> Pager {
    let shown = i64::try_from(sheet.rows.len()).unwrap_or(PAGE);
    let at = |name: &str, row: Option<&JournalRow>| {
        row.map(|row| href(base, filter, &filter.jenis, (name, &format!("{}~{}", row.booked_on, row.id))))
    };
    Pager {
        from: if shown == 0 { 0 } else { sheet.at },
        to: sheet.at + shown - 1,
        total: Some(total),
        previous: if sheet.at > 1 { at("sebelum", sheet.rows.first()) } else { None },
        next: if sheet.has_more { at("setelah", sheet.rows.last()) } else { None },
    }
}
