//! A unit's own page: what it is, who lives there now, who did and who will, and what was changed. Retiring it.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, format};
use tenancy::{
    May,
    policy::{ManagePeople, ManageUnits, SeeHistory, SeeUnits},
};
use web::{Browser, Go, Path, Shell, shell::parts::Event};

use super::{
    path,
    sql::{self, Unit},
};
use crate::{
    area,
    history::{self, EntryView},
    occupancy::{self, OccupantView},
};

#[derive(Template)]
#[template(path = "unit/show.html")]
struct Show {
    s: Shell,
    href: String,
    unit: Unit,
    badge: &'static str,
    sub: String,
    facts: Vec<(String, String)>,
    people: Vec<OccupantView>,
    has_payer: bool,
    timeline: Vec<Event>,
    history: Vec<EntryView>,
    manages: bool,
    manages_people: bool,
    sees_history: bool,
}

pub async fn show(
    may: May<SeeUnits>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let areas = area::sql::all(&mut tx).await?;
    let there = occupancy::sql::of_unit(&mut tx, unit.id).await?;

    let s = browser.office(&may, unit.code.as_str());
    let sees_history = may.can::<SeeHistory>();
    let history = if sees_history { history::of_unit(&mut tx, &s, zone, unit.id).await? } else { Vec::new() };
    let units = s.t("units-title").to_owned();
    let s = s.crumb(units, may.place().path("unit")).crumb(&unit.code, "");
    let href = path(may.place(), unit.id, &unit.code);
    let now: Vec<_> = there.iter().filter(|o| o.stay.is_now(today)).cloned().collect();
    web::page(&Show {
        badge: unit.status.badge(),
        sub: subtitle(&s, &areas, &unit),
        facts: facts(&s, &areas, &unit),
        has_payer: now.iter().any(|o| o.payer),
        people: occupancy::views(&s, may.place(), &href, &now),
        timeline: occupancy::timeline(&s, &there, today),
        manages: may.can::<ManageUnits>(),
        manages_people: may.can::<ManagePeople>(),
        sees_history,
        history,
        href,
        unit,
        s,
    })
}

/// `Tipe 45 · Blok A · RT 01 / RW 07`.
fn subtitle(s: &Shell, areas: &area::Areas, unit: &Unit) -> String {
    let kind = unit.unit_type.clone();
    let land = unit
        .land_m2
        .map(|m2| s.t1("unit-land", "m2", format::square_metres(m2, s.locale)))
        .unwrap_or_default();
    let parts = [kind, land, areas.full_name(unit.block), areas.full_name(unit.rt)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What is known about the unit; what is not is left out.
fn facts(s: &Shell, areas: &area::Areas, unit: &Unit) -> Vec<(String, String)> {
    let metres = |value: Option<_>| value.map(|m2| format::square_metres(m2, s.locale)).unwrap_or_default();
    let all = [
        (s.t("units-block"), areas.full_name(unit.block)),
        (s.t("units-rt"), areas.full_name(unit.rt)),
        (s.t("units-type"), unit.unit_type.clone()),
        (s.t("units-land"), metres(unit.land_m2)),
        (s.t("units-building"), metres(unit.building_m2)),
        (s.t("units-handed-over"), unit.handed_over_on.map(|d: Date| s.date(&d)).unwrap_or_default()),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| (label.to_owned(), value))
        .collect()
}

#[derive(Template)]
#[template(path = "unit/retire.html")]
struct Retire {
    s: Shell,
    href: String,
    people: usize,
}

/// Asks first; for those without script, and for those who open the address.
pub async fn ask_to_retire(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let there = occupancy::sql::of_unit(&mut tx, unit.id).await?;
    let s = browser
        .office(&may, browser.texts().with("unit-retire-title", &[("code", unit.code.as_str().into())]));
    web::page(&Retire {
        href: path(may.place(), unit.id, &unit.code),
        people: there.iter().filter(|o| !o.stay.is_over(today)).count(),
        s,
    })
}

pub async fn retire(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    sql::retire(&mut tx, unit.id).await?;
    tx.commit().await?;
    let said = browser.texts().with("unit-retired", &[("code", unit.code.as_str().into())]);
    let undo = format!("{}/pulihkan", path(may.place(), unit.id, &unit.code));
    Ok(Go::to(may.place().path("unit")).undoable(said, undo).into_response())
}

pub async fn restore(
    may: May<ManageUnits>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    sql::restore(&mut tx, unit.id).await?;
    tx.commit().await?;
    let said = browser.texts().with("unit-restored", &[("code", unit.code.as_str().into())]);
    Go::to(path(may.place(), unit.id, &unit.code)).saying(said).into()
}
