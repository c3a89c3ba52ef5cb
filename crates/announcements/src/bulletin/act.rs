//! What the office does with an announcement.

use axum::response::IntoResponse as _;
use kernel::{EventId, format};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{ApproveAnnouncements, WriteAnnouncements},
};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{
    State,
    form::{end_of_day, is_on},
    send::{self, CannotSend, Step},
    sql::{self, Bulletin},
};
use crate::{arrears::Late, setting};

type One = Path<(String, Uuid)>;

fn page(place: &tenancy::Place, id: Uuid) -> String {
    place.path(&format!("pengumuman/{id}"))
}

/// What the person reads after it.
fn said(s: &Shell, place: &tenancy::Place, step: Step) -> String {
    match step {
        Step::Sent(reach) => s.t2("ann-said-sent", "houses", reach.houses, "people", reach.people),
        Step::Scheduled(at) => {
            s.t1("ann-said-scheduled", "when", format::date_time(at, place.zone, s.locale))
        }
        Step::Waiting => s.t("ann-said-waiting").to_owned(),
    }
}

pub async fn send(
    may: May<WriteAnnouncements>,
    browser: Browser,
    late: Late,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let step = send::send(&mut tx, id, &late).await?;
    tx.commit().await?;
    let said = said(&browser.public(""), may.place(), step);
    Ok(Go::to(page(may.place(), id)).saying(said).into_response())
}

pub async fn approve(
    may: May<ApproveAnnouncements>,
    browser: Browser,
    late: Late,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let step = send::approve(&mut tx, id, may.who().account.uuid(), &late).await?;
    tx.commit().await?;
    let said = said(&browser.public(""), may.place(), step);
    Ok(Go::to(page(may.place(), id)).saying(said).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Word {
    catatan: String,
}

/// Not like this: back to its writer, with a word.
pub async fn give_back(
    may: May<ApproveAnnouncements>,
    browser: Browser,
    Path((_, id)): One,
    Form(word): Form<Word>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let bulletin = found(&mut tx, id).await?;
    if bulletin.state != State::Waiting {
        return Err(web::Error::refused(CannotSend::NotWaiting));
    }
    let word: String = word.catatan.trim().chars().take(300).collect();
    sql::bring(&mut tx, id, State::Draft, &word).await?;
    tx.commit().await?;
    Ok(Go::to(page(may.place(), id)).saying(browser.texts().get("ann-said-back")).into_response())
}

/// Neither its hour nor anybody's yes is waited for any more.
pub async fn stop(may: May<WriteAnnouncements>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let bulletin = found(&mut tx, id).await?;
    if !bulletin.state.is_open() {
        return Err(web::Error::refused(CannotSend::NotOpen));
    }
    sql::bring(&mut tx, id, State::Draft, "").await?;
    tx.commit().await?;
    Ok(Go::to(page(may.place(), id)).saying(browser.texts().get("ann-said-stopped")).into_response())
}

pub async fn withdraw(may: May<WriteAnnouncements>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    sent(&mut tx, id).await?;
    sql::withdraw(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Go::to(page(may.place(), id)).saying(browser.texts().get("ann-said-withdrawn")).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Keep {
    sampai: String,
    semat: String,
    komentar: String,
}

/// How long it stands, and where: all that may change after it was sent.
pub async fn keep(
    may: May<WriteAnnouncements>,
    browser: Browser,
    Path((_, id)): One,
    Form(keep): Form<Keep>,
) -> web::Result {
    let mut tx = may.begin().await?;
    sent(&mut tx, id).await?;
    let s = browser.public("");
    let mut faults = Faults::default();
    let ends_at = end_of_day(&s, &keep.sampai, "sampai", may.place().zone, &mut faults);
    if !faults.is_empty() {
        return Err(web::Error::Invalid(faults));
    }
    sql::keep_until(&mut tx, id, ends_at, is_on(&keep.semat), is_on(&keep.komentar)).await?;
    tx.commit().await?;
    Ok(Go::to(page(may.place(), id)).saying(s.t("ann-said-kept")).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    /// `buat` or `cabut`.
    aksi: String,
}

/// Opens a public link, or makes the one that was handed out useless.
pub async fn link(
    may: May<WriteAnnouncements>,
    browser: Browser,
    Path((_, id)): One,
    Form(link): Form<Link>,
) -> web::Result {
    let mut tx = may.begin().await?;
    sent(&mut tx, id).await?;
    let opens = link.aksi == "buat" && setting::sql::load(&mut tx).await?.allows_public;
    let fresh = opens.then(|| EventId::new(tx.now()).uuid());
    sql::set_link(&mut tx, id, fresh).await?;
    tx.commit().await?;
    let key = if opens { "ann-said-link" } else { "ann-said-link-gone" };
    Ok(Go::to(page(may.place(), id)).saying(browser.texts().get(key)).into_response())
}

async fn found(tx: &mut TenantTx, id: Uuid) -> web::Result<Bulletin> {
    sql::locked(tx, id).await?.ok_or(web::Error::missing())
}

async fn sent(tx: &mut TenantTx, id: Uuid) -> web::Result<Bulletin> {
    let bulletin = found(tx, id).await?;
    if bulletin.state == State::Sent { Ok(bulletin) } else { Err(web::Error::refused(CannotSend::NotOpen)) }
}
