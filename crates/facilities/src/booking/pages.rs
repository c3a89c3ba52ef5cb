//! The resident's way: what there is, a day, a slot, the rules, booked; and the own bookings.

use askama::Template;
use axum::{extract::State as Extracted, response::IntoResponse as _};
use chrono::Days;
use http::StatusCode;
use kernel::{Date, Instant, format};
use serde::Deserialize;
use tenancy::{May, Place, Store, TenantTx, policy::BookFacilities};
use uuid::Uuid;
use web::{
    Browser, Form, Go, Path, Query, Say as _, Shell, ShellKind,
    shell::parts::{Choice, Tone},
};

use super::{
    State, act,
    model::{BookFault, CannotBook},
    purse::{self, Purse},
    sql::{self, Booking, OwnUnit},
    strip::{self, Hour},
};
use crate::{
    facility::{self, Facility},
    money,
};

/// Days of the strip.
const STRIP: u64 = 14;
/// Own bookings on the page.
const SHOWN: i64 = 30;

/// A booking as a line of a list or a page of its own.
pub(super) struct Line {
    pub id: Uuid,
    pub number: String,
    pub facility: String,
    pub code: String,
    pub when: String,
    pub state: State,
    pub word: &'static str,
    pub tone: Tone,
    pub icon: &'static str,
    pub reason: String,
}

impl Line {
    pub fn of(s: &Shell, place: &Place, booking: &Booking, now: Instant) -> Self {
        let is_stale = booking.state == State::Hold && booking.held_until <= now;
        let state = if is_stale { State::Expired } else { booking.state };
        let (tone, icon) = state.look();
        Self {
            id: booking.id,
            number: format!("P-{:04}", booking.number),
            facility: booking.facility_name.clone(),
            code: booking.code.clone(),
            when: span(s, place, booking.starts_at, booking.ends_at),
            state,
            word: state.word(),
            tone,
            icon,
            reason: booking.reason.clone(),
        }
    }
}

fn span(s: &Shell, place: &Place, from: Instant, to: Instant) -> String {
    let end = format::time(to, place.zone, s.locale);
    format!("{}\u{2013}{end}", format::date_time(from, place.zone, s.locale))
}

struct Tile {
    href: String,
    name: String,
    description: String,
}

#[derive(Template)]
#[template(path = "booking/index.html")]
struct Index {
    s: Shell,
    tiles: Vec<Tile>,
    lines: Vec<Line>,
    bookings: String,
    feed: String,
    has_house: bool,
}

pub async fn index(may: May<BookFacilities>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let s = browser.member(&may, ShellKind::Resident, browser.texts().get("fac-title"));
    let units = own(&mut tx, place).await?;
    let ids: Vec<Uuid> = units.iter().map(|unit| unit.id).collect();
    let bookings = sql::of_units(&mut tx, &ids, None, SHOWN).await?;
    let now = tx.now();
    let tiles = facility::sql::all(&mut tx, false).await?.into_iter().map(|it| Tile {
        href: place.path(&format!("fasilitas-saya/{}", it.id)),
        name: it.name,
        description: it.description,
    });
    web::page(&Index {
        tiles: tiles.collect(),
        lines: bookings
            .iter()
            .map(|it| Line::of(&s, place, it, now))
            .filter(|it| it.state != State::Expired)
            .collect(),
        bookings: place.path("pesanan-saya"),
        feed: place.path("fasilitas-saya/kalender"),
        has_house: !units.is_empty(),
        s,
    })
}

async fn own(tx: &mut TenantTx, place: &Place) -> tenancy::Result<Vec<OwnUnit>> {
    let today = place.zone.date(tx.now());
    sql::own_units(tx, today).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    hari: String,
    rumah: String,
}

#[derive(Template)]
#[template(path = "booking/show.html")]
struct Show {
    s: Shell,
    action: String,
    description: String,
    limits: Vec<String>,
    days: Vec<strip::Day>,
    day: String,
    hours: Vec<Hour>,
    units: Vec<Choice>,
    unit: String,
    has_house: bool,
    refusal: String,
    nearest: Vec<Hour>,
}

type One = Path<(String, Uuid)>;

pub async fn show(
    may: May<BookFacilities>,
    browser: Browser,
    Path((_, id)): One,
    Query(wanted): Query<Wanted>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let facility = found(&mut tx, id).await?;
    web::page(&view(&mut tx, &may, &browser, &facility, &wanted, None).await?)
}

async fn found(tx: &mut TenantTx, id: Uuid) -> web::Result<Facility> {
    facility::sql::find(tx, id).await?.filter(|it| it.is_open).ok_or(web::Error::missing())
}

/// The strip, the slots of the chosen day, and why the last wish did not come true.
async fn view(
    tx: &mut TenantTx,
    may: &May<BookFacilities>,
    browser: &Browser,
    facility: &Facility,
    wanted: &Wanted,
    refusal: Option<&CannotBook>,
) -> web::Result<Show> {
    let place = may.place();
    let words = browser.texts();
    let s = browser
        .member(may, ShellKind::Resident, facility.name.as_str())
        .crumb(words.get("fac-title"), place.path("fasilitas-saya"))
        .crumb(facility.name.as_str(), "");
    let units = own(tx, place).await?;
    let chosen = units.iter().find(|unit| unit.id.to_string() == wanted.rumah).or(units.first());
    let own: Vec<Uuid> = chosen.iter().map(|unit| unit.id).collect();
    let (today, furthest) = facility.opening(place.zone).days(tx.now());
    let last = furthest.min(today + Days::new(STRIP - 1));
    let days = act::slots_of(tx, facility, place.zone, (today, furthest), &own).await?;
    let open = days.iter().find(|(_, slots)| slots.iter().any(strip::is_free)).map_or(today, |(day, _)| *day);
    let day = wanted.hari.parse().ok().filter(|day| (today..=furthest).contains(day)).unwrap_or(open);
    let unit = chosen.map(|unit| unit.id.to_string()).unwrap_or_default();
    let action = place.path(&format!("fasilitas-saya/{}", facility.id));
    let hours = days.iter().filter(|(it, _)| *it == day).flat_map(|(_, slots)| slots);
    let terms = money::sql::terms(tx, facility.id).await?;
    let rented = match chosen {
        Some(unit) => money::is_rented(tx, unit.id, today).await?,
        None => false,
    };
    let near = match refusal {
        Some(CannotBook::Taken { nearest, .. }) => nearest.as_slice(),
        _ => &[],
    };
    let shown = days
        .iter()
        .skip_while(|(it, slots)| *it != day && strip::is_over(slots))
        .filter(|(it, _)| *it <= last || *it == day);
    let to = |it: &Date| web::with_query(&action, &[("hari", &it.to_string()), ("rumah", &unit)]);
    Ok(Show {
        days: shown.map(|(it, slots)| strip::day(&s, to(it), *it, slots, day)).collect(),
        limits: limits(tx, &s, place, facility, chosen, day).await?,
        day: format::long_date(day, s.locale),
        hours: hours
            .map(|slot| {
                let price = purse::price(&s, &terms, place, slot.starts_at, rented);
                strip::hour(&s, place, facility, slot, &price)
            })
            .collect(),
        units: units.iter().map(|it| Choice::new(it.id.to_string(), &it.code)).collect(),
        has_house: !units.is_empty(),
        refusal: refusal.map(|it| it.say(s.locale)).unwrap_or_default(),
        nearest: near
            .iter()
            .map(|at| Hour {
                value: at.to_rfc3339(),
                time: format::date_time(*at, place.zone, s.locale),
                word: String::new(),
                is_free: true,
            })
            .collect(),
        description: facility.description.clone(),
        unit,
        action,
        s,
    })
}

/// What binds this house here, said before a slot is chosen.
pub(super) async fn limits(
    tx: &mut TenantTx,
    s: &Shell,
    place: &Place,
    facility: &Facility,
    unit: Option<&OwnUnit>,
    day: Date,
) -> tenancy::Result<Vec<String>> {
    let mut said = purse::said(s, &money::sql::terms(tx, facility.id).await?);
    let minutes = i64::from(facility.slot_minutes);
    said.push(s.t1("fac-limit-slot", "minutes", minutes));
    if facility.notice_hours > 0 {
        said.push(s.t1("fac-limit-notice", "hours", i64::from(facility.notice_hours)));
    }
    if facility.needs_approval {
        said.push(s.t("fac-limit-approval").to_owned());
    }
    let Some(unit) = unit else { return Ok(said) };
    for share in crate::limits::shares(tx, facility, place.zone, unit.id, day).await? {
        said.push(share.said(s.locale));
    }
    Ok(said)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    mulai: String,
    rumah: String,
}

pub async fn hold(
    may: May<BookFacilities>,
    browser: Browser,
    Path((_, id)): One,
    Form(wish): Form<Wish>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let facility = found(&mut tx, id).await?;
    let units = own(&mut tx, place).await?;
    let unit = units.iter().find(|unit| unit.id.to_string() == wish.rumah).ok_or(web::Error::missing())?;
    let starts_at: Instant = wish.mulai.parse().map_err(|_| web::Error::refused(CannotBook::NoSuchSlot))?;
    match act::hold(&mut tx, place.zone, id, unit.id, starts_at).await {
        Ok(held) => {
            tx.commit().await?;
            Ok(Go::to(place.path(&format!("pesanan-saya/{held}"))).into_response())
        }
        Err(BookFault::Cannot(reason)) => {
            drop(tx);
            let mut tx = may.begin().await?;
            let day = Wanted { hari: place.zone.date(starts_at).to_string(), rumah: wish.rumah };
            let page = view(&mut tx, &may, &browser, &facility, &day, Some(&reason)).await?;
            let mut answer = web::page(&page)?;
            *answer.status_mut() = StatusCode::CONFLICT;
            Ok(answer)
        }
        Err(BookFault::Tenancy(error)) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "booking/booking.html")]
struct Booked {
    s: Shell,
    line: Line,
    purse: Option<Purse>,
    action: String,
    rules: String,
    until: String,
    /// What the guard scans, as a picture; empty unless somebody may come.
    code: String,
    is_held: bool,
    asks_approval: bool,
    cancels: bool,
    facility_href: String,
}

/// One of the own houses; everything else is not there.
async fn mine(tx: &mut TenantTx, place: &Place, id: Uuid) -> web::Result<Booking> {
    let units = own(tx, place).await?;
    let booking = sql::find(tx, id).await?;
    booking.filter(|it| units.iter().any(|unit| unit.id == it.unit)).ok_or(web::Error::missing())
}

pub async fn booking(
    may: May<BookFacilities>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let booking = mine(&mut tx, place, id).await?;
    let words = browser.texts();
    let s = browser
        .member(&may, ShellKind::Resident, booking.facility_name.as_str())
        .crumb(words.get("fac-title"), place.path("fasilitas-saya"))
        .crumb(booking.facility_name.as_str(), "");
    let line = Line::of(&s, place, &booking, tx.now());
    let scanned = place.path(&format!("jadwal-fasilitas/{id}"));
    let is_coming = matches!(line.state, State::Confirmed | State::InUse);
    web::page(&Booked {
        code: if is_coming {
            web::qr::svg(&format!("{}{scanned}", store.site().public_url))
        } else {
            String::new()
        },
        purse: purse::of(&mut tx, &s, place, &booking).await?,
        is_held: line.state == State::Hold,
        cancels: matches!(line.state, State::Waiting | State::Unpaid | State::Confirmed)
            && booking.starts_at > tx.now(),
        until: format::time(booking.held_until, place.zone, s.locale),
        action: place.path(&format!("pesanan-saya/{id}")),
        facility_href: place.path(&format!("fasilitas-saya/{}", booking.facility)),
        asks_approval: booking.needs_approval,
        rules: booking.rules,
        line,
        s,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    setuju: String,
    alasan: String,
}

pub async fn book(
    may: May<BookFacilities>,
    browser: Browser,
    Path((_, id)): One,
    Form(answer): Form<Answer>,
) -> web::Result {
    let mut tx = may.begin().await?;
    mine(&mut tx, may.place(), id).await?;
    let state = act::book(&mut tx, id, !answer.setuju.is_empty()).await?;
    tx.commit().await?;
    let said = browser.texts().get(match state {
        State::Waiting => "fac-said-waiting",
        State::Unpaid => "fac-said-unpaid",
        _ => "fac-said-booked",
    });
    Ok(Go::to(may.place().path(&format!("pesanan-saya/{id}"))).saying(said).into_response())
}

pub async fn cancel(
    may: May<BookFacilities>,
    browser: Browser,
    Path((_, id)): One,
    Form(answer): Form<Answer>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let units: Vec<Uuid> = own(&mut tx, may.place()).await?.into_iter().map(|unit| unit.id).collect();
    act::cancel_own(&mut tx, &units, id, &answer.alasan).await?;
    tx.commit().await?;
    let said = browser.texts().get("fac-said-cancelled");
    Ok(Go::to(may.place().path("fasilitas-saya")).saying(said).into_response())
}
