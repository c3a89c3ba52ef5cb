//! One page in two views; every link of it is an address that can be sent on.

use askama::Template;
use chrono::{Datelike as _, Days};
use kernel::{Date, Instant, format};
use serde::Deserialize;
use tenancy::{May, Place, TenantTx, policy::ManageFacilities};
use uuid::Uuid;
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Tone},
};

use super::sql;
use crate::{
    availability::Opening,
    facility::{self, Facility, sql::Closure},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    tampil: String,
    hari: String,
    fasilitas: String,
}

/// What is looked at.
#[derive(Clone, Copy)]
struct Look {
    is_day: bool,
    /// Of a week: its Monday.
    first: Date,
    facility: Option<Uuid>,
}

impl Look {
    fn of(filter: &Filter, today: Date) -> Self {
        let is_day = filter.tampil == "hari";
        let day: Date = filter.hari.parse().unwrap_or(today);
        Self {
            is_day,
            first: if is_day { day } else { monday(day) },
            facility: filter.fasilitas.parse().ok(),
        }
    }

    fn days(self) -> u64 {
        if self.is_day { 1 } else { 7 }
    }

    fn href(self, base: &str) -> String {
        let facility = self.facility.map(|it| it.to_string()).unwrap_or_default();
        let day = self.first.to_string();
        let view = if self.is_day { "hari" } else { "pekan" };
        web::with_query(base, &[("tampil", view), ("hari", &day), ("fasilitas", &facility)])
    }
}

fn monday(day: Date) -> Date {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

struct Block {
    href: String,
    time: String,
    name: String,
    word: &'static str,
    tone: Tone,
    icon: &'static str,
}

struct Column {
    title: String,
    is_today: bool,
    /// Why something is closed there.
    closed: Vec<String>,
    blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "calendar/index.html")]
struct Index {
    s: Shell,
    heading: String,
    agenda: String,
    book: String,
    previous: String,
    today: String,
    next: String,
    views: Vec<Chip>,
    facilities: Vec<Chip>,
    kind: &'static str,
    columns: Vec<Column>,
}

pub async fn index(
    may: May<ManageFacilities>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let words = browser.texts();
    let agenda = place.path("jadwal-fasilitas");
    let title = words.get("fac-calendar");
    let s = browser
        .office(&may, title)
        .crumb(words.get("fac-title"), place.path("fasilitas"))
        .crumb(words.get("fac-agenda"), agenda.as_str())
        .crumb(title, "");
    let today = place.zone.date(tx.now());
    let look = Look::of(&filter, today);
    let step = |look: Look, first: Option<Date>| first.map(|first| Look { first, ..look });
    let (Some(before), Some(after)) = (
        step(look, look.first.checked_sub_days(Days::new(look.days()))),
        step(look, look.first.checked_add_days(Days::new(look.days()))),
    ) else {
        return Err(web::Error::missing());
    };
    let base = format!("{agenda}/kalender");
    let all = facility::sql::all(&mut tx, true).await?;
    let chosen: Vec<&Facility> =
        all.iter().filter(|it| look.facility.is_none_or(|wanted| wanted == it.id)).collect();
    let columns = columns(&mut tx, &s, place, look, &chosen, &agenda).await?;
    let chip = |facility: Option<&Facility>| {
        let label = facility.map_or_else(|| s.t("fac-calendar-all").to_owned(), |it| it.name.clone());
        let to = Look { facility: facility.map(|it| it.id), ..look };
        Chip::new(label, to.href(&base)).current_if(look.facility == to.facility)
    };
    web::page(&Index {
        heading: heading(&s, look),
        previous: before.href(&base),
        next: after.href(&base),
        today: Look { first: if look.is_day { today } else { monday(today) }, ..look }.href(&base),
        views: vec![
            Chip::new(
                s.t("fac-calendar-week"),
                Look { is_day: false, first: monday(look.first), ..look }.href(&base),
            )
            .current_if(!look.is_day),
            Chip::new(s.t("fac-calendar-day"), Look { is_day: true, ..look }.href(&base))
                .current_if(look.is_day),
        ],
        facilities: std::iter::once(None).chain(all.iter().map(Some)).map(chip).collect(),
        kind: if look.is_day { "papan" } else { "pekan" },
        book: format!("{agenda}/pesankan"),
        agenda,
        columns,
        s,
    })
}

fn heading(s: &Shell, look: Look) -> String {
    if look.is_day {
        return format::long_date(look.first, s.locale);
    }
    let last = look.first + Days::new(6);
    s.t2("fac-from-to", "from", format::date(look.first, s.locale), "to", format::date(last, s.locale))
}

/// What the columns are made of.
struct Drawn<'a> {
    s: &'a Shell,
    place: &'a Place,
    agenda: &'a str,
    chosen: &'a [&'a Facility],
    entries: Vec<sql::Entry>,
    closed: Vec<(Uuid, Closure)>,
}

async fn columns(
    tx: &mut TenantTx,
    s: &Shell,
    place: &Place,
    look: Look,
    chosen: &[&Facility],
    agenda: &str,
) -> tenancy::Result<Vec<Column>> {
    let clock = Opening::clock(place.zone);
    let span = (clock.instant(look.first, 0), clock.instant(look.first + Days::new(look.days()), 0));
    let ids: Vec<Uuid> = chosen.iter().map(|it| it.id).collect();
    let entries = sql::entries(tx, &ids, span).await?;
    let mut closed = Vec::new();
    for facility in &ids {
        let closures = facility::sql::closures(tx, *facility, span.0, span.1).await?;
        closed.extend(closures.into_iter().map(|it| (*facility, it)));
    }
    let today = place.zone.date(tx.now());
    let drawn = Drawn { s, place, agenda, chosen, entries, closed };
    Ok(if look.is_day {
        chosen.iter().map(|it| drawn.of_facility(it)).collect()
    } else {
        look.first.iter_days().take(7).map(|day| drawn.of_day(&clock, day, today)).collect()
    })
}

impl Drawn<'_> {
    fn of_facility(&self, facility: &Facility) -> Column {
        let here = self.entries.iter().filter(|it| it.facility == facility.id);
        let why = self.closed.iter().filter(|it| it.0 == facility.id);
        Column {
            title: facility.name.clone(),
            is_today: false,
            closed: why.map(|it| it.1.reason.clone()).collect(),
            blocks: here.map(|it| self.block(it, it.code.clone())).collect(),
        }
    }

    fn of_day(&self, clock: &Opening, day: Date, today: Date) -> Column {
        let (from, to) = (clock.instant(day, 0), clock.instant(day + Days::new(1), 0));
        let here = self.entries.iter().filter(|it| (from..to).contains(&it.starts_at));
        let why = self.closed.iter().filter(|it| it.1.starts_at < to && it.1.ends_at > from);
        Column {
            title: format::long_date(day, self.s.locale),
            is_today: day == today,
            closed: why.map(|it| self.named(it.0, &it.1.reason)).collect(),
            blocks: here.map(|it| self.block(it, self.named(it.facility, &it.code))).collect(),
        }
    }

    /// With the facility's name, unless only one is looked at.
    fn named(&self, facility: Uuid, words: &str) -> String {
        let of = self.chosen.iter().find(|it| it.id == facility).filter(|_| self.chosen.len() > 1);
        of.map_or_else(|| words.to_owned(), |it| format!("{}, {words}", it.name))
    }

    fn block(&self, entry: &sql::Entry, name: String) -> Block {
        let (tone, icon) = entry.state.look();
        Block {
            href: format!("{}/{}", self.agenda, entry.id),
            time: hours(self.s, self.place, entry.starts_at, entry.ends_at),
            name,
            word: entry.state.word(),
            tone,
            icon,
        }
    }
}

/// `07.00–08.00 WIB`: the zone once, behind the end.
fn hours(s: &Shell, place: &Place, from: Instant, to: Instant) -> String {
    let said = |at: Instant| format::time(at, place.zone, s.locale);
    let bare = said(from);
    format!("{}\u{2013}{}", bare.split(' ').next().unwrap_or_default(), said(to))
}
