//! The ketua RT's first page: the own RT, house by house, and whom to call. A house of another RT does not exist here.

use askama::Template;
use serde::Deserialize;
use tenancy::{May, policy::SeeOwnArea};
use web::{
    Browser, Path, Query, Shell, ShellKind,
    home::{HomeCards, Scene},
};

use super::{
    sql,
    view::{HouseView, contact, with_people},
};
use crate::{
    area, occupancy,
    typed::Needle,
    unit::{self, UnitStatus},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Question {
    q: String,
}

#[derive(Template)]
#[template(path = "overview/area_head.html", blocks = ["list"])]
struct Home {
    s: Shell,
    base: String,
    /// What other rooms have to show.
    cards: Vec<String>,
    q: String,
    lived_in: usize,
    empty: usize,
    houses: Vec<HouseView>,
}

pub async fn index(
    may: May<SeeOwnArea>,
    browser: Browser,
    rooms: HomeCards,
    Query(question): Query<Question>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let areas = area::sql::all(&mut tx).await?;
    let houses = sql::houses_of(&mut tx, may.areas(), &Needle::new(&question.q), today).await?;

    let names: Vec<String> = may.areas().iter().map(|id| areas.full_name(Some(*id))).collect();
    let s = browser.member(&may, ShellKind::AreaHead, names.join(", "));
    let cards = rooms.cards(&mut tx, &Scene::of(&may, &s, today)).await?;
    let lives = |status| matches!(status, UnitStatus::LivedIn | UnitStatus::Rented);
    let lived_in = houses.iter().filter(|house| lives(house.status)).count();
    let empty = houses.len() - lived_in;
    let base = may.place().path("rt");
    let href = |house: &sql::House| format!("{base}/{}", unit::segment(house.id, &house.code));
    let houses = with_people(&mut tx, &s, houses, today, href).await?;
    let page = Home { s, base: base.clone(), cards, q: question.q, lived_in, empty, houses };
    if browser.hx.wants("rumah") { web::page(&page.as_list()) } else { web::page(&page) }
}

#[derive(Template)]
#[template(path = "overview/house.html")]
struct HousePage {
    s: Shell,
    back: String,
    code: String,
    badge: &'static str,
    unit_type: String,
    people: Vec<super::view::Contact>,
}

pub async fn show(
    may: May<SeeOwnArea>,
    browser: Browser,
    Path((_, code)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let house = sql::house_in(&mut tx, may.areas(), &code).await?.ok_or(web::Error::missing())?;
    let there = occupancy::sql::of_units_on(&mut tx, &[house.id], today).await?;
    let s = browser.member(&may, ShellKind::AreaHead, house.code.as_str());
    let back = may.place().path("rt");
    let home = s.t("nav-home").to_owned();
    let s = s.crumb(home, &back).crumb(&house.code, "");
    web::page(&HousePage {
        people: there.iter().map(|(_, occupant)| contact(&s, occupant)).collect(),
        badge: house.status.badge(),
        code: house.code,
        unit_type: house.unit_type,
        back,
        s,
    })
}
