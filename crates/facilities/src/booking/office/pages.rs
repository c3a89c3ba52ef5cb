//! A form in two steps: which facility, house and day; then the hour.

use askama::Template;
use axum::response::IntoResponse as _;
use http::StatusCode;
use kernel::{Date, Instant, format};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManageFacilities};
use web::{Browser, Faults, Form, Go, Query, Say as _, Shell, shell::parts::Choice};

use super::{
    super::{
        act as verbs,
        model::{BookFault, CannotBook},
        pages::limits,
        purse,
        sql::OwnUnit,
        strip::{self, Hour},
    },
    act::{self, OfficeFault, Wish},
};
use crate::{
    availability::{Slot, SlotState},
    facility::{self, Facility},
    money,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    fasilitas: String,
    rumah: String,
    hari: String,
    mulai: String,
    alasan: String,
    setuju: String,
}

#[derive(Template)]
#[template(path = "booking/office/new.html")]
struct New {
    s: Shell,
    action: String,
    back: String,
    facilities: Vec<Choice>,
    typed: Typed,
    /// Facility, house and day are known.
    is_chosen: bool,
    day: String,
    hours: Vec<Hour>,
    limits: Vec<String>,
    rules: String,
    refusal: String,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn new(may: May<ManageFacilities>, browser: Browser, Query(typed): Query<Typed>) -> web::Result {
    let mut tx = may.begin().await?;
    web::page(&page(&mut tx, &may, &browser, typed, String::new()).await?)
}

/// What the first step names.
struct Chosen {
    facility: Facility,
    unit: OwnUnit,
    day: Date,
}

/// Understands the first step; nothing typed yet is no mistake.
async fn chosen(
    tx: &mut TenantTx,
    s: &Shell,
    typed: &Typed,
    faults: &mut Faults,
) -> web::Result<Option<Chosen>> {
    if typed.fasilitas.is_empty() && typed.rumah.trim().is_empty() {
        return Ok(None);
    }
    let facility = match typed.fasilitas.parse() {
        Ok(id) => facility::sql::find(tx, id).await?.filter(|it| it.is_open),
        Err(_) => None,
    };
    let unit = homes::unit_named(tx, typed.rumah.trim()).await?;
    let day: Option<Date> = typed.hari.parse().ok();
    if facility.is_none() {
        faults.put("fasilitas", s.t("fac-fault-facility"));
    }
    if unit.is_none() {
        faults.put("rumah", s.t("fac-fault-house"));
    }
    if day.is_none() {
        faults.put("hari", s.t("fac-fault-day"));
    }
    let unit = unit.map(|it| OwnUnit { id: it.id.uuid(), code: it.code });
    Ok(facility.zip(unit).zip(day).map(|((facility, unit), day)| Chosen { facility, unit, day }))
}

async fn page(
    tx: &mut TenantTx,
    may: &May<ManageFacilities>,
    browser: &Browser,
    mut typed: Typed,
    refusal: String,
) -> web::Result<New> {
    let place = may.place();
    let words = browser.texts();
    let agenda = place.path("jadwal-fasilitas");
    let title = words.get("fac-office-book");
    let s = browser
        .office(may, title)
        .crumb(words.get("fac-title"), place.path("fasilitas"))
        .crumb(words.get("fac-agenda"), agenda.as_str())
        .crumb(title, "");
    if typed.hari.is_empty() {
        typed.hari = place.zone.date(tx.now()).to_string();
    }
    let mut faults = Faults::default();
    let chosen = chosen(tx, &s, &typed, &mut faults).await?;
    let (mut hours, mut said, mut day, mut rules) = (Vec::new(), Vec::new(), String::new(), String::new());
    if let Some(it) = &chosen {
        let own = [it.unit.id];
        let now = tx.now();
        let days = verbs::slots_of(tx, &it.facility, place.zone, (it.day, it.day), &own).await?;
        let slots = days.iter().flat_map(|(_, slots)| slots);
        let terms = money::sql::terms(tx, it.facility.id).await?;
        let rented = money::is_rented(tx, it.unit.id, it.day).await?;
        let price = |at| purse::price(&s, &terms, place, at, rented);
        let priced =
            |slot| hour(strip::hour(&s, place, &it.facility, slot, &price(slot.starts_at)), slot, now, &s);
        hours = slots.map(priced).collect();
        said = limits(tx, &s, place, &it.facility, Some(&it.unit), it.day).await?;
        day = format::long_date(it.day, s.locale);
        rules.clone_from(&it.facility.rules);
    }
    let facilities = facility::sql::all(tx, false).await?;
    Ok(New {
        action: format!("{agenda}/pesankan"),
        back: agenda,
        facilities: facilities.into_iter().map(|it| Choice::new(it.id.to_string(), it.name)).collect(),
        is_chosen: chosen.is_some(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        typed,
        day,
        hours,
        limits: said,
        rules,
        refusal,
        faults,
    })
}

/// What is only too soon for residents can be had here, with a reason.
fn hour(hour: Hour, slot: &Slot, now: Instant, s: &Shell) -> Hour {
    if slot.state == SlotState::TooSoon && slot.starts_at > now && slot.left > 0 {
        return Hour { is_free: true, word: s.t("fac-office-soon").to_owned(), ..hour };
    }
    hour
}

pub async fn create(may: May<ManageFacilities>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let words = browser.public("");
    let mut faults = Faults::default();
    let Some(wanted) = chosen(&mut tx, &words, &typed, &mut faults).await? else {
        return web::invalid(&page(&mut tx, &may, &browser, typed, String::new()).await?);
    };
    let wish = Wish {
        facility: wanted.facility.id,
        unit: wanted.unit.id,
        starts_at: typed.mulai.parse().map_err(|_| web::Error::refused(CannotBook::NoSuchSlot))?,
        accepts_rules: !typed.setuju.is_empty(),
        reason: &typed.alasan,
    };
    let why = match act::book(&mut tx, zone, &wish).await {
        Ok(id) => {
            tx.commit().await?;
            let to = may.place().path(&format!("jadwal-fasilitas/{id}"));
            let said = browser.texts().with("fac-office-booked", &[("code", wanted.unit.code.into())]);
            return Ok(Go::to(to).saying(said).into_response());
        }
        Err(OfficeFault::Book(BookFault::Tenancy(error))) => return Err(error.into()),
        Err(OfficeFault::Book(BookFault::Cannot(reason))) => reason.say(words.locale),
        Err(OfficeFault::NeedsReason(aside)) => {
            let why: Vec<String> = aside.iter().map(|it| it.say(words.locale)).collect();
            words.t1("fac-office-needs-reason", "why", why.join(" "))
        }
    };
    drop(tx);
    let mut tx = may.begin().await?;
    let mut answer = web::page(&page(&mut tx, &may, &browser, typed, why).await?)?;
    *answer.status_mut() = StatusCode::CONFLICT;
    Ok(answer)
}
