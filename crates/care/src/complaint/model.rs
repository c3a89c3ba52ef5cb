//! What a complaint is, how it moves, and how its clock runs. Pure. The states are drawn in docs/care.md.

use kernel::{Instant, Zone};
use serde::{Deserialize, Serialize};
use web::shell::parts::Tone;

pub use super::category::Category;
use crate::clock::Calendar;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    Received,
    Assigned,
    Working,
    /// For the resident, a firm, parts or a date; the clock stands still.
    Waiting,
    Solved,
    Closed,
    Rejected,
}

/// What may be done to a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    Assign,
    Start,
    Wait,
    Solve,
    Reject,
    /// Its reporter says "Beres"
    Confirm,
    /// Its reporter says "Belum beres"
    Reopen,
    /// Its reporter says nothing for seven days.
    Lapse,
    /// It goes on in another one about the same thing.
    Merge,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Received,
        Self::Assigned,
        Self::Working,
        Self::Waiting,
        Self::Solved,
        Self::Closed,
        Self::Rejected,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Assigned => "assigned",
            Self::Working => "working",
            Self::Waiting => "waiting",
            Self::Solved => "solved",
            Self::Closed => "closed",
            Self::Rejected => "rejected",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Received => "care-state-received",
            Self::Assigned => "care-state-assigned",
            Self::Working => "care-state-working",
            Self::Waiting => "care-state-waiting",
            Self::Solved => "care-state-solved",
            Self::Closed => "care-state-closed",
            Self::Rejected => "care-state-rejected",
        }
    }

    pub const fn tone(self) -> Tone {
        match self {
            Self::Received | Self::Assigned => Tone::Info,
            Self::Working => Tone::Warn,
            Self::Waiting | Self::Closed | Self::Rejected => Tone::Plain,
            Self::Solved => Tone::Ok,
        }
    }

    /// Does the clock of the service level run?
    pub const fn runs(self) -> bool {
        matches!(self, Self::Received | Self::Assigned | Self::Working)
    }

    /// Has the office still something to do?
    pub const fn is_open(self) -> bool {
        self.runs() || matches!(self, Self::Waiting)
    }

    /// Where a move leads; none: it cannot be done here.
    pub const fn after(self, step: Move) -> Option<Self> {
        match (step, self) {
            (Move::Assign, Self::Received | Self::Assigned) => Some(Self::Assigned),
            (Move::Assign, Self::Working | Self::Waiting) => Some(self),
            (Move::Start, Self::Received | Self::Assigned | Self::Waiting) => Some(Self::Working),
            (Move::Wait, _) if self.runs() => Some(Self::Waiting),
            (Move::Solve, _) if self.is_open() => Some(Self::Solved),
            (Move::Reject, _) if self.is_open() => Some(Self::Rejected),
            (Move::Confirm | Move::Lapse, Self::Solved) => Some(Self::Closed),
            (Move::Merge, _) if self.is_open() => Some(Self::Closed),
            (Move::Reopen, Self::Solved | Self::Closed | Self::Rejected) => Some(Self::Received),
            _ => None,
        }
    }
}

impl Move {
    pub const ALL: [Self; 9] = [
        Self::Assign,
        Self::Start,
        Self::Wait,
        Self::Solve,
        Self::Reject,
        Self::Confirm,
        Self::Reopen,
        Self::Lapse,
        Self::Merge,
    ];
    /// The office's buttons. Merging is the office's too, and asks for another complaint.
    pub const OFFICE: [Self; 5] = [Self::Assign, Self::Start, Self::Wait, Self::Solve, Self::Reject];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Start => "start",
            Self::Wait => "wait",
            Self::Solve => "solve",
            Self::Reject => "reject",
            Self::Confirm => "confirm",
            Self::Reopen => "reopen",
            Self::Lapse => "lapse",
            Self::Merge => "merge",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The key of its words on a button of the office.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assign => "care-do-assign",
            Self::Start => "care-do-start",
            Self::Wait => "care-do-wait",
            Self::Solve => "care-do-solve",
            Self::Reject => "care-do-reject",
            Self::Confirm => "care-do-confirm",
            Self::Reopen => "care-do-reopen",
            Self::Lapse => "care-desk-lapsed",
            Self::Merge => "care-desk-merge",
        }
    }

    /// The key of what its words are, for those moves that need them.
    pub const fn asks(self) -> &'static str {
        match self {
            Self::Assign => "care-ask-assignee",
            Self::Wait => "care-ask-waits",
            _ => "care-ask-why",
        }
    }

    /// The list of usual words for it in the page; empty: none.
    pub const fn known(self) -> &'static str {
        match self {
            Self::Assign => "petugas-dikenal",
            Self::Wait => "menunggu-apa",
            _ => "",
        }
    }

    /// Letters that its words may have.
    pub const fn longest(self) -> &'static str {
        if matches!(self, Self::Assign) { "80" } else { "300" }
    }

    /// Says nothing without words: who does it, what is waited for, why not, what is not right.
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::Assign | Self::Wait | Self::Reject | Self::Reopen)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Priority {
    Urgent,
    High,
    Normal,
}

impl Priority {
    pub const ALL: [Self; 3] = [Self::Urgent, Self::High, Self::Normal];

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.code() == code)
    }

    /// The key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Urgent => "care-priority-urgent",
            Self::High => "care-priority-high",
            Self::Normal => "care-priority-normal",
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::High => "high",
            Self::Normal => "normal",
        }
    }

    /// Working minutes until somebody answers, where a complex set nothing. The table is in docs/care.md.
    pub const fn respond_minutes(self) -> i64 {
        match self {
            Self::Urgent => 60,
            Self::High => 4 * 60,
            Self::Normal => 8 * 60,
        }
    }

    /// Working minutes until it is solved, where a complex set nothing.
    pub const fn resolve_minutes(self) -> i64 {
        match self {
            Self::Urgent => 8 * 60,
            Self::High => 16 * 60,
            Self::Normal => 40 * 60,
        }
    }
}

/// The clock of one complaint: how much was used, and since when it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    pub spent_minutes: i64,
    pub running_since: Option<Instant>,
    pub resolve_due: Option<Instant>,
}

impl Timer {
    pub fn started(calendar: &Calendar, zone: Zone, now: Instant, target: i64) -> Self {
        let resolve_due = calendar.due(zone, now, target);
        Self { spent_minutes: 0, running_since: Some(now), resolve_due }
    }

    /// As it stands after a move. What was used stays used; a promise broken before a pause stays broken during it.
    pub fn moved(self, calendar: &Calendar, zone: Zone, now: Instant, to: State, target: i64) -> Self {
        let used = self.running_since.map_or(0, |since| calendar.between(zone, since, now));
        let spent_minutes = self.spent_minutes + used;
        let is_late = self.resolve_due.is_some_and(|due| due <= now);
        let resolve_due = match to {
            State::Solved | State::Closed | State::Rejected => None,
            _ if is_late => self.resolve_due,
            State::Waiting => None,
            _ => calendar.due(zone, now, target - spent_minutes),
        };
        Self { spent_minutes, running_since: to.runs().then_some(now), resolve_due }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    #[test]
    fn waiting_for_parts_does_not_use_up_the_promised_time() {
        let usual = Calendar::usual();
        // Monday 09.00 in Jakarta; 16 working hours end on Tuesday at 17.00 less one.
        let timer = Timer::started(&usual, Zone::Wib, at("2026-11-23T02:00:00Z"), 16 * 60);
        assert_eq!(timer.resolve_due, Some(at("2026-11-25T02:00:00Z")));
        let paused = timer.moved(&usual, Zone::Wib, at("2026-11-23T04:00:00Z"), State::Waiting, 16 * 60);
        assert_eq!((paused.spent_minutes, paused.resolve_due), (120, None));
        let on = paused.moved(&usual, Zone::Wib, at("2026-11-26T01:00:00Z"), State::Working, 16 * 60);
        assert_eq!((on.spent_minutes, on.resolve_due), (120, Some(at("2026-11-27T08:00:00Z"))));
    }

    #[test]
    fn a_broken_promise_is_not_mended_by_a_pause() {
        let usual = Calendar::usual();
        let timer = Timer::started(&usual, Zone::Wib, at("2026-11-23T02:00:00Z"), 60);
        let paused = timer.moved(&usual, Zone::Wib, at("2026-11-23T06:00:00Z"), State::Waiting, 60);
        assert_eq!(paused.resolve_due, Some(at("2026-11-23T03:00:00Z")));
    }

    proptest! {
        #[test]
        fn whatever_is_done_only_what_is_open_is_worked_on_and_the_office_alone_closes_only_by_merging(
            steps in proptest::collection::vec(0_usize..9, 0..40),
        ) {
            let mut state = State::Received;
            for step in steps.into_iter().map(|it| Move::ALL[it]) {
                let Some(next) = state.after(step) else { continue };
                let was_open = state.is_open();
                let is_the_offices = Move::OFFICE.contains(&step) || step == Move::Merge;
                prop_assert_eq!(was_open, is_the_offices, "{:?} from {:?}", step, state);
                let ends = matches!(step, Move::Confirm | Move::Lapse | Move::Merge);
                prop_assert_eq!(next == State::Closed, ends);
                prop_assert!(step != Move::Lapse || state == State::Solved);
                prop_assert!(next != State::Rejected || step == Move::Reject);
                prop_assert!(was_open || next.is_open() || next == State::Closed);
                state = next;
            }
        }
    }
}
