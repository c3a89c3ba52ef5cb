//! The list of units: search, filters with counts, pages by key, cards on a phone.

use askama::Template;
use kernel::AreaId;
use serde::Deserialize;
use tenancy::{
    May, Place,
    policy::{ManageUnits, SeePeople, SeeUnits},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Choice, Pager},
};

use super::{
    UnitStatus, path,
    sql::{self, UnitRow, Wanted},
};
use crate::{
    area::{self, AreaKind, Areas},
    links,
    typed::Needle,
};

/// Lines of one page.
pub(crate) const PAGE: i64 = 50;

/// What the address calls it, what the database calls it, and the key of its label.
const CARES: [(&str, &str, &str); 2] = [
    ("tanpa-pembayar", "without_payer", "units-without-payer"),
    ("tanpa-rt", "without_rt", "units-without-rt"),
];

/// What the address says. Nothing in it can be wrong: what is not understood narrows nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    status: String,
    blok: String,
    rt: String,
    /// What needs care: `tanpa-pembayar`, `tanpa-rt`.
    perlu: String,
    dari: String,
    sebelum: String,
    pub(super) format: String,
}

impl Filter {
    pub fn wanted(&self) -> Wanted {
        Wanted {
            needle: Needle::new(&self.q),
            status: UnitStatus::from_code(&self.status),
            block: self.blok.parse::<AreaId>().ok(),
            rt: self.rt.parse::<AreaId>().ok(),
            care: CARES.iter().find(|(name, ..)| *name == self.perlu).map(|(_, care, _)| *care),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.q, &self.status, &self.blok, &self.rt, &self.perlu].iter().all(|part| part.trim().is_empty())
    }

    /// The same filter at another place of the list, or with another status.
    fn href(&self, base: &str, status: &str, extra: (&str, &str)) -> String {
        let own = [("q", self.q.as_str()), ("status", status), ("blok", &self.blok), ("rt", &self.rt)];
        web::with_query(&web::with_query(base, &own), &[("perlu", &self.perlu), extra])
    }
}

/// A place in a list: the key of its first line, and which line of the whole that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub at: i64,
    pub key: String,
}

impl Cursor {
    pub fn parse(text: &str) -> Option<Self> {
        let (at, key) = text.split_once('~')?;
        let at = at.parse().ok().filter(|at| (1..=10_000_000).contains(at))?;
        Some(Self { at, key: key.to_owned() })
    }

    pub fn text(&self) -> String {
        format!("{}~{}", self.at, self.key)
    }
}

pub(super) struct Line {
    pub id: String,
    pub href: String,
    pub code: String,
    pub who: String,
    pub phone: String,
    pub whatsapp: String,
    pub area: String,
    pub unit_type: String,
    pub badge: &'static str,
}

#[derive(Template)]
#[template(path = "unit/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    blocks: Vec<Choice>,
    rts: Vec<Choice>,
    chips: Vec<Chip>,
    rows: Vec<Line>,
    pager: Pager,
    total: i64,
    is_filtered: bool,
    manages: bool,
    imports: bool,
    changes: Vec<(String, Vec<Choice>)>,
    here: String,
    xlsx: String,
    csv: String,
}

pub async fn index(may: May<SeeUnits>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let sees_people = may.can::<SeePeople>();
    let wanted = filter.wanted().read_with(sees_people);
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());

    let from = start_of(&mut tx, &filter, &wanted, today).await?;
    let mut rows = sql::page(&mut tx, &wanted, &from.key, today, PAGE + 1).await?;
    sql::hide_phones_unless(sees_people, &mut rows);
    let counts = sql::counts(&mut tx, &wanted, today).await?;
    let areas = area::sql::all(&mut tx).await?;

    let next = (rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX)).then(|| rows.pop()).flatten();
    let s = browser.office(&may, browser.texts().get("units-title"));
    let base = may.place().path("unit");
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let total = wanted.status.map_or(all, |chosen| count_of(&counts, chosen));
    let manages = may.can::<ManageUnits>();
    let page = Index {
        chips: chips(&s, &filter, &base, &counts, all),
        blocks: choices(&areas, AreaKind::Block),
        rts: choices(&areas, AreaKind::Rt),
        pager: pager(&filter, &base, &from, rows.len(), next.as_ref(), total),
        rows: rows.iter().map(|row| line(may.place(), &areas, row)).collect(),
        total,
        is_filtered: !filter.is_empty(),
        imports: manages,
        changes: if manages { bulk_choices(&s, &areas) } else { Vec::new() },
        manages,
        here: browser.path().to_owned(),
        xlsx: filter.href(&format!("{base}/unduh"), &filter.status, ("format", "xlsx")),
        csv: filter.href(&format!("{base}/unduh"), &filter.status, ("format", "csv")),
        base,
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

/// Where the page begins: the top, a given line, or fifty lines before a given one.
async fn start_of(
    tx: &mut tenancy::TenantTx,
    filter: &Filter,
    wanted: &Wanted,
    today: kernel::Date,
) -> tenancy::Result<Cursor> {
    let top = Cursor { at: 1, key: String::new() };
    if let Some(before) = Cursor::parse(&filter.sebelum) {
        let key = sql::page_start_before(tx, wanted, &before.key, today, PAGE).await?;
        let at = before.at.saturating_sub(PAGE).max(1);
        return Ok(key.map_or(top, |key| Cursor { at, key }));
    }
    Ok(Cursor::parse(&filter.dari).unwrap_or(top))
}

fn count_of(counts: &[(UnitStatus, i64)], status: UnitStatus) -> i64 {
    counts.iter().find(|(s, _)| *s == status).map_or(0, |(_, count)| *count)
}

fn chips(s: &Shell, filter: &Filter, base: &str, counts: &[(UnitStatus, i64)], all: i64) -> Vec<Chip> {
    let chosen = UnitStatus::from_code(&filter.status);
    let care = filter.wanted().care;
    let plain = Filter { perlu: String::new(), ..filter.clone() };
    let none = chosen.is_none() && care.is_none();
    let every = Chip::new(s.t("units-all"), plain.href(base, "", ("", ""))).counted(all).current_if(none);
    let each = UnitStatus::ALL.into_iter().map(|status| {
        Chip::new(s.t(status.word()), filter.href(base, status.code(), ("", "")))
            .counted(count_of(counts, status))
            .current_if(chosen == Some(status))
    });
    let cares = CARES.iter().map(|(name, code, label)| {
        Chip::new(s.t(label), plain.href(base, "", ("perlu", name))).current_if(care == Some(*code))
    });
    std::iter::once(every).chain(each).chain(cares).collect()
}

pub(super) fn choices(areas: &Areas, kind: AreaKind) -> Vec<Choice> {
    let of_kind = areas.of_kind(kind);
    of_kind.map(|area| Choice::new(area.id.to_string(), areas.full_name(Some(area.id)))).collect()
}

/// What many units can be changed to at once, in groups.
fn bulk_choices(s: &Shell, areas: &Areas) -> Vec<(String, Vec<Choice>)> {
    let statuses =
        UnitStatus::ALL.map(|status| Choice::new(format!("status:{}", status.code()), s.t(status.word())));
    let rts: Vec<Choice> = areas
        .of_kind(AreaKind::Rt)
        .map(|rt| Choice::new(format!("rt:{}", rt.id), areas.full_name(Some(rt.id))))
        .collect();
    let mut groups = vec![(s.t("units-status").to_owned(), statuses.to_vec())];
    if !rts.is_empty() {
        groups.push((s.t("units-rt").to_owned(), rts));
    }
    groups
}

fn pager(
    filter: &Filter,
    base: &str,
    from: &Cursor,
    shown: usize,
    next: Option<&UnitRow>,
    total: i64,
) -> Pager {
    let shown = i64::try_from(shown).unwrap_or(PAGE);
    let next = next.map(|row| Cursor { at: from.at + shown, key: row.sort_key.clone() });
    let at = |name: &str, cursor: &Cursor| filter.href(base, &filter.status, (name, &cursor.text()));
    Pager {
        from: if shown == 0 { 0 } else { from.at },
        to: from.at + shown - 1,
        total: Some(total),
        previous: (from.at > 1).then(|| at("sebelum", from)),
        next: next.map(|cursor| at("dari", &cursor)),
    }
}

fn line(place: &Place, areas: &Areas, row: &UnitRow) -> Line {
    let others = row.names.len().saturating_sub(1);
    let first = row.names.first().cloned().unwrap_or_default();
    Line {
        id: row.id.to_string(),
        href: path(place, row.id, &row.code),
        code: row.code.clone(),
        who: if others > 0 { format!("{first} +{others}") } else { first },
        phone: row.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        whatsapp: row.phone.as_ref().map(links::whatsapp).unwrap_or_default(),
        area: areas.name(row.rt).to_owned(),
        unit_type: row.unit_type.clone(),
        badge: row.status.badge(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_page_keeps_the_filter() {
        let filter = Filter { q: "budi".into(), status: "empty".into(), ..Filter::default() };
        let href = filter.href("/k/melati/unit", "rented", ("dari", "51~A00000012"));
        assert_eq!(href, "/k/melati/unit?q=budi&status=rented&dari=51~A00000012");
        assert_eq!(Cursor::parse("51~A00000012"), Some(Cursor { at: 51, key: "A00000012".into() }));
        assert_eq!(Cursor::parse("x~A"), None);
    }
}
