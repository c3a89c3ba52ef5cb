//! What is done to incidents, by pages and programs alike.

use kernel::{AccountId, Date, EventId, Instant, Locale, Zone, format};
use notices::{Facts, Kind, Notice};
use tenancy::TenantTx;
use uuid::Uuid;
use web::{Error, Say, texts::texts};

use super::{
    model::{self, Cannot, Draft, Step, spoken},
    sql::{self, Incident, New},
};
use crate::complaint::{model::Move, sql as complaints, verbs as moves};

/// Letters of the words that a notice repeats.
const EXCERPT: usize = 300;

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let [_, key] = self.place();
        texts(locale).get(key).to_owned()
    }
}

/// Opens one and tells its people. Answers its id, its number, and how many were told.
///
/// # Errors
/// The first [`Cannot`].
pub async fn open(tx: &mut TenantTx, zone: Zone, draft: &Draft) -> web::Result<(Uuid, i32, usize)> {
    open_as(tx, zone, draft, None).await
}

/// The same where nobody is signed in.
///
/// # Errors
/// The first [`Cannot`].
pub async fn open_as(
    tx: &mut TenantTx,
    zone: Zone,
    draft: &Draft,
    by: Option<AccountId>,
) -> web::Result<(Uuid, i32, usize)> {
    if let Some(fault) = draft.faults(tx.now()).first() {
        return Err(Error::refused(*fault));
    }
    let known = sql::areas(tx).await?;
    if !draft.areas.iter().all(|area| known.iter().any(|(id, _)| id == area)) {
        return Err(Error::refused(Cannot::Area));
    }
    let id = EventId::new(tx.now()).uuid();
    let number = sql::add(tx, id, draft, by).await?;
    let told = tell(tx, zone, id, &draft.title, Step::Opened, &draft.words, draft.expected_at).await?;
    Ok((id, number, told))
}

/// Tells its people how far it is. Answers how many were told.
///
/// # Errors
/// [`Cannot`].
pub async fn news(
    tx: &mut TenantTx,
    zone: Zone,
    incident: &Incident,
    words: &str,
    expected_at: Option<Instant>,
) -> web::Result<usize> {
    going_on(incident)?;
    model::words(Step::News, words).map_err(Error::refused)?;
    model::expected(expected_at, tx.now()).map_err(Error::refused)?;
    tell(tx, zone, incident.id, &incident.title, Step::News, words.trim(), expected_at).await
}

/// It is over: its open complaints are solved with these words, and everybody is told once. Answers how many were told and
/// how many complaints were solved.
///
/// # Errors
/// [`Cannot`].
pub async fn end(
    tx: &mut TenantTx,
    zone: Zone,
    incident: &Incident,
    words: &str,
) -> web::Result<(usize, usize)> {
    going_on(incident)?;
    model::words(Step::Ended, words).map_err(Error::refused)?;
    let words = words.trim();
    let mut solved = 0;
    for member in sql::members(tx, incident.id).await? {
        let Some(complaint) = complaints::locked(tx, member.id).await? else { continue };
        if complaint.state.is_open() {
            moves::go_quietly(tx, zone, &complaint, Move::Solve, words).await?;
            solved += 1;
        }
    }
    let told = tell(tx, zone, incident.id, &incident.title, Step::Ended, words, None).await?;
    Ok((told, solved))
}

/// These complaints join it, with a line in each story. Answers how many did.
///
/// # Errors
/// [`Cannot::Complaint`] when none of them can.
pub async fn gather(
    tx: &mut TenantTx,
    incident: &Incident,
    ids: &[Uuid],
    locale: Locale,
) -> web::Result<usize> {
    going_on(incident)?;
    let joined = sql::gather(tx, incident.id, ids).await?;
    if joined.is_empty() {
        return Err(Error::refused(Cannot::Complaint));
    }
    noted(tx, incident, &joined, locale).await?;
    Ok(joined.len())
}

async fn noted(tx: &mut TenantTx, incident: &Incident, joined: &[Uuid], locale: Locale) -> web::Result<()> {
    let words = texts(locale).with("care-inc-note", &[("number", spoken(incident.number).into())]);
    for id in joined {
        complaints::note(tx, *id, "note", None, &words).await?;
    }
    Ok(())
}

/// It stands on its own again.
///
/// # Errors
/// 404 when it does not belong to it.
pub async fn release(tx: &mut TenantTx, incident: &Incident, complaint: Uuid) -> web::Result<()> {
    going_on(incident)?;
    if sql::release(tx, incident.id, complaint).await? { Ok(()) } else { Err(Error::missing()) }
}

/// Somebody has it too, or takes that back. Their open complaints about the same join it. Says it now?
///
/// # Errors
/// [`Cannot::Ended`].
pub async fn support(tx: &mut TenantTx, incident: &Incident, locale: Locale) -> web::Result<bool> {
    going_on(incident)?;
    let says = sql::support(tx, incident.id).await?;
    if says {
        let own = sql::own_open(tx, incident.category).await?;
        let joined = sql::gather(tx, incident.id, &own).await?;
        noted(tx, incident, &joined, locale).await?;
    }
    Ok(says)
}

fn going_on(incident: &Incident) -> web::Result<()> {
    if incident.ended_at.is_some() { Err(Error::refused(Cannot::Ended)) } else { Ok(()) }
}

/// One message for everybody whom it concerns, and one more line of its story.
async fn tell(
    tx: &mut TenantTx,
    zone: Zone,
    id: Uuid,
    title: &str,
    step: Step,
    words: &str,
    expected_at: Option<Instant>,
) -> web::Result<usize> {
    let today = zone.date(tx.now());
    let to = sql::concerned(tx, id, today).await?;
    sql::add_news(tx, id, &New { step, words, expected_at, told: to.len() }).await?;
    let told = to.len();
    if told == 0 {
        return Ok(0);
    }
    let facts = Facts {
        number: id.to_string(),
        subject: title.to_owned(),
        excerpt: words.chars().take(EXCERPT).collect(),
        step: step.told(expected_at.is_some()).to_owned(),
        // Written as an Indonesian clock shows it; the sentence around it is in the reader's language.
        until: expected_at.map(|at| format::date_time(at, zone, Locale::Id)).unwrap_or_default(),
        ..Facts::default()
    };
    notices::tell(tx, vec![Notice { kind: Kind::Incident, unit: None, about: None, facts, to }]).await?;
    Ok(told)
}

/// Incidents that concern the caller today, for the top of their pages.
pub async fn own(tx: &mut TenantTx, today: Date) -> tenancy::Result<Vec<Incident>> {
    sql::list(tx, sql::Which::Own(&today), 10).await
}
