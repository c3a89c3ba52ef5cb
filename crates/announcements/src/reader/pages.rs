//! The reader's list and one announcement.

use askama::Template;
use axum::{Extension, extract::State as Extracted, response::IntoResponse as _};
use files::Files;
use kernel::{Instant, format};
use serde::Deserialize;
use tenancy::{May, Role, Store, TenantTx, policy::SeeAnnouncements};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Query, Shell, ShellKind, shell::parts::Chip};

use super::{
    comment, poll,
    sql::{self, Own, Shelf},
};
use crate::{
    bulletin::{ShownFile, shown_files},
    markup,
};

const PAGE: i64 = 30;

pub(super) struct Row {
    pub href: String,
    pub title: String,
    pub excerpt: String,
    pub when: String,
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub is_unread: bool,
    pub asks: bool,
}

impl Row {
    pub fn of(s: &Shell, place: &tenancy::Place, own: &Own) -> Self {
        Self {
            href: place.path(&format!("pengumuman-saya/{}", own.id)),
            title: own.title.clone(),
            excerpt: markup::excerpt(&own.body, 110),
            when: own.sent_at.map(|at| format::date_time(at, place.zone, s.locale)).unwrap_or_default(),
            is_emergency: own.is_emergency,
            is_pinned: own.is_pinned,
            is_unread: own.is_unread(),
            asks: !own.is_unread() && own.lacks_acknowledgement(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// `lama`: what has ended.
    tampil: String,
    sesudah: String,
}

#[derive(Template)]
#[template(path = "reader/index.html")]
struct Index {
    s: Shell,
    base: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    next: String,
    is_past: bool,
}

pub async fn index(
    may: May<SeeAnnouncements>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let is_past = filter.tampil == "lama";
    let shelf = if is_past { Shelf::Past } else { Shelf::Current };
    let before = filter.sesudah.parse().ok().filter(|_| is_past);
    // What stands now is seldom more than a handful, and its order is not that of its ids: it comes whole.
    let limit = if is_past { PAGE + 1 } else { 200 };
    let mut own = sql::own(&mut tx, shelf, before, limit).await?;
    let more = is_past && own.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        own.pop();
    }
    let s = shell(&browser, &may, browser.texts().get("ann-title"));
    let base = may.place().path("pengumuman-saya");
    let past = web::with_query(&base, &[("tampil", "lama")]);
    let next = own
        .last()
        .filter(|_| more)
        .map(|last| web::with_query(&base, &[("tampil", "lama"), ("sesudah", &last.id.to_string())]));
    web::page(&Index {
        chips: vec![
            Chip::new(s.t("ann-current"), &base).current_if(!is_past),
            Chip::new(s.t("ann-past"), &past).current_if(is_past),
        ],
        rows: own.iter().map(|own| Row::of(&s, may.place(), own)).collect(),
        next: next.unwrap_or_default(),
        is_past,
        base,
        s,
    })
}

/// What a page and a link show alike.
pub(super) struct Paper {
    pub title: String,
    pub html: String,
    pub when: String,
    pub until: String,
    pub is_over: bool,
    pub is_emergency: bool,
    pub files: Vec<ShownFile>,
}

impl Paper {
    pub async fn of(
        tx: &mut TenantTx,
        s: &Shell,
        place: &tenancy::Place,
        files: &Files,
        store: &Store,
        sheet: Sheet<'_>,
    ) -> tenancy::Result<Self> {
        let at = |instant: Option<Instant>| instant.map(|at| format::date_time(at, place.zone, s.locale));
        Ok(Self {
            title: sheet.title.to_owned(),
            html: markup::to_html(sheet.body),
            when: at(sheet.sent_at).unwrap_or_default(),
            until: at(sheet.ends_at).unwrap_or_default(),
            is_over: sheet.ends_at.is_some_and(|end| end <= tx.now()),
            is_emergency: sheet.is_emergency,
            files: shown_files(tx, files, store, place.complex, sheet.id).await?,
        })
    }
}

/// What of an announcement is on paper.
pub(super) struct Sheet<'a> {
    pub id: Uuid,
    pub title: &'a str,
    pub body: &'a str,
    pub is_emergency: bool,
    pub sent_at: Option<Instant>,
    pub ends_at: Option<Instant>,
}

#[derive(Template)]
#[template(path = "reader/show.html")]
struct Show {
    s: Shell,
    base: String,
    paper: Paper,
    asks: bool,
    is_acknowledged: bool,
    poll: Option<poll::Shown>,
    comments: Vec<comment::Shown>,
    takes_comments: bool,
}

type One = Path<(String, Uuid)>;

/// Opening it is reading it.
pub async fn show(
    may: May<SeeAnnouncements>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Extension(files): Extension<Files>,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let own = found(&mut tx, id).await?;
    if own.is_unread() {
        let houses = sql::own_houses(&mut tx, id).await?;
        sql::read(&mut tx, id, &houses).await?;
    }
    let place = may.place();
    let s = shell(&browser, &may, own.title.as_str())
        .crumb(browser.texts().get("ann-title"), place.path("pengumuman-saya"))
        .crumb(own.title.as_str(), "");
    let ballots = sql::own_ballots(&mut tx, id).await?;
    let sheet = Sheet {
        id,
        title: &own.title,
        body: &own.body,
        is_emergency: own.is_emergency,
        sent_at: own.sent_at,
        ends_at: own.ends_at,
    };
    let page = Show {
        base: place.path(&format!("pengumuman-saya/{id}")),
        paper: Paper::of(&mut tx, &s, place, &files, &store, sheet).await?,
        asks: own.lacks_acknowledgement(),
        is_acknowledged: own.houses > 0 && own.wants_acknowledgement && own.acknowledged == own.houses,
        poll: poll::of_reader(&mut tx, &s, place.zone, poll::Asked::in_own(&own), ballots).await?,
        comments: if own.has_comments {
            comment::of_reader(&mut tx, &s, place.zone, id).await?
        } else {
            Vec::new()
        },
        takes_comments: comment::is_open(&mut tx, &own).await?,
        s,
    };
    tx.commit().await?;
    web::page(&page)
}

pub async fn acknowledge(may: May<SeeAnnouncements>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    found(&mut tx, id).await?;
    let houses = sql::own_houses(&mut tx, id).await?;
    sql::acknowledge(&mut tx, id, &houses).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("ann-said-acknowledged")).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Vote {
    pub rumah: String,
    pub suara: String,
}

impl Vote {
    /// The number of an answer; none is no answer.
    pub fn option(&self) -> i16 {
        self.suara.parse().unwrap_or(0)
    }
}

pub async fn vote(
    may: May<SeeAnnouncements>,
    browser: Browser,
    Path((_, id)): One,
    Form(vote): Form<Vote>,
) -> web::Result {
    let mut tx = may.begin().await?;
    found(&mut tx, id).await?;
    let houses = sql::own_houses(&mut tx, id).await?;
    let house = houses.into_iter().find(|house| house.to_string() == vote.rumah);
    poll::vote(&mut tx, id, house.ok_or(web::Error::missing())?, vote.option()).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("ann-said-voted")).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written {
    komentar: String,
}

pub async fn comment(
    may: May<SeeAnnouncements>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let own = found(&mut tx, id).await?;
    comment::add(&mut tx, &own, &written.komentar).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("ann-said-comment")).into_response())
}

/// One that the caller was told; everything else is not there.
async fn found(tx: &mut TenantTx, id: Uuid) -> web::Result<Own> {
    sql::one(tx, id).await?.ok_or(web::Error::missing())
}

fn back(may: &May<SeeAnnouncements>, id: Uuid) -> Go {
    Go::to(may.place().path(&format!("pengumuman-saya/{id}")))
}

/// The page of whoever looks, with the own navigation.
fn shell(browser: &Browser, may: &May<SeeAnnouncements>, title: &str) -> Shell {
    let has = |wanted: Role| may.roles().contains(&wanted);
    if has(Role::Manager) || has(Role::OrganizationAdmin) || has(Role::Treasurer) {
        browser.office(may, title)
    } else if has(Role::AreaHead) {
        browser.member(may, ShellKind::AreaHead, title)
    } else if has(Role::Guard) {
        browser.member(may, ShellKind::Guard, title)
    } else {
        browser.member(may, ShellKind::Resident, title)
    }
}
