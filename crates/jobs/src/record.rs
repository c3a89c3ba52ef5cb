//! History: the queue forgets a job when it is done, so every attempt is written down beside it.
//!
//! It watches and never decides: when a note cannot be written the job still counts, and the log says so.

use std::sync::Arc;

use graphile_worker::{
    HookRegistry, Job as QueuedJob, JobComplete, JobFail, JobInterrupted, JobPermanentlyFail, JobStart,
    Plugin,
};
use kernel::{Clock, JobRunId};
use serde::Deserialize as _;
use sqlx::PgPool;

use crate::{operator::Outcome, run::Address, sql};

#[derive(Clone)]
pub(crate) struct Record {
    pub owner: PgPool,
    pub clock: Clock,
}

impl Plugin for Record {
    fn register(self, hooks: &mut HookRegistry) {
        let record = self.clone();
        hooks.on(JobStart, move |at| record.clone().started(at.job));
        let record = self.clone();
        hooks.on(JobComplete, move |at| record.clone().ended(at.job, Outcome::Finished, None));
        let record = self.clone();
        hooks.on(JobFail, move |at| record.clone().ended(at.job, Outcome::Failed, Some(at.error)));
        let record = self.clone();
        hooks
            .on(JobPermanentlyFail, move |at| record.clone().ended(at.job, Outcome::GivenUp, Some(at.error)));
        let record = self;
        hooks.on(JobInterrupted, move |at| record.clone().ended(at.job, Outcome::Interrupted, None));
    }
}

impl Record {
    async fn started(self, job: Arc<QueuedJob>) {
        let address = Address::deserialize(job.payload()).unwrap_or_default();
        let now = self.clock.now();
        let start = sql::Start {
            id: JobRunId::new(now),
            complex: address.complex,
            job_id: *job.id(),
            name: job.task_identifier(),
            attempt: i32::from(*job.attempts()),
            max_attempts: i32::from(*job.max_attempts()),
        };
        if let Err(error) = sql::write_start(&self.owner, &start, now).await {
            tracing::warn!(%error, job = start.job_id, name = start.name, "could not note that a job began");
        }
    }

    async fn ended(self, job: Arc<QueuedJob>, outcome: Outcome, error: Option<String>) {
        let (id, name, attempt) = (*job.id(), job.task_identifier(), *job.attempts());
        let reason = error.as_deref().map(reason_in);
        match outcome {
            Outcome::GivenUp => tracing::error!(job = id, name, attempt, reason, "a job was given up"),
            Outcome::Failed => {
                tracing::warn!(job = id, name, attempt, reason, "a job failed and will be tried again")
            }
            _ => tracing::debug!(job = id, name, attempt, outcome = outcome.code(), "a job ended"),
        }
        if let Err(error) =
            sql::write_end(&self.owner, id, outcome.code(), reason.as_deref(), self.clock.now()).await
        {
            tracing::warn!(%error, job = id, name, "could not note how a job ended");
        }
    }
}

/// The queue says `TaskError("the printer is on fire")`; people read what is inside.
fn reason_in(error: &str) -> String {
    let inside = |kind: &str| error.strip_prefix(kind).and_then(|rest| rest.strip_suffix(')')).map(unquoted);
    let reason = match (inside("TaskError("), inside("TaskPanic(")) {
        (Some(reason), _) => reason,
        (_, Some(panic)) => format!("panic: {panic}"),
        _ => error.to_owned(),
    };
    reason.chars().take(2000).collect()
}

/// A Rust debug string is close enough to a JSON one to be read as such; when it is not, it stays as it is.
fn unquoted(quoted: &str) -> String {
    serde_json::from_str(quoted).unwrap_or_else(|_| quoted.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_reads_the_reason_and_not_how_the_queue_wraps_it() {
        assert_eq!(reason_in(r#"TaskError("the printer is \"on fire\"")"#), "the printer is \"on fire\"");
        assert_eq!(reason_in(r#"TaskPanic("index out of bounds")"#), "panic: index out of bounds");
        assert_eq!(reason_in("TaskAborted"), "TaskAborted");
    }
}
