//! From the queue's row to a job that runs: opens the envelope, builds the scope, hands over the tools.

use std::{fmt, marker::PhantomData};

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use kernel::{ComplexId, Instant};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgPool;
use tenancy::Store;

use crate::{Job, JobFault, PlatformJob, PlatformScope, Tools};

/// What the worker gives to every job.
#[derive(Clone, Debug)]
pub(crate) struct Workshop {
    pub store: Store,
    pub owner: PgPool,
    pub tools: Tools,
}

/// The part of the envelope that history needs, whatever the job is.
#[derive(Default, Deserialize)]
pub(crate) struct Address {
    pub complex: Option<ComplexId>,
}

#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub(crate) struct TenantRun<J> {
    complex: ComplexId,
    job: Value,
    #[serde(skip)]
    kind: PhantomData<fn() -> J>,
}

impl<J: Job> TaskHandler for TenantRun<J> {
    const IDENTIFIER: &'static str = J::NAME;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let workshop = workshop(&context)?;
        let job: J = serde_json::from_value(self.job).map_err(Reason::of)?;
        job.run(workshop.store.job_scope(self.complex), &workshop.tools).await.map_err(Reason::of)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub(crate) struct PlatformRun<J> {
    job: Value,
    /// Set when the clock put it in and not a transaction.
    #[serde(default, rename = "_cron")]
    by_clock: Option<ByClock>,
    #[serde(skip)]
    kind: PhantomData<fn() -> J>,
}

/// The moment for which the clock rang, which may be hours ago on a machine that slept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct ByClock {
    pub ts: Instant,
}

impl<J: PlatformJob> TaskHandler for PlatformRun<J> {
    const IDENTIFIER: &'static str = J::NAME;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let workshop = workshop(&context)?;
        let job: J = serde_json::from_value(self.job).map_err(Reason::of)?;
        let tools = match self.by_clock {
            Some(by_clock) => workshop.tools.with(by_clock),
            None => workshop.tools,
        };
        job.run(PlatformScope::new(workshop.store, workshop.owner), &tools).await.map_err(Reason::of)
    }
}

fn workshop(context: &WorkerContext) -> Result<Workshop, Reason> {
    let workshop = context.get_ext::<Workshop>().cloned();
    workshop.ok_or_else(|| Reason::of(JobFault::because("the worker was started without its workshop")))
}

/// The queue stores what `Debug` prints.
struct Reason(String);

impl Reason {
    fn of(fault: impl fmt::Display) -> Self {
        Self(fault.to_string())
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Sweep;

    #[test]
    fn the_envelope_of_the_clock_says_for_which_moment_it_rang() {
        let envelope = r#"{"job":null,"_cron":{"ts":"2026-11-22T19:10:00Z","backfilled":true}}"#;
        let run: PlatformRun<Sweep> = serde_json::from_str(envelope).unwrap();
        assert_eq!(run.by_clock.unwrap().ts.to_rfc3339(), "2026-11-22T19:10:00+00:00");
        let by_hand: PlatformRun<Sweep> =
            serde_json::from_str(r#"{"complex":null,"due":"2026-11-22T19:10:00Z","job":null}"#).unwrap();
        assert!(by_hand.by_clock.is_none());
    }

    #[test]
    fn a_job_of_a_complex_without_its_complex_does_not_run() {
        assert!(serde_json::from_str::<TenantRun<Sweep>>(r#"{"complex":null,"job":null}"#).is_err());
    }
}
