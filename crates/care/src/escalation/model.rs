//! When something is told of an open complaint. Pure.

use kernel::{Instant, Zone};
use uuid::Uuid;

use crate::clock::Calendar;

/// Working minutes without a word, after which it is told: two days.
const SILENT_MINUTES: i64 = 16 * 60;
/// Working minutes that those on duty have, after which the others are told.
const DUTY_MINUTES: i64 = 60;

/// What happened, or did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nobody answered in time.
    Respond,
    /// Nobody did later either, although those on duty were told.
    Again,
    /// It was not solved in time.
    Resolve,
    /// Nothing was written or done for long.
    Silent,
}

impl Step {
    /// As it stands in a notice.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Respond => "respond",
            Self::Again => "again",
            Self::Resolve => "resolve",
            Self::Silent => "silent",
        }
    }
}

/// An open complaint.
#[derive(Clone, Debug)]
pub struct Open {
    pub id: Uuid,
    pub number: i32,
    pub place: String,
    pub words: String,
    pub is_answered: bool,
    pub respond_due: Instant,
    pub resolve_due: Option<Instant>,
    /// Does its clock run, and is it told of by itself? What waits or belongs to an incident may be silent.
    pub must_speak: bool,
    /// The last line of its story.
    pub last_at: Instant,
    pub reopened: i32,
}

impl Open {
    /// When each step happens or happened.
    pub fn steps(&self, calendar: &Calendar, zone: Zone) -> impl Iterator<Item = (Step, Instant)> + use<> {
        let respond = (!self.is_answered).then_some(self.respond_due);
        let again = respond.and_then(|at| calendar.due(zone, at, DUTY_MINUTES));
        let silent = if self.must_speak { calendar.due(zone, self.last_at, SILENT_MINUTES) } else { None };
        let resolve = (Step::Resolve, self.resolve_due);
        let steps = [(Step::Respond, respond), (Step::Again, again), resolve, (Step::Silent, silent)];
        steps.into_iter().filter_map(|(step, at)| Some((step, at?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_lamp_is_told_of_when_nobody_answers_when_it_is_late_and_when_nobody_says_a_word() {
        let lamp = Open {
            id: Uuid::nil(),
            number: 1,
            place: "Pos".to_owned(),
            words: String::new(),
            is_answered: false,
            respond_due: at("2026-11-23T05:00:00Z"),
            resolve_due: Some(at("2026-11-24T10:00:00Z")),
            must_speak: true,
            last_at: at("2026-11-23T01:00:00Z"),
            reopened: 0,
        };
        let usual = Calendar::usual();
        let steps = |it: &Open| it.steps(&usual, Zone::Wib).collect::<Vec<_>>();
        // Monday at 08.00 and two working days more.
        let silent = (Step::Silent, at("2026-11-24T10:00:00Z"));
        let [respond, resolve] =
            [(Step::Respond, lamp.respond_due), (Step::Resolve, at("2026-11-24T10:00:00Z"))];
        // At noon the promise of an answer ends, and work begins again at 13.00.
        let again = (Step::Again, at("2026-11-23T07:00:00Z"));
        assert_eq!(steps(&lamp), [respond, again, resolve, silent]);
        let answered = Open { is_answered: true, ..lamp.clone() };
        assert_eq!(steps(&answered), [resolve, silent]);
        let waits = Open { must_speak: false, resolve_due: None, ..answered };
        assert!(steps(&waits).is_empty());
    }
}
