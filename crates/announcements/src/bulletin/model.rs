//! What an announcement is and what may happen to it. Pure.

use kernel::Instant;
use serde::{Deserialize, Serialize};
use web::shell::parts::Tone;

use super::Audience;

/// Where an announcement stands. That it has ended is a matter of the clock, and no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    Draft,
    /// For somebody else's yes.
    Waiting,
    Scheduled,
    Sent,
    /// Taken back after it was sent.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Waiting, Self::Scheduled, Self::Sent, Self::Withdrawn];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Scheduled => "scheduled",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "ann-state-draft",
            Self::Waiting => "ann-state-waiting",
            Self::Scheduled => "ann-state-scheduled",
            Self::Sent => "ann-state-sent",
            Self::Withdrawn => "ann-state-withdrawn",
        }
    }

    pub const fn look(self) -> (Tone, &'static str) {
        match self {
            Self::Draft => (Tone::Plain, "pencil"),
            Self::Waiting => (Tone::Warn, "hourglass"),
            Self::Scheduled => (Tone::Info, "clock"),
            Self::Sent => (Tone::Ok, "send"),
            Self::Withdrawn => (Tone::Plain, "undo-2"),
        }
    }

    /// Nobody has been told yet, so everything may still change.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Waiting | Self::Scheduled)
    }
}

/// A question with one vote for each house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    pub options: Vec<String>,
    /// None: as long as the announcement is current.
    pub closes_at: Option<Instant>,
    /// Percent of the houses that must vote; none: any number will do.
    pub quorum_percent: Option<i16>,
}

/// What its writer writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    pub body: String,
    pub audience: Audience,
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub wants_acknowledgement: bool,
    pub has_comments: bool,
    pub send_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    pub question: Option<Question>,
}

/// Why a draft cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftFault {
    #[error("a title has 3 to 120 letters")]
    Title,
    #[error("the text is empty")]
    NoBody,
    #[error("the text has more than 10,000 letters")]
    LongBody,
    #[error("an emergency says when it is over")]
    EmergencyWithoutEnd,
    #[error("it ends before it is sent")]
    EndsBefore,
    #[error("it is to be sent in the past")]
    SendPast,
    #[error("a question has 3 to 200 letters")]
    QuestionText,
    #[error("a question has two to ten different answers of at most 80 letters")]
    Options,
    #[error("voting ends before it begins")]
    ClosesBefore,
    #[error("a quorum is 1 to 100 percent")]
    Quorum,
}

impl DraftFault {
    /// The field of the form, the field of the API, and the key of the sentence.
    pub const fn place(self) -> [&'static str; 3] {
        match self {
            Self::Title => ["judul", "title", "ann-fault-title"],
            Self::NoBody => ["isi", "body", "ann-fault-body"],
            Self::LongBody => ["isi", "body", "ann-fault-body-long"],
            Self::EmergencyWithoutEnd => ["sampai", "ends_at", "ann-fault-emergency"],
            Self::EndsBefore => ["sampai", "ends_at", "ann-fault-ends"],
            Self::SendPast => ["kirim_pada", "send_at", "ann-fault-send"],
            Self::QuestionText => ["tanya", "question", "ann-fault-question"],
            Self::Options => ["pilihan", "options", "ann-fault-options"],
            Self::ClosesBefore => ["tutup", "poll_closes_at", "ann-fault-closes"],
            Self::Quorum => ["kuorum", "quorum_percent", "ann-fault-quorum"],
        }
    }
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

impl Draft {
    /// Everything that is wrong with it, in the order of the form.
    pub fn faults(&self, now: Instant) -> Vec<DraftFault> {
        let mut found = Vec::new();
        let mut note = |is_wrong: bool, fault| {
            if is_wrong {
                found.push(fault);
            }
        };
        note(!(3..=120).contains(&letters(&self.title)), DraftFault::Title);
        note(self.body.trim().is_empty(), DraftFault::NoBody);
        note(letters(&self.body) > 10_000, DraftFault::LongBody);
        let begins = self.send_at.unwrap_or(now);
        note(begins < now, DraftFault::SendPast);
        note(self.is_emergency && self.ends_at.is_none(), DraftFault::EmergencyWithoutEnd);
        note(self.ends_at.is_some_and(|end| end <= begins.max(now)), DraftFault::EndsBefore);
        if let Some(question) = &self.question {
            note(!(3..=200).contains(&letters(&question.text)), DraftFault::QuestionText);
            note(!question.has_sound_options(), DraftFault::Options);
            note(question.closes_at.is_some_and(|end| end <= begins.max(now)), DraftFault::ClosesBefore);
            let is_odd = |percent: i16| !(1..=100).contains(&percent);
            note(question.quorum_percent.is_some_and(is_odd), DraftFault::Quorum);
        }
        found
    }
}

impl Question {
    fn has_sound_options(&self) -> bool {
        let mut seen: Vec<String> = self.options.iter().map(|option| option.to_lowercase()).collect();
        seen.sort_unstable();
        seen.dedup();
        (2..=10).contains(&self.options.len())
            && seen.len() == self.options.len()
            && self.options.iter().all(|option| (1..=80).contains(&letters(option)))
    }
}

/// What became of a question so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Votes of each answer, in the order of the answers.
    pub votes: Vec<i64>,
    /// Houses that may vote.
    pub houses: i64,
    pub quorum_percent: Option<i16>,
}

impl Tally {
    pub fn cast(&self) -> i64 {
        self.votes.iter().sum()
    }

    pub fn turnout_percent(&self) -> i64 {
        percent(self.cast(), self.houses)
    }

    /// Of the votes that were cast.
    pub fn share_percent(&self, option: usize) -> i64 {
        percent(self.votes.get(option).copied().unwrap_or(0), self.cast())
    }

    /// Did enough houses vote? Counted in houses, not in rounded percents.
    pub fn has_quorum(&self) -> bool {
        let wanted = self.quorum_percent.map_or(0, i64::from);
        self.cast() * 100 >= wanted * self.houses
    }

    /// The answer with more votes than any other; none while nobody voted or two are even.
    pub fn leader(&self) -> Option<usize> {
        let most = self.votes.iter().copied().max().filter(|most| *most > 0)?;
        let mut first = self.votes.iter().enumerate().filter(|(_, votes)| **votes == most);
        let leader = first.next()?.0;
        first.next().is_none().then_some(leader)
    }
}

/// Rounded down, so that 100 means everybody.
pub fn percent(part: i64, whole: i64) -> i64 {
    if whole <= 0 { 0 } else { part * 100 / whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn draft() -> Draft {
        Draft {
            title: "Air mati besok".into(),
            body: "Pukul 07.00 sampai 12.00.".into(),
            audience: Audience::default(),
            is_emergency: false,
            is_pinned: false,
            wants_acknowledgement: false,
            has_comments: false,
            send_at: None,
            ends_at: None,
            question: None,
        }
    }

    #[test]
    fn an_emergency_says_when_it_is_over_and_nothing_ends_before_it_begins() {
        let now = at("2026-11-22T10:00:00+07:00");
        assert_eq!(draft().faults(now), []);
        let urgent = Draft { is_emergency: true, ..draft() };
        assert_eq!(urgent.faults(now), [DraftFault::EmergencyWithoutEnd]);
        let ended = Draft { ends_at: Some(at("2026-11-22T09:00:00+07:00")), ..draft() };
        assert_eq!(ended.faults(now), [DraftFault::EndsBefore]);
        let late = Draft { send_at: Some(at("2026-11-21T09:00:00+07:00")), ..draft() };
        assert_eq!(late.faults(now), [DraftFault::SendPast]);
    }

    #[test]
    fn a_question_needs_two_different_answers() {
        let now = at("2026-11-22T10:00:00+07:00");
        let asked = |options: &[&str]| Draft {
            question: Some(Question {
                text: "Portal ditutup pukul 22.00?".into(),
                options: options.iter().map(|option| (*option).to_owned()).collect(),
                closes_at: None,
                quorum_percent: Some(50),
            }),
            ..draft()
        };
        assert_eq!(asked(&["Setuju", "Tidak"]).faults(now), []);
        assert_eq!(asked(&["Setuju", "setuju"]).faults(now), [DraftFault::Options]);
        assert_eq!(asked(&["Setuju"]).faults(now), [DraftFault::Options]);
    }

    #[test]
    fn the_quorum_is_counted_in_houses_and_a_draw_has_no_leader() {
        let tally = |votes: &[i64], houses| Tally { votes: votes.to_vec(), houses, quorum_percent: Some(50) };
        let short = tally(&[60, 59], 240);
        assert_eq!((short.cast(), short.turnout_percent(), short.has_quorum()), (119, 49, false));
        let enough = tally(&[70, 50], 240);
        assert!(enough.has_quorum());
        assert_eq!((enough.leader(), enough.share_percent(0), enough.share_percent(1)), (Some(0), 58, 41));
        assert_eq!(tally(&[60, 60], 240).leader(), None);
        assert_eq!(tally(&[0, 0], 0).leader(), None);
    }
}
