//! Queues, failures and attempts, as the tables show them.

use jobs::operator::{Failure, Outcome, Queue, Run};
use web::{Shell, shell::Tone};

use crate::words;

pub struct QueueRow {
    pub q: Queue,
    /// When the last run began, how it ended, how long it took; empty when it never ran.
    pub last: String,
    pub tone: Tone,
    pub outcome: String,
    pub rate: String,
}

pub struct FailureRow {
    pub f: Failure,
    pub complex: String,
    pub attempts: String,
    pub next: String,
    pub put: String,
}

pub struct RunRow {
    pub r: Run,
    pub complex: String,
    pub tone: Tone,
    pub outcome: String,
    pub began: String,
    pub took: String,
}

impl QueueRow {
    pub fn of(s: &Shell, q: Queue) -> Self {
        let began = q.last_started_at.map(|at| words::moment(at, s.locale));
        let took = q.last_took_ms.map(|ms| words::took(ms, s.locale));
        let last = [began, took].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let tone = q.last_outcome().map_or(Tone::Plain, tone);
        let outcome = q.last_outcome().map_or(String::new(), |outcome| s.t(outcome.text_key()).to_owned());
        let tenths = rust_decimal::Decimal::new(q.finished_in_five_minutes * 2, 1);
        let rate = s.t1("tasks-per-minute", "rate", kernel::format::decimal(tenths, s.locale));
        Self { q, last, tone, outcome, rate }
    }
}

impl FailureRow {
    pub fn of(s: &Shell, f: Failure) -> Self {
        let next = match f.next_at {
            Some(at) => s.t1("tasks-next", "when", words::moment(at, s.locale)),
            None => s.t("tasks-given-up").to_owned(),
        };
        Self {
            complex: f.complex_name.clone().unwrap_or_else(|| s.t("tasks-of-platform").to_owned()),
            attempts: s.t2("tasks-attempts", "done", f.attempts, "most", f.max_attempts),
            next,
            put: words::moment(f.put_at, s.locale),
            f,
        }
    }

    /// What the button for throwing it away asks first.
    pub fn question(&self, s: &Shell) -> String {
        s.t1("tasks-discard-question", "name", &self.f.name)
    }
}

impl RunRow {
    pub fn of(s: &Shell, r: Run) -> Self {
        Self {
            complex: r.complex_name.clone().unwrap_or_else(|| s.t("tasks-of-platform").to_owned()),
            tone: tone(r.outcome),
            outcome: s.t(r.outcome.text_key()).to_owned(),
            began: words::moment(r.started_at, s.locale),
            took: r.took_ms.map(|ms| words::took(ms, s.locale)).unwrap_or_default(),
            r,
        }
    }
}

pub const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Finished => Tone::Ok,
        Outcome::Running => Tone::Info,
        Outcome::Failed | Outcome::Interrupted => Tone::Warn,
        Outcome::GivenUp => Tone::Bad,
    }
}
