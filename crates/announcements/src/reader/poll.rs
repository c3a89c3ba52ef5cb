//! The question of an announcement, as a page shows it.

use kernel::{Instant, Locale, Zone, format};
use tenancy::TenantTx;
use uuid::Uuid;
use web::{Say, Shell, shell::parts::Tone, texts::texts};

use super::sql::{self, Ballot, Own};
use crate::bulletin::{
    Tally,
    sql::{Bulletin, options, votes},
};

/// An answer with what it got.
pub struct Answer {
    pub no: usize,
    pub label: String,
    pub votes: i64,
    pub percent: i64,
    pub leads: bool,
}

pub struct Shown {
    pub question: String,
    pub state: String,
    pub tone: Tone,
    pub answers: Vec<Answer>,
    pub ballots: Vec<Ballot>,
    pub is_open: bool,
    /// The result is seen by whoever has voted, and by everybody when it is closed.
    pub shows_result: bool,
    pub summary: String,
    pub quorum: String,
}

/// Why a vote does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotVote {
    #[error("this house has voted")]
    Voted,
    #[error("the question is closed")]
    Closed,
}

impl Say for CannotVote {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Voted => "ann-refuse-voted",
            Self::Closed => "ann-refuse-closed",
        };
        texts(locale).get(key).to_owned()
    }
}

/// A house votes, and has read it by that.
///
/// # Errors
/// 404 when the house was not asked or there is no such answer; [`CannotVote`] otherwise.
pub async fn vote(tx: &mut TenantTx, bulletin: Uuid, unit: Uuid, option: i16) -> web::Result<()> {
    let ballot = sql::ballot_of(tx, bulletin, unit).await?.ok_or(web::Error::missing())?;
    let known = options(tx, bulletin).await?.len();
    if !usize::try_from(option).is_ok_and(|no| (1..=known).contains(&no)) {
        return Err(web::Error::missing());
    }
    if !sql::vote(tx, bulletin, unit, option).await? {
        let has_voted = ballot.answer.is_some()
            || sql::ballot_of(tx, bulletin, unit).await?.is_some_and(|ballot| ballot.answer.is_some());
        let reason = if has_voted { CannotVote::Voted } else { CannotVote::Closed };
        return Err(web::Error::refused(reason));
    }
    sql::read(tx, bulletin, &[unit]).await?;
    Ok(())
}

/// What the office sees: always the result, and no ballots.
pub async fn of_office(
    tx: &mut TenantTx,
    s: &Shell,
    zone: Zone,
    asked: Option<Asked<'_>>,
) -> tenancy::Result<Option<Shown>> {
    let shown = of_reader(tx, s, zone, asked, Vec::new()).await?;
    Ok(shown.map(|shown| Shown { shows_result: true, is_open: false, ..shown }))
}

/// What these houses see.
pub async fn of_reader(
    tx: &mut TenantTx,
    s: &Shell,
    zone: Zone,
    asked: Option<Asked<'_>>,
    ballots: Vec<Ballot>,
) -> tenancy::Result<Option<Shown>> {
    match asked {
        Some(asked) => Ok(Some(shown(tx, s, zone, asked, ballots).await?)),
        None => Ok(None),
    }
}

/// A question that was asked.
pub struct Asked<'a> {
    id: Uuid,
    question: &'a str,
    closes_at: Option<Instant>,
    quorum_percent: Option<i16>,
}

impl<'a> Asked<'a> {
    pub fn in_bulletin(it: &'a Bulletin) -> Option<Self> {
        let closes_at = earlier(it.poll_closes_at, it.ends_at);
        let question = it.question.as_deref()?;
        Some(Self { id: it.id, question, closes_at, quorum_percent: it.quorum_percent })
    }

    pub fn in_own(it: &'a Own) -> Option<Self> {
        let closes_at = earlier(it.poll_closes_at, it.ends_at);
        let question = it.question.as_deref()?;
        Some(Self { id: it.id, question, closes_at, quorum_percent: it.quorum_percent })
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

async fn shown(
    tx: &mut TenantTx,
    s: &Shell,
    zone: Zone,
    asked: Asked<'_>,
    ballots: Vec<Ballot>,
) -> tenancy::Result<Shown> {
    let labels = options(tx, asked.id).await?;
    let houses = crate::house::sql::figures(tx, asked.id).await?.houses;
    let tally = Tally { votes: votes(tx, asked.id).await?, houses, quorum_percent: asked.quorum_percent };
    let is_open = asked.closes_at.is_none_or(|end| end > tx.now());
    let has_voted = !ballots.is_empty() && ballots.iter().all(|ballot| ballot.answer.is_some());
    let leader = tally.leader();
    let answer = |(place, label): (usize, String)| Answer {
        no: place + 1,
        label,
        votes: tally.votes.get(place).copied().unwrap_or(0),
        percent: tally.share_percent(place),
        leads: leader == Some(place),
    };
    let (state, tone) = state_words(s, zone, asked.closes_at.filter(|_| is_open), is_open);
    Ok(Shown {
        question: asked.question.to_owned(),
        state,
        tone,
        answers: labels.into_iter().enumerate().map(answer).collect(),
        ballots,
        is_open,
        shows_result: has_voted || !is_open,
        summary: s.tw(
            "ann-poll-turnout",
            [
                ("votes", tally.cast().into()),
                ("houses", tally.houses.into()),
                ("percent", tally.turnout_percent().into()),
            ],
        ),
        quorum: quorum_words(s, &tally, is_open),
    })
}

fn state_words(s: &Shell, zone: Zone, closes_at: Option<Instant>, is_open: bool) -> (String, Tone) {
    match closes_at {
        _ if !is_open => (s.t("ann-poll-closed").to_owned(), Tone::Plain),
        Some(at) => (s.t1("ann-poll-until", "when", format::date_time(at, zone, s.locale)), Tone::Info),
        None => (s.t("ann-poll-open").to_owned(), Tone::Info),
    }
}

fn quorum_words(s: &Shell, tally: &Tally, is_open: bool) -> String {
    let Some(percent) = tally.quorum_percent.map(i64::from) else { return String::new() };
    match (tally.has_quorum(), is_open) {
        (true, _) => s.t1("ann-quorum-reached", "percent", percent),
        (false, true) => s.t1("ann-quorum-not-yet", "percent", percent),
        (false, false) => s.t1("ann-quorum-missed", "percent", percent),
    }
}
