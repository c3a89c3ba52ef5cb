//! One question, three groups of at most eight answers.

use askama::Template;
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{ManagePeople, SeePeople, SeeUnits},
};
use web::{
    Browser, Query, Shell,
    shell::parts::{Hit, Hits},
};

use super::sql;
use crate::{
    person,
    typed::{Needle, tidy},
    unit,
};

const MOST: i64 = 8;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Question {
    q: String,
}

#[derive(Template)]
#[template(path = "search/index.html", blocks = ["hits"])]
struct Answers {
    s: Shell,
    action: String,
    q: String,
    groups: Vec<Hits>,
}

pub async fn index(may: May<SeeUnits>, browser: Browser, Query(question): Query<Question>) -> web::Result {
    let q = tidy(&question.q).chars().take(80).collect::<String>();
    let s = browser.office(&may, browser.texts().get("search-title"));
    let mut groups = Vec::new();
    let needle = Needle::new(&q);
    if !needle.is_empty() {
        let mut tx = may.begin().await?;
        groups.push(units(&mut tx, &may, &s, &needle).await?);
        // A token may reach the units and not the people.
        if may.can::<SeePeople>() {
            groups.push(people(&mut tx, &may, &s, &needle, &q).await?);
        }
    }
    groups.push(screens(&may, &s, &q));
    groups.retain(|group| !group.hits.is_empty());
    let page = Answers { action: may.place().path("cari"), s, q, groups };
    if browser.hx.wants("palette-hits") { web::page(&page.as_hits()) } else { web::page(&page) }
}

async fn units(tx: &mut TenantTx, may: &May<SeeUnits>, s: &Shell, needle: &Needle) -> tenancy::Result<Hits> {
    let today = may.place().zone.date(tx.now());
    let found =
        if needle.code_like.is_some() { sql::units(tx, needle, today, MOST).await? } else { Vec::new() };
    let hit = |u: sql::FoundUnit| Hit {
        href: unit::path(may.place(), u.id, &u.code),
        icon: "house",
        title: u.code,
        detail: u.names,
    };
    Ok(Hits { title: s.t("units-title").to_owned(), hits: found.into_iter().map(hit).collect() })
}

async fn people(
    tx: &mut TenantTx,
    may: &May<SeeUnits>,
    s: &Shell,
    needle: &Needle,
    q: &str,
) -> tenancy::Result<Hits> {
    let today = may.place().zone.date(tx.now());
    // By name and phone only: the people of a house are named beside the house.
    let by_name = Needle { code_like: None, ..needle.clone() };
    let mut found = person::sql::search(tx, &by_name, today, MOST).await?;
    if found.is_empty() && q.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
        found = person::sql::nearly(tx, q, MOST).await?;
    }
    let hit = |p: person::sql::Found| {
        let phone = p.phone.map(|phone| phone.to_string()).unwrap_or_default();
        let parts = [p.units, phone];
        Hit {
            href: person::path(may.place(), p.id),
            icon: "user",
            title: p.name,
            detail: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        }
    };
    Ok(Hits { title: s.t("people-title").to_owned(), hits: found.into_iter().map(hit).collect() })
}

/// The pages of the navigation, and what can be done on them.
fn screens(may: &May<SeeUnits>, s: &Shell, q: &str) -> Hits {
    let place = may.place();
    let mut all: Vec<Hit> = s
        .nav
        .iter()
        .map(|item| Hit {
            href: item.href.clone(),
            icon: item.icon,
            title: item.label.clone(),
            detail: String::new(),
        })
        .collect();
    if may.can::<ManagePeople>() {
        let action = |key: &'static str, path: &str, icon: &'static str| Hit {
            href: place.path(path),
            icon,
            title: s.t(key).to_owned(),
            detail: s.t("search-action").to_owned(),
        };
        all.extend([
            action("units-add", "unit/baru", "house-plus"),
            action("person-add", "warga/baru", "user-plus"),
            action("merge-title", "warga/ganda", "users"),
            action("area-add", "area/baru", "map"),
        ]);
    }
    let wanted = q.to_lowercase();
    all.retain(|hit| hit.title.to_lowercase().contains(&wanted));
    all.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Hits { title: s.t("search-screens").to_owned(), hits: all }
}
