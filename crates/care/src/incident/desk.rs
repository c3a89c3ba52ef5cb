//! The office's pages: what goes on, one incident with its complaints, and opening one.

use askama::Template;
use axum::response::IntoResponse as _;
use chrono::{NaiveDateTime, TimeDelta};
use kernel::{Instant, Zone};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Form, Go, Path, Query, Shell,
    shell::parts::{Chip, Choice, Tone},
};

use super::{
    model::{Cannot, Draft, spoken},
    sql::{self, Member, Which},
    verbs,
    view::{Shown, Told},
};
use crate::{
    classifier::{self, Names},
    complaint::{model::Category, view::spoken as complaint_number},
};

const PAGE: i64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// `semua`: those that are over, too.
    tampil: String,
    sesudah: String,
}

#[derive(Template)]
#[template(path = "incident/index.html")]
struct Index {
    s: Shell,
    base: String,
    chips: Vec<Chip>,
    rows: Vec<Shown>,
    next: String,
}

pub async fn index(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let every = filter.tampil == "semua";
    let which = if every { Which::Before(filter.sesudah.parse().ok()) } else { Which::GoingOn };
    let mut tx = may.begin().await?;
    let limit = if every { PAGE + 1 } else { 200 };
    let mut rows = sql::list(&mut tx, which, limit).await?;
    let more = every && rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let (open, all) = sql::counts(&mut tx).await?;
    let names = classifier::names(&mut tx).await?;
    let base = may.place().path("gangguan");
    let s = shell(&may, &browser, "care-inc-title");
    let address = |after: &str| web::with_query(&base, &[("tampil", "semua"), ("sesudah", after)]);
    let next = rows.last().filter(|_| more).map(|last| address(&last.number.to_string()));
    web::page(&Index {
        chips: vec![
            Chip::new(s.t("care-inc-going-on"), base.as_str()).counted(open).current_if(!every),
            Chip::new(s.t("care-all"), address("")).counted(all).current_if(every),
        ],
        rows: rows.iter().map(|row| Shown::of(&s, may.place().zone, &names, &base, row)).collect(),
        next: next.unwrap_or_default(),
        base,
        s,
    })
}

fn shell(may: &May<HandleComplaints>, browser: &Browser, title: &'static str) -> Shell {
    let title = browser.texts().get(title);
    let complaints = (browser.texts().get("care-title"), may.place().path("keluhan"));
    browser.office(may, title).crumb(complaints.0, complaints.1).crumb(title, "")
}

/// What was typed of a new one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    kategori: String,
    judul: String,
    kata: String,
    /// `area`: only the chosen ones.
    untuk: String,
    area: Vec<String>,
    perkiraan: String,
}

struct Area {
    value: String,
    label: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "incident/new.html")]
struct New {
    s: Shell,
    base: String,
    categories: Vec<Choice>,
    reaches: Vec<Choice>,
    areas: Vec<Area>,
    typed: Typed,
    mistakes: Vec<(String, String)>,
    faults: Faults,
}

async fn form(
    tx: &mut TenantTx,
    may: &May<HandleComplaints>,
    browser: &Browser,
    typed: Typed,
    faults: Faults,
) -> web::Result<New> {
    let words = browser.texts();
    let base = may.place().path("gangguan");
    let title = words.get("care-inc-open");
    let s = browser
        .office(may, title)
        .crumb(words.get("care-title"), may.place().path("keluhan"))
        .crumb(words.get("care-inc-title"), base.as_str())
        .crumb(title, "");
    let area = |(id, label): (Uuid, String)| {
        let value = id.to_string();
        Area { is_chosen: typed.area.contains(&value), value, label }
    };
    let areas = sql::areas(tx).await?;
    Ok(New {
        categories: classifier::names(tx).await?.cards(browser.locale()),
        reaches: vec![
            Choice::new("semua", words.get("care-inc-everywhere")).with_icon("building-2"),
            Choice::new("area", words.get("care-inc-some-areas")).with_icon("map"),
        ],
        areas: areas.into_iter().map(area).collect(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        base,
        typed,
        faults,
    })
}

pub async fn new(may: May<HandleComplaints>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    web::page(&form(&mut tx, &may, &browser, Typed::default(), Faults::default()).await?)
}

fn read(browser: &Browser, names: &Names, typed: &Typed, zone: Zone, now: Instant) -> Result<Draft, Faults> {
    let words = browser.texts();
    let mut faults = Faults::default();
    let category = Category::from_code(&typed.kategori).filter(|it| names.is_offered(*it));
    if category.is_none() {
        faults.put("kategori", words.get("care-fault-category"));
    }
    let areas: Vec<Uuid> = typed.area.iter().filter_map(|id| id.parse().ok()).collect();
    match typed.untuk.as_str() {
        "semua" => {}
        "area" if !areas.is_empty() => {}
        "area" => faults.put("untuk", words.get("care-inc-fault-areas")),
        _ => faults.put("untuk", words.get("care-inc-fault-reach")),
    }
    let expected_at = moment(&typed.perkiraan, zone);
    if expected_at.is_none() && !typed.perkiraan.trim().is_empty() {
        faults.put("perkiraan", words.get("care-inc-fault-moment"));
    }
    let draft = Draft {
        category: category.unwrap_or(Category::Other),
        title: typed.judul.split_whitespace().collect::<Vec<_>>().join(" "),
        words: typed.kata.trim().to_owned(),
        areas: if typed.untuk == "area" { areas } else { Vec::new() },
        expected_at,
    };
    for fault in draft.faults(now) {
        let [field, key] = fault.place();
        faults.put(field, words.get(key));
    }
    if faults.is_empty() { Ok(draft) } else { Err(faults) }
}

/// What a field for date and hour sends, on the clocks of the complex.
fn moment(text: &str, zone: Zone) -> Option<Instant> {
    let wall = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%dT%H:%M").ok()?;
    let offset = zone.local(wall.and_utc()).offset().local_minus_utc();
    Some((wall - TimeDelta::seconds(i64::from(offset))).and_utc())
}

pub async fn create(may: May<HandleComplaints>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let names = classifier::names(&mut tx).await?;
    let draft = match read(&browser, &names, &typed, zone, tx.now()) {
        Ok(draft) => draft,
        Err(faults) => return web::invalid(&form(&mut tx, &may, &browser, typed, faults).await?),
    };
    let (id, number, told) = verbs::open(&mut tx, zone, &draft).await?;
    tx.commit().await?;
    let blanks = [("number", spoken(number).into()), ("count", told.into())];
    Ok(back(&may, id).saying(browser.texts().with("care-inc-said-opened", &blanks)).into_response())
}

struct Line {
    id: String,
    href: String,
    title: String,
    words: String,
    badge: (&'static str, Tone),
}

#[derive(Template)]
#[template(path = "incident/show.html")]
struct Show {
    s: Shell,
    base: String,
    it: Shown,
    houses: i64,
    news: Vec<Told>,
    members: Vec<Line>,
    candidates: Vec<Line>,
}

type One = Path<(String, Uuid)>;

pub async fn show(may: May<HandleComplaints>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let incident = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let zone = may.place().zone;
    let base = may.place().path("gangguan");
    let title = format!("{} {}", spoken(incident.number), incident.title);
    let s = browser
        .office(&may, title.as_str())
        .crumb(browser.texts().get("care-title"), may.place().path("keluhan"))
        .crumb(browser.texts().get("care-inc-title"), base.as_str())
        .crumb(title.as_str(), "");
    let candidates = if incident.ended_at.is_none() {
        sql::candidates(&mut tx, id, incident.category).await?
    } else {
        Vec::new()
    };
    let complaints = may.place().path("keluhan");
    let line = |member: Member| Line {
        href: format!("{complaints}/{}", member.id),
        id: member.id.to_string(),
        title: format!("{} · {}", complaint_number(member.number), member.place),
        words: member.words.chars().take(110).collect(),
        badge: (member.state.word(), member.state.tone()),
    };
    let news = sql::news(&mut tx, id).await?;
    let names = classifier::names(&mut tx).await?;
    web::page(&Show {
        it: Shown::of(&s, zone, &names, &base, &incident),
        houses: sql::houses(&mut tx, id).await?,
        news: news.into_iter().map(|it| Told::of(&s, zone, it, Some("care-inc-told"))).collect(),
        members: sql::members(&mut tx, id).await?.into_iter().map(line).collect(),
        candidates: candidates.into_iter().map(line).collect(),
        base: format!("{base}/{id}"),
        s,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written {
    kata: String,
    perkiraan: String,
    keluhan: Vec<Uuid>,
}

pub async fn news(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    let expected_at = moment(&written.perkiraan, zone);
    if expected_at.is_none() && !written.perkiraan.trim().is_empty() {
        return Err(Error::refused(Cannot::Past));
    }
    let told = verbs::news(&mut tx, zone, &incident, &written.kata, expected_at).await?;
    tx.commit().await?;
    let said = browser.texts().with("care-inc-said-news", &[("count", told.into())]);
    Ok(back(&may, id).saying(said).into_response())
}

pub async fn end(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    let (told, solved) = verbs::end(&mut tx, may.place().zone, &incident, &written.kata).await?;
    tx.commit().await?;
    let blanks = [("count", told.into()), ("solved", solved.into())];
    Ok(back(&may, id).saying(browser.texts().with("care-inc-said-ended", &blanks)).into_response())
}

pub async fn gather(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    let joined = verbs::gather(&mut tx, &incident, &written.keluhan, browser.locale()).await?;
    tx.commit().await?;
    let said = browser.texts().with("care-inc-said-joined", &[("count", joined.into())]);
    Ok(back(&may, id).saying(said).into_response())
}

pub async fn release(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let complaint = written.keluhan.first().copied().ok_or(Error::missing())?;
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    verbs::release(&mut tx, &incident, complaint).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-inc-said-released")).into_response())
}

fn back(may: &May<HandleComplaints>, id: Uuid) -> Go {
    Go::to(may.place().path(&format!("gangguan/{id}")))
}
