//! By link, without an account. A house's own link lets it say that it has read it, and vote; the public one only shows.

use askama::Template;
use axum::{Extension, extract::State as Extracted, response::IntoResponse as _};
use files::Files;
use tenancy::{Place, Store, TenantTx, Ticket};
use web::{Browser, Form, Go, Shell};

use super::{
    pages::{Paper, Sheet, Vote},
    poll,
    sql::{self, Behind},
};
use crate::{
    bulletin::sql::{Bulletin, find},
    links::{HouseBulletin, PublicBulletin},
    setting,
};

#[derive(Template)]
#[template(path = "reader/link.html")]
struct Page {
    s: Shell,
    place: String,
    house: String,
    paper: Paper,
    action: String,
    asks: bool,
    ask_label: &'static str,
    said: &'static str,
    poll: Option<poll::Shown>,
}

/// Anybody's link, while the complex wants such links.
pub async fn public(
    ticket: Ticket<PublicBulletin>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Extension(files): Extension<Files>,
) -> web::Result {
    let (mut tx, place) = ticket.begin().await?;
    let allowed = setting::sql::load(&mut tx).await?.allows_public;
    let id = sql::behind_public_link(&mut tx, ticket.subject()).await?.filter(|_| allowed);
    let bulletin = find(&mut tx, id.ok_or(web::Error::missing())?).await?.ok_or(web::Error::missing())?;
    let s = browser.public(bulletin.title.as_str());
    web::page(&Page {
        paper: paper(&mut tx, &s, &place, &files, &store, &bulletin).await?,
        place: place.name,
        house: String::new(),
        action: String::new(),
        asks: false,
        ask_label: "ann-read-do",
        said: "",
        poll: None,
        s,
    })
}

/// A house's own link. Opening it changes nothing: messengers open links too.
pub async fn house(
    ticket: Ticket<HouseBulletin>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Extension(files): Extension<Files>,
) -> web::Result {
    let (mut tx, place) = ticket.begin().await?;
    let behind = behind(&mut tx, &ticket).await?;
    let unit = behind.unit.ok_or(web::Error::missing())?;
    let bulletin = find(&mut tx, behind.bulletin).await?.ok_or(web::Error::missing())?;
    let s = browser.public(bulletin.title.as_str());
    let ballots = sql::ballot_of(&mut tx, behind.bulletin, unit).await?.into_iter().collect();
    let is_done =
        if bulletin.wants_acknowledgement { behind.acknowledged_at } else { behind.read_at }.is_some();
    let (ask_label, done) = if bulletin.wants_acknowledgement {
        ("ann-acknowledge-do", "ann-acknowledged")
    } else {
        ("ann-read-do", "ann-link-read")
    };
    let paper = paper(&mut tx, &s, &place, &files, &store, &bulletin).await?;
    web::page(&Page {
        asks: !is_done && !paper.is_over,
        paper,
        poll: poll::of_reader(&mut tx, &s, place.zone, poll::Asked::in_bulletin(&bulletin), ballots).await?,
        house: s.t1("ann-house", "house", behind.code.as_str()),
        place: place.name,
        action: browser.path().split('?').next().unwrap_or_default().to_owned(),
        ask_label,
        said: if is_done { browser.texts().get(done) } else { "" },
        s,
    })
}

/// The house says that it has read it.
pub async fn read(ticket: Ticket<HouseBulletin>, browser: Browser) -> web::Result {
    let (mut tx, _) = ticket.begin().await?;
    let behind = behind(&mut tx, &ticket).await?;
    let unit = behind.unit.ok_or(web::Error::missing())?;
    let bulletin = find(&mut tx, behind.bulletin).await?.ok_or(web::Error::missing())?;
    if bulletin.wants_acknowledgement {
        sql::acknowledge(&mut tx, behind.bulletin, &[unit]).await?;
    } else {
        sql::read(&mut tx, behind.bulletin, &[unit]).await?;
    }
    tx.commit().await?;
    Ok(Go::to(browser.path()).into_response())
}

pub async fn vote(ticket: Ticket<HouseBulletin>, browser: Browser, Form(vote): Form<Vote>) -> web::Result {
    let (mut tx, _) = ticket.begin().await?;
    let behind = behind(&mut tx, &ticket).await?;
    let unit = behind.unit.ok_or(web::Error::missing())?;
    poll::vote(&mut tx, behind.bulletin, unit, vote.option()).await?;
    tx.commit().await?;
    Ok(Go::to(browser.path().trim_end_matches("/suara")).into_response())
}

async fn behind(tx: &mut TenantTx, ticket: &Ticket<HouseBulletin>) -> web::Result<Behind> {
    sql::behind_house_link(tx, ticket.subject()).await?.ok_or(web::Error::missing())
}

async fn paper(
    tx: &mut TenantTx,
    s: &Shell,
    place: &Place,
    files: &Files,
    store: &Store,
    bulletin: &Bulletin,
) -> tenancy::Result<Paper> {
    let sheet = Sheet {
        id: bulletin.id,
        title: &bulletin.title,
        body: &bulletin.body,
        is_emergency: bulletin.is_emergency,
        sent_at: bulletin.sent_at,
        ends_at: bulletin.ends_at,
    };
    Paper::of(tx, s, place, files, store, sheet).await
}
