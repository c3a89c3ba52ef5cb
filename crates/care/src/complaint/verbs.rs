//! What is done to complaints, by pages and programs alike: reported, moved, written to, rated.

use chrono::TimeDelta;
use kernel::{EventId, Locale, Zone};
use tenancy::TenantTx;
use uuid::Uuid;
use web::{Error, Say, texts::texts};

use super::{
    model::{Category, Move, State, Timer},
    sql::{self, Complaint},
    tell::{self, About},
};
use crate::clock::Calendar;

/// Complaints that one account may report within a day.
const MOST_A_DAY: i64 = 10;

/// Why it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("ten complaints were reported within a day")]
    Flood,
    #[error("this cannot be done in this state")]
    State,
    #[error("it needs words")]
    NoWords,
    #[error("the words are too long")]
    LongWords,
    #[error("a rating has one to five stars and is of what is closed")]
    Rating,
    #[error("only what is about the commons concerns others")]
    NotCommon,
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Flood => "care-refuse-flood",
            Self::State => "care-refuse-state",
            Self::NoWords => "care-refuse-no-words",
            Self::LongWords => "care-refuse-long-words",
            Self::Rating => "care-refuse-rating",
            Self::NotCommon => "care-refuse-not-common",
        };
        texts(locale).get(key).to_owned()
    }
}

/// What somebody reports: a house of theirs, or a place of the commons.
pub struct Report {
    pub category: Category,
    pub unit: Option<Uuid>,
    pub place: String,
    pub words: String,
}

/// # Errors
/// [`Cannot::Flood`].
pub async fn report(tx: &mut TenantTx, zone: Zone, report: &Report) -> web::Result<(Uuid, i32)> {
    let now = tx.now();
    if sql::reported_since(tx, now - TimeDelta::days(1)).await? >= MOST_A_DAY {
        return Err(Error::refused(Cannot::Flood));
    }
    let calendar = Calendar::usual();
    let priority = report.category.priority();
    let id = EventId::new(now).uuid();
    let new = sql::New {
        category: report.category,
        unit: report.unit,
        place: &report.place,
        words: &report.words,
        respond_due: calendar.due(zone, now, priority.respond_minutes()).unwrap_or(now),
        timer: Timer::started(&calendar, zone, now, priority.resolve_minutes()),
    };
    let number = sql::add(tx, id, &new).await?;
    let found = sql::find(tx, id).await?.ok_or(Error::missing())?;
    tell::filed(tx, &About { id, number, place: &found.place, words: &found.words }).await?;
    Ok((id, number))
}

/// Moves a locked complaint; who may is a matter of the door.
///
/// # Errors
/// [`Cannot`].
pub async fn go(
    tx: &mut TenantTx,
    zone: Zone,
    complaint: &Complaint,
    step: Move,
    words: &str,
) -> web::Result<State> {
    let words = words.trim();
    let to = complaint.state.after(step).ok_or_else(|| Error::refused(Cannot::State))?;
    if step.needs_words() && words.is_empty() {
        return Err(Error::refused(Cannot::NoWords));
    }
    if words.chars().count() > if step == Move::Assign { 80 } else { 300 } {
        return Err(Error::refused(Cannot::LongWords));
    }
    let target = complaint.priority.resolve_minutes();
    let timer = complaint.timer().moved(&Calendar::usual(), zone, tx.now(), to, target);
    sql::keep(tx, complaint.id, step, to, timer, words).await?;
    sql::note(tx, complaint.id, "moved", Some(to), words).await?;
    let about = About { id: complaint.id, number: complaint.number, place: &complaint.place, words };
    tell::moved(tx, step, &about).await?;
    Ok(to)
}

/// Who reads what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    Everybody,
    Office,
}

/// # Errors
/// [`Cannot`].
pub async fn write(tx: &mut TenantTx, id: Uuid, readers: Readers, words: &str) -> web::Result<()> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::refused(Cannot::NoWords));
    }
    if words.chars().count() > 2_000 {
        return Err(Error::refused(Cannot::LongWords));
    }
    let kind = if readers == Readers::Everybody { "reply" } else { "note" };
    sql::note(tx, id, kind, None, words).await?;
    Ok(())
}

/// Its reporter says how it went.
///
/// # Errors
/// [`Cannot::Rating`].
pub async fn rate(tx: &mut TenantTx, complaint: &Complaint, stars: i16, words: &str) -> web::Result<()> {
    let words = words.trim();
    if complaint.state != State::Closed || !(1..=5).contains(&stars) || words.chars().count() > 300 {
        return Err(Error::refused(Cannot::Rating));
    }
    sql::rate(tx, complaint.id, stars, words).await?;
    sql::note(tx, complaint.id, "rated", None, words).await?;
    Ok(())
}
