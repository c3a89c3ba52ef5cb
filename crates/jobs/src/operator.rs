//! The operator's window: what waits, what ran, what failed, and another try. The pages stand in the platform's room.

use kernel::{ComplexId, Instant, JobRunId};
use tenancy::{PlatformTx, Result};

pub use crate::JobNumber;
use crate::sql;

/// Rows on one page of history or failures.
pub const PAGE: u8 = 50;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Running,
    Finished,
    /// Will be tried again.
    Failed,
    /// Had its last attempt; waits for the operator.
    GivenUp,
    /// Lost its worker; will be tried again.
    Interrupted,
}

impl Outcome {
    pub const ALL: [Self; 5] =
        [Self::Running, Self::Finished, Self::Failed, Self::GivenUp, Self::Interrupted];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
            Self::Interrupted => "interrupted",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The key of its word in `locales/*/jobs.ftl`.
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Running => "job-outcome-running",
            Self::Finished => "job-outcome-finished",
            Self::Failed => "job-outcome-failed",
            Self::GivenUp => "job-outcome-given-up",
            Self::Interrupted => "job-outcome-interrupted",
        }
    }
}

/// The database's check lets nothing else in.
impl From<String> for Outcome {
    fn from(code: String) -> Self {
        Self::from_code(&code).unwrap_or(Self::Interrupted)
    }
}

/// One kind of job.
#[derive(Clone, Debug)]
pub struct Queue {
    pub name: String,
    /// Could begin at once, if a worker were free.
    pub due: i64,
    /// Waits for its hour or for its next attempt.
    pub later: i64,
    pub running: i64,
    pub given_up: i64,
    pub oldest_due_at: Option<Instant>,
    pub last_started_at: Option<Instant>,
    pub(crate) last_outcome: Option<String>,
    pub last_took_ms: Option<i32>,
    pub finished_in_five_minutes: i64,
    pub failed_in_a_day: i64,
}

impl Queue {
    pub fn depth(&self) -> i64 {
        self.due + self.later
    }

    /// Finished per minute, over the last five.
    pub fn per_minute(&self) -> f64 {
        f64::from(u32::try_from(self.finished_in_five_minutes).unwrap_or(u32::MAX)) / 5.0
    }

    pub fn last_outcome(&self) -> Option<Outcome> {
        self.last_outcome.as_deref().and_then(Outcome::from_code)
    }
}

/// One attempt.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: JobRunId,
    pub job: JobNumber,
    pub name: String,
    /// None for a job of the platform.
    pub complex_name: Option<String>,
    pub attempt: i32,
    pub max_attempts: i32,
    pub outcome: Outcome,
    pub reason: Option<String>,
    pub started_at: Instant,
    pub finished_at: Option<Instant>,
    pub took_ms: Option<i32>,
}

/// A job that failed at least once and is still in the queue.
#[derive(Clone, Debug)]
pub struct Failure {
    pub job: JobNumber,
    pub name: String,
    pub complex: Option<ComplexId>,
    pub complex_name: Option<String>,
    pub attempts: i32,
    pub max_attempts: i32,
    /// When it is tried again by itself; None when it was given up.
    pub next_at: Option<Instant>,
    pub reason: String,
    pub put_at: Instant,
}

/// Which part of the history.
#[derive(Clone, Debug, Default)]
pub struct HistoryFilter {
    pub name: Option<String>,
    pub outcome: Option<Outcome>,
    pub complex: Option<ComplexId>,
}

/// Every kind of job that ever ran or waits.
pub async fn queues(tx: &mut PlatformTx) -> Result<Vec<Queue>> {
    sql::queues(tx).await
}

/// The newest attempts first; the next page begins behind `after`, the last id of this one.
pub async fn history(
    tx: &mut PlatformTx,
    filter: &HistoryFilter,
    after: Option<JobRunId>,
) -> Result<Vec<Run>> {
    sql::history(tx, filter, after, i64::from(PAGE)).await
}

/// The newest failures first; the next page begins behind `after`.
pub async fn failures(tx: &mut PlatformTx, after: Option<JobNumber>) -> Result<Vec<Failure>> {
    sql::failures(tx, after, i32::from(PAGE)).await
}

/// Tries it again at once, with all its attempts. False when it is no longer there, or just runs.
pub async fn retry(tx: &mut PlatformTx, job: JobNumber) -> Result<bool> {
    sql::retry(tx, job).await
}

/// Throws it away for good. False when it is no longer there, or just runs.
pub async fn discard(tx: &mut PlatformTx, job: JobNumber) -> Result<bool> {
    sql::discard(tx, job).await
}
