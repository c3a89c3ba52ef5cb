//! Both trees with their figures; deleting an empty area; taking in a range of houses.

use std::collections::HashMap;

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{AreaId, Locale};
use serde::Deserialize;
use tenancy::{
    May,
    policy::{ManageUnits, SeeUnits},
};
use web::{Browser, Form, Go, Path, Say, Shell, texts::texts};

use super::{Area, AreaKind, Areas, sql};
use crate::unit::parse_range;

struct Branch {
    name: String,
    href: String,
    units_href: String,
    units: i64,
    icon: &'static str,
    children: Vec<Branch>,
}

#[derive(Template)]
#[template(path = "area/index.html")]
struct Index {
    s: Shell,
    base: String,
    /// Both trees: title, id of the title, branches.
    trees: Vec<(&'static str, &'static str, Vec<Branch>)>,
    manages: bool,
}

impl Index {
    fn is_empty(&self) -> bool {
        self.trees.iter().all(|(_, _, branches)| branches.is_empty())
    }
}

pub async fn index(may: May<SeeUnits>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    let counts: HashMap<AreaId, i64> = sql::unit_counts(&mut tx).await?.into_iter().collect();
    let base = may.place().path("area");
    let tree = Tree { areas: &areas, counts: &counts, base: &base, units: may.place().path("unit") };
    let mut rws = tree.below(AreaKind::Rw, None);
    rws.extend(tree.below(AreaKind::Rt, None));
    let blocks = tree.below(AreaKind::Block, None);
    let words = browser.texts();
    web::page(&Index {
        s: browser.office(&may, words.get("areas-title")),
        trees: vec![(words.get("areas-blocks"), "h-blocks", blocks), (words.get("areas-rts"), "h-rts", rws)],
        manages: may.can::<ManageUnits>(),
        base: base.clone(),
    })
}

struct Tree<'a> {
    areas: &'a Areas,
    counts: &'a HashMap<AreaId, i64>,
    base: &'a str,
    units: String,
}

impl Tree<'_> {
    fn below(&self, kind: AreaKind, parent: Option<AreaId>) -> Vec<Branch> {
        self.areas.of_kind(kind).filter(|area| area.parent == parent).map(|area| self.branch(area)).collect()
    }

    /// A cluster counts the units of its blocks, an RW those of its RTs.
    fn branch(&self, area: &Area) -> Branch {
        let child = if area.kind == AreaKind::Rw { AreaKind::Rt } else { area.kind };
        let children = if area.kind == AreaKind::Rt { Vec::new() } else { self.below(child, Some(area.id)) };
        let own = self.counts.get(&area.id).copied().unwrap_or(0);
        let filter = if area.kind == AreaKind::Block { "blok" } else { "rt" };
        Branch {
            name: area.name.clone(),
            href: format!("{}/{}", self.base, area.id),
            units_href: web::with_query(&self.units, &[(filter, &area.id.to_string())]),
            units: own + children.iter().map(|branch| branch.units).sum::<i64>(),
            icon: if area.kind == AreaKind::Block { "map" } else { "users" },
            children,
        }
    }
}

/// Why an area stays.
#[derive(Debug)]
struct InUse(&'static str);

impl Say for InUse {
    fn say(&self, locale: Locale) -> String {
        texts(locale).get(self.0).to_owned()
    }
}

pub async fn remove(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, id)): Path<(String, AreaId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    let area = areas.get(id).ok_or(web::Error::missing())?;
    if let Err(error) = sql::remove(&mut tx, id).await {
        let reason = match error.constraint() {
            Some("unit_block" | "unit_rt") => "area-has-units",
            Some("area_parent") => "area-has-areas",
            Some("membership_area") => "area-has-head",
            _ => return Err(error.into()),
        };
        return Err(web::Error::refused(InUse(reason)));
    }
    tx.commit().await?;
    let said = browser.texts().with("area-removed", &[("name", area.name.as_str().into())]);
    Go::to(may.place().path("area")).saying(said).into()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RangeForm {
    rentang: String,
}

/// `A-01..A-40` goes into this area.
pub async fn take_units(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, id)): Path<(String, AreaId)>,
    Form(form): Form<RangeForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    let area = areas.get(id).filter(|area| area.kind != AreaKind::Rw).ok_or(web::Error::missing())?;
    let Some((from, to)) = parse_range(form.rentang.trim()) else {
        let said = browser.texts().get("area-fault-range").to_owned();
        return super::form::with_range_fault(&may, &browser, &areas, area, form.rentang, said);
    };

    let moved = sql::take_range(&mut tx, area, from.as_str(), to.as_str()).await?;
    tx.commit().await?;

    let name = area.name.as_str();
    let said = browser.texts().with("area-took", &[("count", moved.into()), ("name", name.into())]);
    Ok(Go::to(may.place().path("area")).saying(said).into_response())
}
