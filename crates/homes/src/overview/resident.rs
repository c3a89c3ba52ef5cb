//! A resident's first page: the own home, who lives there too, what is held about them, and who runs the complex.

use askama::Template;
use kernel::UnitId;
use tenancy::{May, policy::SeeOwnHome};
use web::{
    Browser, Shell, ShellKind,
    home::{HomeCards, Scene},
};

use super::{
    sql,
    view::{Contact, contact},
};
use crate::{
    area,
    occupancy::{self, Occupant},
    unit,
};

struct HomeView {
    code: String,
    sub: String,
    badge: &'static str,
    kind: String,
    days: String,
    payer: bool,
    household: Vec<Contact>,
}

#[derive(Template)]
#[template(path = "overview/resident.html")]
struct Home {
    s: Shell,
    greeting: String,
    homes: Vec<HomeView>,
    /// What other rooms have to show.
    cards: Vec<String>,
    own: Vec<(String, String)>,
    managers: Vec<String>,
    complex: String,
}

pub async fn index(may: May<SeeOwnHome>, browser: Browser, rooms: HomeCards) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let s = browser.member(&may, ShellKind::Resident, browser.texts().get("nav-home"));
    let cards = rooms.cards(&mut tx, &Scene::of(&may, &s, today)).await?;
    let oneself = sql::oneself(&mut tx).await?;
    let managers = sql::managers(&mut tx).await?;
    let mut homes = Vec::new();
    if let Some(own) = &oneself {
        let places = occupancy::sql::of_person(&mut tx, own.id).await?;
        let now: Vec<_> = places.into_iter().filter(|place| place.stay().is_now(today)).collect();
        let units: Vec<UnitId> = now.iter().map(|place| place.unit).collect();
        let there = occupancy::sql::of_units_on(&mut tx, &units, today).await?;
        let areas = area::sql::all(&mut tx).await?;
        for place in now {
            let others: Vec<&Occupant> = there
                .iter()
                .filter(|(unit, o)| *unit == place.unit && o.person != own.id)
                .map(|(_, o)| o)
                .collect();
            let unit =
                unit::sql::find(&mut tx, &place.unit.to_string()).await?.ok_or(web::Error::missing())?;
            let sub = [areas.full_name(unit.block), areas.full_name(unit.rt), unit.unit_type];
            homes.push(HomeView {
                code: place.code.clone(),
                sub: sub.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
                badge: place.status.badge(),
                kind: s.t(place.kind.word()).to_owned(),
                days: occupancy::span(&s, place.stay()),
                payer: place.payer,
                household: others.into_iter().map(|o| contact(&s, o)).collect(),
            });
        }
    }
    web::page(&Home {
        greeting: s.t1("home-greeting", "name", may.who().name.as_str()),
        own: oneself.map(|own| held(&s, own)).unwrap_or_default(),
        complex: may.place().name.clone(),
        homes,
        cards,
        managers,
        s,
    })
}

/// What the complex wrote down about the caller.
fn held(s: &Shell, own: sql::Oneself) -> Vec<(String, String)> {
    let none = || s.t("home-not-known").to_owned();
    vec![
        (s.t("person-name").to_owned(), own.name),
        (s.t("units-phone").to_owned(), own.phone.map_or_else(none, |phone| phone.to_string())),
        (s.t("person-email").to_owned(), own.email.unwrap_or_else(none)),
    ]
}
