//! The day's bookings: for the guard who lets people in, and for the office that agrees and cancels.

use askama::Template;
use axum::response::IntoResponse as _;
use chrono::Days;
use kernel::{Zone, format};
use serde::Deserialize;
use tenancy::{
    May, Role,
    policy::{AttendBookings, ManageFacilities},
};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Query, Say as _, Shell, ShellKind};

use super::{
    State, act,
    model::BookFault,
    office,
    pages::Line,
    purse::{self, Purse},
    sql,
};
use crate::availability::Opening;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    hari: String,
}

#[derive(Template)]
#[template(path = "booking/desk.html")]
struct Desk {
    s: Shell,
    base: String,
    day: String,
    previous: String,
    next: String,
    lines: Vec<Line>,
    waiting: Vec<Line>,
    manages: bool,
    calendar: String,
    book: String,
}

/// In whose surroundings the page stands.
fn shell(may: &May<AttendBookings>, browser: &Browser, title: &str) -> (Shell, bool) {
    let is_guard = !may.can::<ManageFacilities>() && may.roles().contains(&Role::Guard);
    let fence = browser.texts().get("fac-title");
    let shell = if is_guard {
        browser.member(may, ShellKind::Guard, title)
    } else {
        browser.office(may, title).crumb(fence, may.place().path("fasilitas"))
    };
    (shell, is_guard)
}

pub async fn index(may: May<AttendBookings>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let now = tx.now();
    let day = filter.hari.parse().unwrap_or_else(|_| place.zone.date(now));
    let title = browser.texts().get("fac-agenda");
    let (s, is_guard) = shell(&may, &browser, title);
    let s = if is_guard { s } else { s.crumb(title, "") };
    let (Some(before), Some(after)) =
        (day.checked_sub_days(Days::new(1)), day.checked_add_days(Days::new(1)))
    else {
        return Err(web::Error::missing());
    };
    let clock = Opening::clock(place.zone);
    let lines = sql::agenda(&mut tx, Some((clock.instant(day, 0), clock.instant(after, 0)))).await?;
    let waiting = if is_guard { Vec::new() } else { sql::agenda(&mut tx, None).await? };
    let base = place.path("jadwal-fasilitas");
    web::page(&Desk {
        day: format::long_date(day, s.locale),
        previous: web::with_query(&base, &[("hari", &before.to_string())]),
        next: web::with_query(&base, &[("hari", &after.to_string())]),
        lines: lines.iter().map(|it| Line::of(&s, place, it, now)).collect(),
        waiting: waiting.iter().map(|it| Line::of(&s, place, it, now)).collect(),
        manages: !is_guard,
        calendar: format!("{base}/kalender"),
        book: format!("{base}/pesankan"),
        base,
        s,
    })
}

#[derive(Template)]
#[template(path = "booking/desk_show.html")]
struct One {
    s: Shell,
    base: String,
    line: Line,
    /// What it costs; for the office alone.
    purse: Option<Purse>,
    manages: bool,
    /// What the office set aside for it, who and when.
    trace: Vec<String>,
}

/// One booking: where the calendar and the code on a resident's telephone lead.
pub async fn show(
    may: May<AttendBookings>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let booking = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let (s, is_guard) = shell(&may, &browser, booking.facility_name.as_str());
    let base = place.path("jadwal-fasilitas");
    let s = if is_guard {
        s
    } else {
        s.crumb(browser.texts().get("fac-agenda"), base.as_str()).crumb(booking.facility_name.as_str(), "")
    };
    let trace = office::sql::trace(&mut tx, id).await?.filter(|_| !is_guard);
    let line = Line::of(&s, place, &booking, tx.now());
    let purse = if is_guard { None } else { purse::of(&mut tx, &s, place, &booking).await? };
    web::page(&One {
        purse,
        trace: trace.map(|it| said(&s, place.zone, &it)).unwrap_or_default(),
        manages: !is_guard,
        base,
        line,
        s,
    })
}

fn said(s: &Shell, zone: Zone, trace: &office::sql::Trace) -> Vec<String> {
    let aside = |what: &String| {
        s.t(if what == "notice" { "fac-office-aside-notice" } else { "fac-office-aside-limits" }).to_owned()
    };
    let when = format::date_time(trace.at, zone, s.locale);
    let mut said: Vec<String> = trace.set_aside.iter().map(aside).collect();
    said.push(s.t1("fac-reason-was", "reason", trace.reason.as_str()));
    said.push(s.t2("fac-office-aside-by", "name", trace.by.as_str(), "when", when));
    said
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Step {
    jadi: String,
    alasan: String,
}

type Which = Path<(String, Uuid)>;

/// They came, they left, or they did not come.
pub async fn attend(
    may: May<AttendBookings>,
    browser: Browser,
    Path((_, id)): Which,
    Form(step): Form<Step>,
) -> web::Result {
    let to = match step.jadi.as_str() {
        "masuk" => State::InUse,
        "selesai" => State::Done,
        "tidak-hadir" => State::NoShow,
        _ => return Err(web::Error::missing()),
    };
    let mut tx = may.begin().await?;
    let booking = act::step(&mut tx, id, to, "").await?;
    tx.commit().await?;
    let day = may.place().zone.date(booking.starts_at).to_string();
    let to = web::with_query(&may.place().path("jadwal-fasilitas"), &[("hari", &day)]);
    Ok(Go::to(to).saying(browser.texts().get("fac-said-noted")).into_response())
}

/// The office agrees, rejects or cancels.
pub async fn decide(
    may: May<ManageFacilities>,
    browser: Browser,
    Path((_, id)): Which,
    Form(step): Form<Step>,
) -> web::Result {
    let to = match step.jadi.as_str() {
        "setuju" => State::Confirmed,
        "tolak" => State::Rejected,
        "batal" => State::Cancelled,
        _ => return Err(web::Error::missing()),
    };
    let mut tx = may.begin().await?;
    let booking = act::decide(&mut tx, id, to, &step.alasan).await?;
    tx.commit().await?;
    let day = may.place().zone.date(booking.starts_at).to_string();
    let to = web::with_query(&may.place().path("jadwal-fasilitas"), &[("hari", &day)]);
    Ok(Go::to(to).saying(browser.texts().get("fac-said-noted")).into_response())
}

/// Requests of one go.
const MOST: usize = 200;
/// Refusals that one sentence names; the others are counted.
const NAMED: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    pesanan: Vec<Uuid>,
}

/// The office agrees to all that were ticked. Each is judged by itself: one that cannot be had holds up no other.
pub async fn agree(may: May<ManageFacilities>, browser: Browser, Form(chosen): Form<Chosen>) -> web::Result {
    let mut chosen = chosen.pesanan;
    // Always in one order, so that two at once wait for each other and do not get stuck.
    chosen.sort_unstable();
    chosen.dedup();
    chosen.truncate(MOST);
    let mut tx = may.begin().await?;
    let words = browser.public("");
    let (mut agreed, mut refused) = (0_i64, Vec::new());
    act::hold_all(&mut tx, &chosen).await?;
    for id in chosen {
        match act::decide(&mut tx, id, State::Confirmed, "").await {
            Ok(_) => agreed += 1,
            Err(BookFault::Cannot(reason)) => {
                let booking = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
                refused.push(format!("P-{:04}: {}", booking.number, reason.say(words.locale)));
            }
            Err(BookFault::Tenancy(error)) => return Err(error.into()),
        }
    }
    tx.commit().await?;
    let mut said = words.t1("fac-said-agreed", "count", agreed);
    if !refused.is_empty() {
        let count = i64::try_from(refused.len()).unwrap_or(i64::MAX);
        refused.truncate(NAMED);
        said =
            format!("{said} {}", words.t2("fac-said-not-agreed", "count", count, "why", refused.join(" ")));
    }
    Ok(Go::to(may.place().path("jadwal-fasilitas")).saying(said).into_response())
}
