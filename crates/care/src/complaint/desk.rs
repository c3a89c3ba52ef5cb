//! The office's list, what is late first, and one complaint with what can be done to it.

use askama::Template;
use axum::{extract::State as Extracted, response::IntoResponse as _};
use kernel::{Instant, Zone, format};
use serde::Deserialize;
use tenancy::{May, Store, policy::HandleComplaints};
use uuid::Uuid;
use web::{
    Browser, Form, Go, Path, Query, Shell,
    shell::parts::{Chip, Tone},
};

use super::{
    model::{Move, State},
    photo,
    sql::{self, Complaint, Event, Line, Shelf},
    verbs::{self, Readers},
};
use crate::clock::Calendar;

const PAGE: i64 = 50;

/// The number as people say it.
pub fn spoken(number: i32) -> String {
    format!("K-{number:04}")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    /// A state, or `terlambat`.
    status: String,
    halaman: i64,
}

/// A line as a page shows it.
pub struct Row {
    pub href: String,
    pub title: String,
    pub place: String,
    pub words: String,
    pub when: String,
    pub assignee: String,
    pub badge: (&'static str, Tone),
    pub is_late: bool,
    pub supporters: i64,
}

impl Row {
    pub fn of(s: &Shell, zone: Zone, base: &str, line: &Line, now: Instant) -> Self {
        Self {
            href: format!("{base}/{}", line.id),
            title: format!("{} · {}", spoken(line.number), s.t(line.category.word())),
            place: line.place.clone(),
            words: line.words.chars().take(110).collect(),
            when: format::date_time(line.created_at, zone, s.locale),
            assignee: line.assignee.clone(),
            badge: (line.state.word(), line.state.tone()),
            is_late: line.due_at.is_some_and(|due| due < now),
            supporters: line.supporters,
        }
    }
}

#[derive(Template)]
#[template(path = "complaint/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    next: String,
    is_filtered: bool,
    unknown_year: bool,
}

pub async fn index(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let shelf = match State::from_code(&filter.status) {
        Some(state) => Shelf::In(state),
        None if filter.status == "terlambat" => Shelf::Late,
        None => Shelf::All,
    };
    let words = filter.q.trim();
    let step = filter.halaman.clamp(0, 10_000);
    let mut lines = sql::lines(&mut tx, words, shelf, step * PAGE, PAGE + 1).await?;
    let more = lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        lines.pop();
    }
    let counts = sql::counts(&mut tx).await?;
    let s = browser.office(&may, browser.texts().get("care-title"));
    let base = may.place().path("keluhan");
    let address = |status: &str, page: &str| {
        web::with_query(&base, &[("q", words), ("status", status), ("halaman", page)])
    };
    let zone = may.place().zone;
    let page = Index {
        chips: chips(&s, &counts, shelf, |status| address(status, "")),
        rows: lines.iter().map(|line| Row::of(&s, zone, &base, line, tx.now())).collect(),
        next: if more { address(&filter.status, &(step + 1).to_string()) } else { String::new() },
        is_filtered: !words.is_empty() || shelf != Shelf::All,
        unknown_year: !Calendar::usual().knows(zone.date(tx.now())),
        base: base.clone(),
        filter,
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

fn chips(
    s: &Shell,
    counts: &[(State, i64, i64)],
    shelf: Shelf,
    address: impl Fn(&str) -> String,
) -> Vec<Chip> {
    let of = |state: State| counts.iter().find(|it| it.0 == state).map_or(0, |it| it.1);
    let late = counts.iter().map(|it| it.2).sum();
    let every = Chip::new(s.t("care-all"), address(""))
        .counted(counts.iter().map(|it| it.1).sum())
        .current_if(shelf == Shelf::All);
    let overdue = Chip::new(s.t("care-late"), address("terlambat"))
        .counted(late)
        .toned(if late > 0 { Tone::Bad } else { Tone::Plain })
        .current_if(shelf == Shelf::Late);
    let each = State::ALL.into_iter().filter(|it| of(*it) > 0 || shelf == Shelf::In(*it)).map(|state| {
        Chip::new(s.t(state.word()), address(state.code()))
            .counted(of(state))
            .current_if(shelf == Shelf::In(state))
    });
    [every, overdue].into_iter().chain(each).collect()
}

/// One line of the story as a page shows it.
pub struct Told {
    pub head: String,
    pub words: String,
    pub when: String,
    pub is_note: bool,
}

/// What the reporter's and the office's page show alike.
pub struct Story {
    pub title: String,
    pub place: String,
    pub words: String,
    pub badge: (&'static str, Tone),
    pub reason: String,
    pub is_late: bool,
    pub due: String,
    pub supporters: i64,
    pub rating: i16,
    pub rating_words: String,
    pub photos: Vec<photo::Shown>,
    pub events: Vec<Told>,
}

impl Story {
    pub fn of(
        s: &Shell,
        zone: Zone,
        complaint: &Complaint,
        events: Vec<Event>,
        photos: Vec<photo::Shown>,
        now: Instant,
    ) -> Self {
        let at = |instant| format::date_time(instant, zone, s.locale);
        Self {
            title: s.t(complaint.category.word()).to_owned(),
            place: complaint.place.clone(),
            words: complaint.words.clone(),
            badge: (complaint.state.word(), complaint.state.tone()),
            reason: complaint.reason.clone(),
            is_late: complaint.due_at.is_some_and(|due| due < now),
            due: complaint.resolve_due.map(at).unwrap_or_default(),
            supporters: complaint.supporters,
            rating: complaint.rating.unwrap_or(0),
            rating_words: complaint.rating_words.clone(),
            photos,
            events: events.into_iter().map(|event| told(s, zone, event)).collect(),
        }
    }
}

fn told(s: &Shell, zone: Zone, event: Event) -> Told {
    let key = match (event.kind.as_str(), event.state) {
        ("moved", Some(state)) => state.word(),
        ("reply", _) => "care-event-reply",
        ("note", _) => "care-event-note",
        ("rated", _) => "care-event-rated",
        _ => "care-event-filed",
    };
    let when = format::date_time(event.at, zone, s.locale);
    Told {
        head: if event.by.is_empty() { s.t(key).to_owned() } else { format!("{} · {}", s.t(key), event.by) },
        is_note: event.kind == "note",
        words: event.words,
        when,
    }
}

#[derive(Template)]
#[template(path = "complaint/show.html")]
struct Show {
    s: Shell,
    base: String,
    story: Story,
    facts: Vec<(&'static str, String)>,
    moves: Vec<Move>,
}

type One = Path<(String, Uuid)>;

pub async fn show(
    may: May<HandleComplaints>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let place = may.place();
    let title = spoken(complaint.number);
    let s = browser
        .office(&may, title.as_str())
        .crumb(browser.texts().get("care-title"), place.path("keluhan"))
        .crumb(title.as_str(), "");
    let photos = photo::shown(&mut tx, &store, place.complex, id).await?;
    let events = sql::events(&mut tx, id, true).await?;
    web::page(&Show {
        base: place.path(&format!("keluhan/{id}")),
        facts: facts(&s, place.zone, &complaint),
        moves: Move::OFFICE.into_iter().filter(|step| complaint.state.after(*step).is_some()).collect(),
        story: Story::of(&s, place.zone, &complaint, events, photos, tx.now()),
        s,
    })
}

fn facts(s: &Shell, zone: Zone, complaint: &Complaint) -> Vec<(&'static str, String)> {
    let at = |instant| format::date_time(instant, zone, s.locale);
    let mut facts = vec![
        ("care-fact-reporter", complaint.reporter.clone()),
        ("care-fact-reported", at(complaint.created_at)),
        ("care-fact-assignee", complaint.assignee.clone()),
        ("care-fact-respond", at(complaint.respond_due)),
        ("care-fact-responded", complaint.responded_at.map(at).unwrap_or_default()),
        ("care-fact-resolve", complaint.resolve_due.map(at).unwrap_or_default()),
        ("care-fact-spent", s.t1("care-minutes", "count", complaint.spent_minutes)),
    ];
    if complaint.reopened > 0 {
        facts.push(("care-fact-reopened", complaint.reopened.to_string()));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written {
    langkah: String,
    kata: String,
    /// `catatan`: for the office alone.
    untuk: String,
}

pub async fn go(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let step = Move::from_code(&written.langkah).filter(|step| Move::OFFICE.contains(step));
    let step = step.ok_or(web::Error::missing())?;
    let mut tx = may.begin().await?;
    let complaint = sql::locked(&mut tx, id).await?.ok_or(web::Error::missing())?;
    verbs::go(&mut tx, may.place().zone, &complaint, step, &written.kata).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-moved")).into_response())
}

pub async fn write(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let readers = if written.untuk == "catatan" { Readers::Office } else { Readers::Everybody };
    let mut tx = may.begin().await?;
    sql::locked(&mut tx, id).await?.ok_or(web::Error::missing())?;
    verbs::write(&mut tx, id, readers, &written.kata).await?;
    if readers == Readers::Everybody {
        sql::responded(&mut tx, id).await?;
    }
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-written")).into_response())
}

fn back(may: &May<HandleComplaints>, id: Uuid) -> Go {
    Go::to(may.place().path(&format!("keluhan/{id}")))
}
