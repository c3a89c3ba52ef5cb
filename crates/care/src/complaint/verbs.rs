//! What is done to complaints, by pages and programs alike: reported, moved, written to, rated.

use chrono::TimeDelta;
use kernel::{AccountId, EventId, Locale, Zone};
use tenancy::TenantTx;
use uuid::Uuid;
use web::{Error, Say, texts::texts};

use super::{
    closing,
    model::{Category, Move, State, Timer},
    sql::{self, Complaint},
    tell::{self, About},
};
use crate::{checklist, cost, escalation, setting, warranty};

/// Complaints that one account may report within a day, and within [`MOMENT_MINUTES`].
const MOST_A_DAY: i64 = 10;
const MOST_A_MOMENT: i64 = 3;
const MOMENT_MINUTES: i64 = 10;

/// Why it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("ten complaints were reported within a day")]
    Flood,
    #[error("three complaints were reported within ten minutes")]
    Burst,
    #[error("this cannot be done in this state")]
    State,
    #[error("no such category or problem is offered")]
    Category,
    #[error("at most thirty steps of 120 letters")]
    Steps,
    #[error("steps of its checklist are open")]
    OpenSteps,
    #[error("it needs words")]
    NoWords,
    #[error("the words are too long")]
    LongWords,
    #[error("a rating has one to five stars and is of what is closed")]
    Rating,
    #[error("only what is about the commons concerns others")]
    NotCommon,
    #[error("it goes on in another complaint")]
    Merged,
    #[error("only two running complaints about the commons become one")]
    Merge,
    #[error("nothing was ticked")]
    Nothing,
    #[error("too many were ticked")]
    TooMany,
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Flood => "care-refuse-flood",
            Self::State => "care-refuse-state",
            Self::Category => "care-class-refuse-unknown",
            Self::Steps => "care-list-refuse-steps",
            Self::OpenSteps => "care-list-refuse-open",
            Self::NoWords => "care-refuse-no-words",
            Self::LongWords => "care-refuse-long-words",
            Self::Rating => "care-refuse-rating",
            Self::NotCommon => "care-refuse-not-common",
            Self::Burst => "care-desk-refuse-burst",
            Self::Merged => "care-desk-refuse-merged",
            Self::Merge => "care-desk-refuse-merge",
            Self::Nothing => "care-desk-refuse-nothing",
            Self::TooMany => "care-desk-refuse-too-many",
        };
        texts(locale).get(key).to_owned()
    }
}

/// What somebody reports: a house of theirs, or a place of the commons.
pub struct Report {
    pub category: Category,
    /// One below its category.
    pub problem: Option<Uuid>,
    pub unit: Option<Uuid>,
    pub place: String,
    pub words: String,
}

/// Who reports it.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// Whoever is signed in.
    Caller,
    /// The office, for somebody on the telephone; with an account, the complaint is theirs from then on.
    Telephone { reporter: Option<AccountId>, heard: &'a str },
    /// An account of the sample, where nobody is signed in.
    Sample(AccountId),
}

impl Source<'_> {
    const fn reporter(self) -> Option<AccountId> {
        match self {
            Self::Caller => None,
            Self::Telephone { reporter, .. } => reporter,
            Self::Sample(account) => Some(account),
        }
    }
}

/// # Errors
/// [`Cannot::Flood`] and [`Cannot::Burst`] for whoever reports by themselves.
pub async fn report(
    tx: &mut TenantTx,
    zone: Zone,
    report: &Report,
    source: Source<'_>,
) -> web::Result<(Uuid, i32)> {
    let now = tx.now();
    // Behind the lock of the numbers, so that two at once count each other.
    let plan = setting::plan_for_new(tx).await?;
    if matches!(source, Source::Caller) {
        refuse_floods(tx).await?;
    }
    let calendar = &plan.calendar;
    let (priority, assignee) = plan.first(report.category, report.problem);
    let level = plan.level(report.category, report.problem, priority);
    let promised_minutes = i64::from(level.resolve_minutes);
    let id = EventId::new(now).uuid();
    let new = sql::New {
        category: report.category,
        priority,
        assignee: &assignee,
        problem: report.problem,
        promised_minutes,
        unit: report.unit,
        place: &report.place,
        words: &report.words,
        respond_due: calendar.due(zone, now, level.respond_minutes.into()).unwrap_or(now),
        timer: Timer::started(calendar, zone, now, promised_minutes),
        reporter: source.reporter(),
        is_call: matches!(source, Source::Telephone { .. }),
        heard: if let Source::Telephone { heard, .. } = source { heard } else { "" },
    };
    let number = sql::add(tx, id, &new).await?;
    warranty::mark(tx, zone, id, report.category).await?;
    checklist::copy(tx, id, report.category).await?;
    escalation::look_at(tx, id, new.respond_due).await?;
    let found = sql::find(tx, id).await?.ok_or(Error::missing())?;
    let about = About { id, number, place: &found.place, words: &found.words };
    tell::filed(tx, &about).await?;
    if matches!(source, Source::Telephone { .. }) {
        tell::written_down(tx, &about).await?;
    }
    Ok((id, number))
}

async fn refuse_floods(tx: &mut TenantTx) -> web::Result<()> {
    let now = tx.now();
    let (day, moment) =
        sql::reported_since(tx, now - TimeDelta::days(1), now - TimeDelta::minutes(MOMENT_MINUTES)).await?;
    if day >= MOST_A_DAY {
        return Err(Error::refused(Cannot::Flood));
    }
    if moment >= MOST_A_MOMENT { Err(Error::refused(Cannot::Burst)) } else { Ok(()) }
}

/// Moves a locked complaint and tells whom it concerns; who may is a matter of the door.
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
    cost::refuse_unagreed(tx, complaint, step).await?;
    let to = go_quietly(tx, zone, complaint, step, words).await?;
    let words = words.trim();
    let about = About { id: complaint.id, number: complaint.number, place: &complaint.place, words };
    tell::moved(tx, step, &about).await?;
    Ok(to)
}

/// The same where something else tells them: an incident ends with one message for all of its complaints.
///
/// # Errors
/// [`Cannot`].
pub async fn go_quietly(
    tx: &mut TenantTx,
    zone: Zone,
    complaint: &Complaint,
    step: Move,
    words: &str,
) -> web::Result<State> {
    let words = words.trim();
    if complaint.merged_into.is_some() {
        return Err(Error::refused(Cannot::Merged));
    }
    let to = complaint.state.after(step).ok_or_else(|| Error::refused(Cannot::State))?;
    if step.needs_words() && words.is_empty() {
        return Err(Error::refused(Cannot::NoWords));
    }
    if words.chars().count() > if step == Move::Assign { 80 } else { 300 } {
        return Err(Error::refused(Cannot::LongWords));
    }
    let plan = setting::plan(tx).await?;
    // What is reopened is promised anew by the rules of today, less what was used.
    let target = plan.resolve_minutes(complaint.category, complaint.problem, complaint.priority);
    let timer = complaint.timer().moved(&plan.calendar, zone, tx.now(), to, target);
    sql::keep(tx, complaint.id, step, to, timer, target, words).await?;
    let kind = match step {
        Move::Lapse => "lapsed",
        Move::Merge => "merged",
        _ => "moved",
    };
    sql::note(tx, complaint.id, kind, Some(to), words).await?;
    if step == Move::Assign {
        checklist::copy(tx, complaint.id, complaint.category).await?;
    }
    if to == State::Solved {
        closing::start(tx, complaint.id).await?;
        cost::bill(tx, zone, complaint).await?;
    }
    if let Some(due_at) = timer.resolve_due {
        escalation::look_at(tx, complaint.id, due_at).await?;
    }
    Ok(to)
}

/// Who writes, and so who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// To the office.
    Reporter,
    /// To the reporter.
    Office,
    /// From the office to itself.
    Note,
}

/// One more line in the story of a locked complaint; what it does to the closing day is in docs/care.md.
///
/// # Errors
/// [`Cannot`].
pub async fn write(tx: &mut TenantTx, complaint: &Complaint, voice: Voice, words: &str) -> web::Result<()> {
    let words = words.trim();
    if complaint.merged_into.is_some() && voice != Voice::Note {
        return Err(Error::refused(Cannot::Merged));
    }
    if words.is_empty() {
        return Err(Error::refused(Cannot::NoWords));
    }
    if words.chars().count() > 2_000 {
        return Err(Error::refused(Cannot::LongWords));
    }
    let kind = if voice == Voice::Note { "note" } else { "reply" };
    sql::note(tx, complaint.id, kind, None, words).await?;
    let is_solved = complaint.state == State::Solved;
    match voice {
        Voice::Reporter if is_solved => closing::stop(tx, complaint.id).await?,
        Voice::Office => {
            sql::responded(tx, complaint.id).await?;
            if is_solved {
                closing::start(tx, complaint.id).await?;
            }
        }
        Voice::Reporter | Voice::Note => {}
    }
    Ok(())
}

/// Its reporter says how it went.
///
/// # Errors
/// [`Cannot::Rating`].
pub async fn rate(tx: &mut TenantTx, complaint: &Complaint, stars: i16, words: &str) -> web::Result<()> {
    let words = words.trim();
    if complaint.merged_into.is_some() {
        return Err(Error::refused(Cannot::Merged));
    }
    if complaint.state != State::Closed || !(1..=5).contains(&stars) || words.chars().count() > 300 {
        return Err(Error::refused(Cannot::Rating));
    }
    sql::rate(tx, complaint.id, stars, words).await?;
    sql::note(tx, complaint.id, "rated", None, words).await?;
    Ok(())
}
