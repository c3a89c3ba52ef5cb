//! What residents report, and how they follow it.

use askama::Template;
use axum::{Extension, extract::Multipart, extract::State as Extracted, response::IntoResponse as _};
use files::Files;
use kernel::EventId;
use serde::Deserialize;
use tenancy::{May, Store, TenantTx, policy::ReportComplaints};
use uuid::Uuid;
use web::{
    Browser, Faults, Form, Go, Path, Query, Shell, ShellKind,
    shell::parts::{Chip, Choice},
};

use super::{
    model::{Category, Move, State},
    photo, sent,
    sql::{self, Complaint, Shelf},
    verbs::{self, Cannot, Report, Source, Voice},
    view::{Row, Story, closing_day, spoken},
};
use crate::{
    classifier::{self, Group, Offer},
    cost, incident, warranty,
};

const PAGE: i64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// `umum`: what anybody reported about the commons.
    tampil: String,
    sesudah: String,
}

#[derive(Template)]
#[template(path = "complaint/own.html")]
struct Index {
    s: Shell,
    base: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    next: String,
    /// What the office knows already.
    known: Vec<incident::Shown>,
    /// Whose complaints wait on this phone.
    owner: String,
}

pub async fn index(
    may: May<ReportComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let is_own = filter.tampil != "umum";
    let shelf = if is_own { Shelf::Own } else { Shelf::Commons };
    let mut tx = may.begin().await?;
    let mut lines = sql::shared(&mut tx, shelf, filter.sesudah.parse().ok(), PAGE + 1).await?;
    let more = lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        lines.pop();
    }
    let today = may.place().zone.date(tx.now());
    let known = incident::own(&mut tx, today).await?;
    let names = classifier::names(&mut tx).await?;
    let s = browser.member(&may, ShellKind::Resident, browser.texts().get("care-title"));
    let base = may.place().path("keluhan-saya");
    let commons = web::with_query(&base, &[("tampil", "umum")]);
    let next = lines.last().filter(|_| more).map(|last| {
        web::with_query(&base, &[("tampil", filter.tampil.as_str()), ("sesudah", &last.number.to_string())])
    });
    web::page(&Index {
        chips: vec![
            Chip::new(s.t("care-own"), &base).current_if(is_own),
            Chip::new(s.t("care-commons"), &commons).current_if(!is_own),
        ],
        rows: lines.iter().map(|line| Row::of(&s, may.place().zone, &names, &base, line, tx.now())).collect(),
        next: next.unwrap_or_default(),
        known: incident::shown(&s, &may, &names, &known),
        owner: may.who().account.to_string(),
        base,
        s,
    })
}

#[derive(Template)]
#[template(path = "complaint/new.html", blocks = ["known"])]
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
    known: Vec<incident::Shown>,
    /// Whose complaints wait on this phone.
    owner: String,
}

/// Of the chosen category; of all as long as none is.
fn about(known: &[incident::Incident], category: &str) -> Vec<incident::Incident> {
    let chosen = Category::from_code(category);
    known.iter().filter(|it| chosen.is_none_or(|chosen| chosen == it.category)).cloned().collect()
}

fn form(
    may: &May<ReportComplaints>,
    browser: &Browser,
    offer: &Offer,
    known: &[incident::Incident],
    houses: Vec<(Uuid, String)>,
    typed: photo::Typed,
    faults: Faults,
) -> New {
    let base = may.place().path("keluhan-saya");
    let title = browser.texts().get("care-report");
    let s = browser
        .member(may, ShellKind::Resident, title)
        .crumb(browser.texts().get("care-title"), base.as_str())
        .crumb(title, "");
    let houses = houses.into_iter().map(|(id, code)| {
        Choice::new(id.to_string(), s.t1("care-at-house", "code", code)).with_icon("house")
    });
    New {
        places: houses.chain([Choice::new("umum", s.t("care-at-commons")).with_icon("map-pin")]).collect(),
        categories: offer.names.cards(s.locale),
        problems: offer.groups(s.locale),
        known_places: offer.places.clone(),
        mistakes: faults.pairs(),
        known: incident::shown(&s, may, &offer.names, &about(known, &typed.kategori)),
        owner: may.who().account.to_string(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        base,
        typed,
        faults,
    }
}

/// What was chosen before the form was opened, or while it is filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    kategori: String,
}

pub async fn new(may: May<ReportComplaints>, browser: Browser, Query(start): Query<Start>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let houses = sql::own_houses(&mut tx, today).await?;
    let first = houses.first().map(|(id, _)| id.to_string());
    let typed = photo::Typed {
        tempat: first.unwrap_or_else(|| "umum".to_owned()),
        kunci: EventId::new(tx.now()).to_string(),
        kategori: start.kategori,
        ..Default::default()
    };
    let known = incident::own(&mut tx, today).await?;
    let offer = classifier::offer(&mut tx).await?;
    let page = form(&may, &browser, &offer, &known, houses, typed, Faults::default());
    if browser.hx.wants("diketahui") { web::page(&page.as_known()) } else { web::page(&page) }
}

/// A report out of what was typed, or what is wrong with it.
fn read(
    browser: &Browser,
    offer: &Offer,
    typed: &photo::Typed,
    houses: &[(Uuid, String)],
    faults: &mut Faults,
) -> Report {
    let words = browser.texts();
    let chosen = offer.read(&typed.kategori, &typed.masalah);
    if let Err((field, key)) = chosen {
        faults.put(field, words.get(key));
    }
    let (category, problem) = chosen.unwrap_or((Category::Other, None));
    let unit = houses.iter().map(|(id, _)| *id).find(|id| id.to_string() == typed.tempat);
    if unit.is_none() && typed.tempat != "umum" {
        faults.put("tempat", words.get("care-fault-place"));
    }
    let is_common = typed.tempat == "umum";
    if is_common && !(2..=80).contains(&typed.lokasi.chars().count()) {
        faults.put("lokasi", words.get("care-fault-where"));
    }
    photo::check(browser, typed, faults);
    Report {
        category,
        problem,
        unit,
        place: if is_common { typed.lokasi.clone() } else { String::new() },
        words: typed.kata.clone(),
    }
}

pub async fn create(
    may: May<ReportComplaints>,
    browser: Browser,
    Extension(store): Extension<Files>,
    form_sent: Multipart,
) -> web::Result {
    let mut typed = photo::read(form_sent, &store, browser.locale()).await?;
    let mut tx = may.begin().await?;
    if let Some((id, number)) = sent::before(&mut tx, typed.key()).await? {
        return Ok(said_reported(&may, &browser, id, number));
    }
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let houses = sql::own_houses(&mut tx, today).await?;
    let mut faults = Faults::default();
    let offer = classifier::offer(&mut tx).await?;
    let report = read(&browser, &offer, &typed, &houses, &mut faults);
    if !faults.is_empty() {
        let known = incident::own(&mut tx, today).await?;
        return web::invalid(&form(&may, &browser, &offer, &known, houses, typed, faults));
    }
    let (id, number) = verbs::report(&mut tx, zone, &report, Source::Caller).await?;
    sent::remember(&mut tx, id, typed.key()).await?;
    photo::attach(&mut tx, &store, id, typed.take_photos()).await?;
    tx.commit().await?;
    Ok(said_reported(&may, &browser, id, number))
}

fn said_reported(
    may: &May<ReportComplaints>,
    browser: &Browser,
    id: Uuid,
    number: i32,
) -> axum::response::Response {
    let said = browser.texts().with("care-said-reported", &[("number", spoken(number).into())]);
    back(may, id).saying(said).into_response()
}

#[derive(Template)]
#[template(path = "complaint/own_show.html")]
struct Show {
    s: Shell,
    base: String,
    story: Story,
    is_supported: bool,
    may_support: bool,
    is_solved: bool,
    may_write: bool,
    may_reopen: bool,
    may_rate: bool,
    /// Day on which it closes by itself.
    closes: String,
    is_held: bool,
    /// Number and address of the one that goes on in its place.
    merged_into: Option<(String, String)>,
    /// Title and address of the incident that it belongs to.
    incident: Option<(String, String)>,
    cost: Option<cost::Shown>,
    warranty: Option<warranty::Shown>,
    may_agree: bool,
}

type One = Path<(String, Uuid)>;

pub async fn show(
    may: May<ReportComplaints>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let mut complaint = seen(&mut tx, id).await?;
    let place = may.place();
    let title = spoken(complaint.number);
    let s = browser
        .member(&may, ShellKind::Resident, title.as_str())
        .crumb(browser.texts().get("care-title"), place.path("keluhan-saya"))
        .crumb(title.as_str(), "");
    let photos = photo::shown(&mut tx, &store, place.complex, id).await?;
    let mut events = sql::events(&mut tx, id, false).await?;
    if !complaint.is_own {
        // What the reporter and the office say to each other is not for the neighbours.
        events.retain(|event| event.state.is_some());
        for event in &mut events {
            event.words.clear();
            event.by.clear();
        }
        complaint.rating = None;
    }
    let incident = incident::of_complaint(&mut tx, id).await?;
    let names = classifier::names(&mut tx).await?;
    let (warranty, cost) = cost::of_reporter(&mut tx, &s, place, &complaint).await?;
    let goes_on = complaint.merged_into.is_none();
    let is_mine = complaint.is_own && goes_on;
    let link = |(id, number): (Uuid, i32)| (spoken(number), place.path(&format!("keluhan-saya/{id}")));
    web::page(&Show {
        base: place.path(&format!("keluhan-saya/{id}")),
        is_supported: complaint.is_supported,
        may_support: complaint.is_common && !complaint.is_own && complaint.state.is_open(),
        is_solved: complaint.is_own && complaint.state == State::Solved,
        may_write: is_mine,
        may_reopen: is_mine && complaint.state.after(Move::Reopen).is_some(),
        may_rate: is_mine && complaint.state == State::Closed && complaint.rating.is_none(),
        closes: closing_day(&s, place.zone, &complaint),
        cost,
        warranty,
        may_agree: complaint.state.is_open(),
        is_held: complaint.is_held(),
        merged_into: complaint.merged_into.zip(complaint.merged_number).map(link),
        incident: incident.map(|(id, title)| (title, place.path(&format!("gangguan-saya/{id}")))),
        story: Story::of(&s, place.zone, &names, &complaint, events, photos, tx.now()),
        s,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written {
    kata: String,
    bintang: String,
}

pub async fn write(
    may: May<ReportComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = own(&mut tx, id).await?;
    verbs::write(&mut tx, &complaint, Voice::Reporter, &written.kata).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-written")).into_response())
}

pub async fn confirm(may: May<ReportComplaints>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = own(&mut tx, id).await?;
    verbs::go(&mut tx, may.place().zone, &complaint, Move::Confirm, "").await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-confirmed")).into_response())
}

pub async fn reopen(
    may: May<ReportComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = own(&mut tx, id).await?;
    verbs::go(&mut tx, may.place().zone, &complaint, Move::Reopen, &written.kata).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-reopened")).into_response())
}

pub async fn rate(
    may: May<ReportComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = own(&mut tx, id).await?;
    let stars = written.bintang.parse().unwrap_or(0);
    verbs::rate(&mut tx, &complaint, stars, &written.kata).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-rated")).into_response())
}

pub async fn support(may: May<ReportComplaints>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = seen(&mut tx, id).await?;
    if !complaint.is_common || complaint.is_own {
        return Err(web::Error::refused(Cannot::NotCommon));
    }
    if complaint.merged_into.is_some() {
        return Err(web::Error::refused(Cannot::Merged));
    }
    sql::support(&mut tx, id).await?;
    tx.commit().await?;
    let said = if complaint.is_supported { "care-said-unsupported" } else { "care-said-supported" };
    Ok(back(&may, id).saying(browser.texts().get(said)).into_response())
}

/// One that the caller reported or that is about the commons; everything else is not there.
async fn seen(tx: &mut TenantTx, id: Uuid) -> web::Result<Complaint> {
    let found = sql::find(tx, id).await?.filter(|it| it.is_own || it.is_common);
    found.ok_or(web::Error::missing())
}

/// One that the caller reported, locked.
async fn own(tx: &mut TenantTx, id: Uuid) -> web::Result<Complaint> {
    sql::locked(tx, id).await?.filter(|it| it.is_own).ok_or(web::Error::missing())
}

fn back(may: &May<ReportComplaints>, id: Uuid) -> Go {
    Go::to(may.place().path(&format!("keluhan-saya/{id}")))
}
