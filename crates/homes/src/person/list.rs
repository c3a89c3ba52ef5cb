//! The list of people: search by name, phone or house number, and those whose data need care.

use askama::Template;
use kernel::{Date, PersonId};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{ManagePeople, SeePeople},
};
use uuid::Uuid;
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Pager},
};

use super::{
    path,
    sql::{self, PersonRow, Wanted},
};
use crate::{links, typed::Needle, unit::Cursor};

const PAGE: i64 = 50;
/// What the address calls a filter, what the database calls it, and the key of its label.
const FILTERS: [(&str, &str, &str); 3] = [
    ("tanpa-nomor", "without_phone", "people-without-phone"),
    ("pembayar-tanpa-nomor", "payer_without_phone", "people-payer-without-phone"),
    ("tanpa-unit", "without_unit", "people-without-unit"),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    saring: String,
    dari: String,
    sebelum: String,
    pub(super) format: String,
}

impl Filter {
    pub fn wanted(&self) -> Wanted {
        let only = FILTERS.iter().find(|(name, ..)| *name == self.saring).map(|(_, only, _)| *only);
        Wanted { needle: Needle::new(&self.q), only }
    }

    fn href(&self, base: &str, only: &str, extra: (&str, &str)) -> String {
        web::with_query(base, &[("q", self.q.as_str()), ("saring", only), extra])
    }
}

/// The key of a page's first line: the name and, for namesakes, the id.
fn key(row: &(String, PersonId)) -> String {
    format!("{}|{}", row.1, row.0)
}

fn key_of(text: &str) -> Option<(String, PersonId)> {
    let (id, name) = text.split_once('|')?;
    Some((name.to_owned(), id.parse().ok()?))
}

struct Line {
    href: String,
    name: String,
    phone: String,
    whatsapp: String,
    units: String,
    email: String,
    signs_in: bool,
}

#[derive(Template)]
#[template(path = "person/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    chips: Vec<Chip>,
    rows: Vec<Line>,
    pager: Pager,
    total: i64,
    is_filtered: bool,
    manages: bool,
    xlsx: String,
    csv: String,
}

pub async fn index(may: May<SeePeople>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let wanted = filter.wanted();
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let (at, (name, id)) = start_of(&mut tx, &filter, &wanted, today).await?;
    let mut rows = sql::page(&mut tx, &wanted, (&name, id), today, PAGE + 1).await?;
    let total = sql::count(&mut tx, &wanted, today).await?;

    let next = (rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX)).then(|| rows.pop()).flatten();
    let s = browser.office(&may, browser.texts().get("people-title"));
    let base = may.place().path("warga");
    let here = Cursor { at, key: key(&(name, id)) };
    let page = Index {
        chips: chips(&s, &filter, &base),
        pager: pager(&filter, &base, &here, rows.len(), next.as_ref(), total),
        rows: rows.iter().map(|row| line(path(may.place(), row.id), row)).collect(),
        is_filtered: !filter.q.trim().is_empty() || wanted.only.is_some(),
        manages: may.can::<ManagePeople>(),
        xlsx: filter.href(&format!("{base}/unduh"), &filter.saring, ("format", "xlsx")),
        csv: filter.href(&format!("{base}/unduh"), &filter.saring, ("format", "csv")),
        total,
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

async fn start_of(
    tx: &mut TenantTx,
    filter: &Filter,
    wanted: &Wanted,
    today: Date,
) -> tenancy::Result<(i64, (String, PersonId))> {
    let top = (1, (String::new(), PersonId::from_uuid(Uuid::nil())));
    let asked = |text: &str| Cursor::parse(text).and_then(|cursor| Some((cursor.at, key_of(&cursor.key)?)));
    if let Some((at, (name, id))) = asked(&filter.sebelum) {
        let start = sql::page_start_before(tx, wanted, (&name, id), today, PAGE).await?;
        return Ok(start.map_or(top, |start| (at.saturating_sub(PAGE).max(1), start)));
    }
    Ok(asked(&filter.dari).unwrap_or(top))
}

fn chips(s: &Shell, filter: &Filter, base: &str) -> Vec<Chip> {
    let every = Chip::new(s.t("units-all"), filter.href(base, "", ("", "")))
        .current_if(filter.wanted().only.is_none());
    let each = FILTERS.iter().map(|(name, _, label)| {
        Chip::new(s.t(label), filter.href(base, name, ("", ""))).current_if(filter.saring == *name)
    });
    std::iter::once(every).chain(each).collect()
}

fn pager(
    filter: &Filter,
    base: &str,
    from: &Cursor,
    shown: usize,
    next: Option<&PersonRow>,
    total: i64,
) -> Pager {
    let shown = i64::try_from(shown).unwrap_or(PAGE);
    let next = next.map(|row| Cursor { at: from.at + shown, key: key(&(row.sort_name.clone(), row.id)) });
    let at = |name: &str, cursor: &Cursor| filter.href(base, &filter.saring, (name, &cursor.text()));
    Pager {
        from: if shown == 0 { 0 } else { from.at },
        to: from.at + shown - 1,
        total: Some(total),
        previous: (from.at > 1).then(|| at("sebelum", from)),
        next: next.map(|cursor| at("dari", &cursor)),
    }
}

fn line(href: String, row: &PersonRow) -> Line {
    Line {
        href,
        name: row.name.clone(),
        phone: row.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        whatsapp: row.phone.as_ref().map(links::whatsapp).unwrap_or_default(),
        units: row.units.clone(),
        email: row.email.clone().unwrap_or_default(),
        signs_in: row.signs_in,
    }
}
