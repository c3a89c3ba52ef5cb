//! A complaint that the office writes down for somebody on the telephone: about their house by its number, or about the
//! commons. Whoever of that house has an account follows it as their own (docs/care.md).
//!
//! Deliberately absent: a report by somebody whom nobody knows. Without an account it is the office's own.

pub mod api;
mod sql;

use askama::Template;
use axum::{Extension, extract::Multipart, response::IntoResponse as _};
use files::Files;
use kernel::Date;
use tenancy::{May, Routes, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Faults, Go, Shell, shell::parts::Choice};

pub use sql::{account_of, house_of};

use super::{
    model::Category,
    photo,
    verbs::{self, Report, Source},
    view::spoken,
};
use crate::classifier::{self, Group, Offer};

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/baru", new)
        .upload("/k/{complex}/keluhan", photo::BODY_LIMIT, create)
        .post("/api/v1/complexes/{complex}/complaints", api::create)
}

#[derive(Template)]
#[template(path = "complaint/call/new.html")]
struct New {
    s: Shell,
    base: String,
    categories: Vec<Choice>,
    problems: Vec<Group>,
    known_places: Vec<String>,
    places: Vec<Choice>,
    typed: photo::Typed,
    mistakes: Vec<(String, String)>,
    faults: Faults,
}

fn form(
    may: &May<HandleComplaints>,
    browser: &Browser,
    offer: &Offer,
    typed: photo::Typed,
    faults: Faults,
) -> New {
    let base = may.place().path("keluhan");
    let title = browser.texts().get("care-call-title");
    let s =
        browser.office(may, title).crumb(browser.texts().get("care-title"), base.as_str()).crumb(title, "");
    New {
        categories: offer.names.cards(s.locale),
        problems: offer.groups(s.locale),
        known_places: offer.places.clone(),
        places: vec![
            Choice::new("rumah", s.t("care-call-at-house")).with_icon("house"),
            Choice::new("umum", s.t("care-at-commons")).with_icon("map-pin"),
        ],
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        base,
        typed,
        faults,
    }
}

pub async fn new(may: May<HandleComplaints>, browser: Browser) -> web::Result {
    let typed = photo::Typed { tempat: "rumah".to_owned(), ..Default::default() };
    let mut tx = may.begin().await?;
    let offer = classifier::offer(&mut tx).await?;
    web::page(&form(&may, &browser, &offer, typed, Faults::default()))
}

pub async fn create(
    may: May<HandleComplaints>,
    browser: Browser,
    Extension(store): Extension<Files>,
    form_sent: Multipart,
) -> web::Result {
    let mut typed = photo::read(form_sent, &store, browser.locale()).await?;
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let house = find(&mut tx, &typed.rumah).await?;
    let mut faults = Faults::default();
    let offer = classifier::offer(&mut tx).await?;
    let report = read(&browser, &offer, &typed, house, &mut faults);
    if !faults.is_empty() {
        return web::invalid(&form(&may, &browser, &offer, typed, faults));
    }
    let today = zone.date(tx.now());
    let source = source(&mut tx, house, &typed.pelapor, today).await?;
    let (id, number) = verbs::report(&mut tx, zone, &report, source).await?;
    photo::attach(&mut tx, &store, id, typed.take_photos()).await?;
    tx.commit().await?;
    let said = browser.texts().with("care-call-said", &[("number", spoken(number).into())]);
    Ok(Go::to(may.place().path(&format!("keluhan/{id}"))).saying(said).into_response())
}

async fn find(tx: &mut TenantTx, typed: &str) -> tenancy::Result<Option<Uuid>> {
    if typed.is_empty() {
        return Ok(None);
    }
    Ok(homes::unit_named(tx, typed).await?.map(|unit| unit.id.uuid()))
}

/// A report out of what was typed, or what is wrong with it.
fn read(
    browser: &Browser,
    offer: &Offer,
    typed: &photo::Typed,
    house: Option<Uuid>,
    faults: &mut Faults,
) -> Report {
    let words = browser.texts();
    let chosen = offer.read(&typed.kategori, &typed.masalah);
    if let Err((field, key)) = chosen {
        faults.put(field, words.get(key));
    }
    let (category, problem) = chosen.unwrap_or((Category::Other, None));
    let is_common = typed.tempat == "umum";
    if house.is_none() && !(is_common && typed.rumah.is_empty()) {
        faults.put("rumah", words.get("care-call-fault-house"));
    }
    if is_common && !(2..=80).contains(&typed.lokasi.chars().count()) {
        faults.put("lokasi", words.get("care-fault-where"));
    }
    if typed.pelapor.chars().count() > 80 {
        faults.put("pelapor", words.get("care-refuse-long-words"));
    }
    photo::check(browser, typed, faults);
    Report {
        category,
        problem,
        unit: house.filter(|_| !is_common),
        place: if is_common { typed.lokasi.clone() } else { String::new() },
        words: typed.kata.clone(),
    }
}

/// Whose complaint it becomes.
async fn source<'a>(
    tx: &mut TenantTx,
    house: Option<Uuid>,
    heard: &'a str,
    today: Date,
) -> tenancy::Result<Source<'a>> {
    let reporter = match house {
        Some(house) => sql::account_of(tx, house, heard, today).await?,
        None => None,
    };
    Ok(Source::Telephone { reporter, heard })
}
