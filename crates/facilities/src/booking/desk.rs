//! The day's bookings: for the guard who lets people in, and for the office that agrees and cancels.

use askama::Template;
use axum::response::IntoResponse as _;
use chrono::Days;
use kernel::format;
use serde::Deserialize;
use tenancy::{
    May, Role,
    policy::{AttendBookings, ManageFacilities},
};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Query, Shell, ShellKind};

use super::{State, act, pages::Line, sql};
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
}

pub async fn index(may: May<AttendBookings>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let now = tx.now();
    let day = filter.hari.parse().unwrap_or_else(|_| place.zone.date(now));
    let title = browser.texts().get("fac-agenda");
    let is_guard = !may.can::<ManageFacilities>() && may.roles().contains(&Role::Guard);
    let s = if is_guard {
        browser.member(&may, ShellKind::Guard, title)
    } else {
        browser
            .office(&may, title)
            .crumb(browser.texts().get("fac-title"), place.path("fasilitas"))
            .crumb(title, "")
    };
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
        base,
        s,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Step {
    jadi: String,
    alasan: String,
}

type One = Path<(String, Uuid)>;

/// They came, they left, or they did not come.
pub async fn attend(
    may: May<AttendBookings>,
    browser: Browser,
    Path((_, id)): One,
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
    Path((_, id)): One,
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
