//! The page with the address, and the calendar behind it.

use askama::Template;
use axum::{
    extract::State as Extracted,
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;
use http::header;
use tenancy::{May, Store, Ticket, policy::BookFacilities};
use web::{Browser, Go, Shell, ShellKind};

use super::{
    BookingFeed,
    ics::{self, Event},
    sql,
};

/// How long what is over stays in the calendar.
const KEPT: TimeDelta = TimeDelta::days(90);

#[derive(Template)]
#[template(path = "feed/index.html")]
struct Index {
    s: Shell,
    action: String,
    back: String,
    /// Empty while there is none.
    link: String,
    /// The same for programs that subscribe by a tap.
    subscribe: String,
}

pub async fn index(
    may: May<BookFacilities>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let words = browser.texts();
    let back = place.path("fasilitas-saya");
    let title = words.get("fac-feed-title");
    let s = browser
        .member(&may, ShellKind::Resident, title)
        .crumb(words.get("fac-title"), back.as_str())
        .crumb(title, "");
    let seal = |feed| Ticket::<BookingFeed>::seal(&store, place.complex, feed);
    let path = sql::own(&mut tx).await?.map(|feed| format!("/kalender/{}", seal(feed)));
    let public = store.site().public_url.as_str();
    let bare = public.split_once("://").map_or(public, |(_, rest)| rest);
    web::page(&Index {
        link: path.as_ref().map(|path| format!("{public}{path}")).unwrap_or_default(),
        subscribe: path.as_ref().map(|path| format!("webcal://{bare}{path}")).unwrap_or_default(),
        action: format!("{back}/kalender"),
        back,
        s,
    })
}

/// A new address. The one before is good for nothing from now on.
pub async fn make(may: May<BookFacilities>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    sql::revoke(&mut tx).await?;
    sql::make(&mut tx).await?;
    tx.commit().await?;
    let to = may.place().path("fasilitas-saya/kalender");
    Ok(Go::to(to).saying(browser.texts().get("fac-feed-made")).into_response())
}

pub async fn revoke(may: May<BookFacilities>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    sql::revoke(&mut tx).await?;
    tx.commit().await?;
    let to = may.place().path("fasilitas-saya/kalender");
    Ok(Go::to(to).saying(browser.texts().get("fac-feed-revoked")).into_response())
}

/// What a telephone reads every hour.
pub async fn feed(ticket: Ticket<BookingFeed>, browser: Browser) -> web::Result<Response> {
    let (mut tx, place) = ticket.begin().await?;
    if !sql::is_good(&mut tx, ticket.subject()).await? {
        return Err(web::Error::missing());
    }
    let (now, words) = (tx.now(), browser.texts());
    let entries = sql::entries(&mut tx, ticket.subject(), place.zone.date(now), now - KEPT).await?;
    let events = entries.into_iter().map(|it| Event {
        uid: format!("{}@klustera", it.id),
        created_at: it.created_at,
        starts_at: it.starts_at,
        ends_at: it.ends_at,
        summary: format!("{}, {}", it.facility, it.code),
        description: format!("P-{:04}: {}", it.number, words.get(it.state.word())),
        state: it.state,
    });
    let name = format!("{}, {}", words.get("fac-title"), place.name);
    let text = ics::calendar(&name, &events.collect::<Vec<_>>());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"fasilitas.ics\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, text).into_response())
}
