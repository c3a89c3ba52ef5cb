//! A person's page: how to reach them, where they live and lived, what was changed.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect};
use kernel::PersonId;
use tenancy::{
    May,
    policy::{ManagePeople, SeeHistory, SeePeople},
};
use web::{Browser, Path, Shell, shell::parts::initials};

use super::{Person, path, sql};
use crate::{
    history::{self, EntryView},
    links, occupancy, unit,
};

struct HomeView {
    href: String,
    code: String,
    kind: String,
    days: String,
    because: String,
    badge: &'static str,
    payer: bool,
    is_now: bool,
}

#[derive(Template)]
#[template(path = "person/show.html")]
struct Show {
    s: Shell,
    href: String,
    person: Person,
    initials: String,
    phone: String,
    whatsapp: String,
    call: String,
    homes: Vec<HomeView>,
    history: Vec<EntryView>,
    manages: bool,
    sees_history: bool,
}

pub async fn show(
    may: May<SeePeople>,
    browser: Browser,
    Path((_, id)): Path<(String, PersonId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let person = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    if let Some(kept) = person.merged_into {
        return Ok(Redirect::to(&path(may.place(), kept)).into_response());
    }
    let places = occupancy::sql::of_person(&mut tx, id).await?;

    let s = browser.office(&may, person.name.as_str());
    let sees_history = may.can::<SeeHistory>();
    let history = if sees_history { history::of_person(&mut tx, &s, zone, id).await? } else { Vec::new() };
    let people = s.t("people-title").to_owned();
    let s = s.crumb(people, may.place().path("warga")).crumb(&person.name, "");
    let home = |place: &occupancy::sql::Place| HomeView {
        href: unit::path(may.place(), place.unit, &place.code),
        code: place.code.clone(),
        kind: s.t(place.kind.word()).to_owned(),
        days: occupancy::span(&s, place.stay()),
        because: place.ended_because.clone(),
        badge: place.status.badge(),
        payer: place.payer,
        is_now: place.stay().is_now(today),
    };
    web::page(&Show {
        href: path(may.place(), id),
        initials: initials(&person.name),
        phone: person.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        whatsapp: person.phone.as_ref().map(links::whatsapp).unwrap_or_default(),
        call: person.phone.as_ref().map(links::call).unwrap_or_default(),
        homes: places.iter().map(home).collect(),
        manages: may.can::<ManagePeople>(),
        sees_history,
        history,
        person,
        s,
    })
}
