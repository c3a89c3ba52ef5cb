//! The worker: takes jobs as they come (woken by NOTIFY, within milliseconds), several at a time, until it is told to
//! stop. Any number of them may share one database.

use std::time::Duration;

use futures_util::FutureExt as _;
use graphile_worker::{
    LocalQueueConfig, RefetchDelayConfig, SweepStaleWorkersOptions, WorkerOptions, WorkerRecoveryConfig,
    WorkerUtils,
};
use kernel::ComplexId;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tenancy::Store;

use crate::{
    Registry, Tools,
    record::Record,
    run::Workshop,
    sql,
    wake::{Pauses, call_for_what_was_missed},
};

/// Jobs that a process takes from the queue at a time.
const CLAIMED_AT_ONCE: usize = 16;
/// Claimed jobs that nobody began go back after this long; it also frees a local queue of graphile_worker 0.14 that
/// believes it has jobs when another thread has taken them already.
const CLAIM_LASTS: Duration = Duration::from_secs(10);
const SCHEMA: &str = "graphile_worker";
/// A worker that was killed is missed after this long, and its jobs are given to others.
const MISSED_AFTER: Duration = Duration::from_secs(30);
const HEARTBEAT: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub struct Settings {
    /// Jobs at the same time.
    pub concurrency: usize,
    /// How long jobs may go on after the worker was told to stop; then they are put back.
    pub drain: Duration,
    /// How often the queue is looked at when nobody calls, for jobs that wait for their hour.
    pub poll: Duration,
    /// Serves these complexes only, and not the platform; empty: everybody.
    pub only: Vec<ComplexId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 4,
            drain: Duration::from_secs(20),
            poll: Duration::from_secs(1),
            only: Vec::new(),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the queue: {0}")]
pub struct WorkerFault(String);

impl WorkerFault {
    fn of(fault: impl std::fmt::Display) -> Self {
        Self(fault.to_string())
    }
}

/// Makes or updates the queue's own schema, as the owner. Safe beside `tenancy::migrate`, before or after it.
pub async fn migrate(owner: &PgConnectOptions) -> Result<(), WorkerFault> {
    let pool =
        PgPoolOptions::new().max_connections(1).connect_with(owner.clone()).await.map_err(WorkerFault::of)?;
    let migrated = WorkerUtils::new(&pool, SCHEMA).migrate().await;
    pool.close().await;
    migrated.map_err(WorkerFault::of)
}

/// Works until `shutdown` resolves, then lets running jobs end. A database that goes away is waited for.
pub async fn work(
    registry: &Registry,
    owner: PgConnectOptions,
    store: Store,
    tools: Tools,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    let shutdown = shutdown.shared();
    let most = u32::try_from(settings.concurrency).unwrap_or(u32::MAX).saturating_add(4);
    let pool = PgPoolOptions::new().max_connections(most).connect_lazy_with(owner);
    loop {
        match run_until(registry, &pool, &store, &tools, &settings, shutdown.clone()).await {
            Ok(()) => break,
            Err(error) => tracing::error!(%error, "the worker stopped and starts again"),
        }
        let told_to_stop = tokio::time::timeout(Duration::from_secs(1), shutdown.clone()).await.is_ok();
        if told_to_stop {
            break;
        }
    }
    pool.close().await;
}

async fn run_until(
    registry: &Registry,
    pool: &PgPool,
    store: &Store,
    tools: &Tools,
    settings: &Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), WorkerFault> {
    let pauses = Pauses::default();
    let options = options(registry, pool, store, tools, &settings.only)
        .concurrency(settings.concurrency)
        .poll_interval(settings.poll)
        // Without it one job is taken per word from the database or tick of the poll, and a hundred that one commit put
        // in (the receipts of a day) wait minutes for each other. Few at a time, so that a second process gets its share.
        .local_queue(
            LocalQueueConfig::default()
                .with_size(CLAIMED_AT_ONCE)
                .with_ttl(CLAIM_LASTS)
                .with_refetch_delay(pause(settings.poll)),
        )
        .add_plugin(pauses.clone())
        .with_crons(registry.crontabs.clone())
        .shutdown_signal(shutdown)
        .shutdown_grace_period(settings.drain)
        .shutdown_interrupted_job_retry_delay(Duration::ZERO)
        .worker_recovery(recovery());
    let worker = options.init().await.map_err(WorkerFault::of)?;
    tokio::select! {
        done = worker.run() => done.map_err(WorkerFault::of),
        () = call_for_what_was_missed(pool, &pauses) => Ok(()),
    }
}

/// Between two questions that found nothing; a word from the database ends it. Without it the local queue of
/// graphile_worker 0.14 wakes itself after each fetch and asks an idle database thousands of times a second.
fn pause(poll: Duration) -> RefetchDelayConfig {
    RefetchDelayConfig::default().with_duration(poll).with_max_abort_threshold(1)
}

/// For tests, where jobs run only when the test says so: everything of these complexes that is due by the store's
/// clock is tried once, and so is what that puts in. A failed job gets its next attempt with the next call.
pub async fn run_all_now(
    registry: &Registry,
    owner: &PgConnectOptions,
    store: &Store,
    tools: &Tools,
    complexes: &[ComplexId],
) -> Result<(), WorkerFault> {
    let pool =
        PgPoolOptions::new().max_connections(4).connect_with(owner.clone()).await.map_err(WorkerFault::of)?;
    let options = options(registry, &pool, store, tools, complexes).concurrency(1);
    let worker = options.init().await.map_err(WorkerFault::of)?;
    let sweep = SweepStaleWorkersOptions::default();
    let utils = worker.create_utils();
    utils.sweep_stale_workers_with_config(&recovery(), sweep).await.map_err(WorkerFault::of)?;
    sql::make_due(&pool, complexes, store.now()).await.map_err(WorkerFault::of)?;
    worker.run_once().await.map_err(WorkerFault::of)?;
    pool.close().await;
    Ok(())
}

fn options(
    registry: &Registry,
    pool: &PgPool,
    store: &Store,
    tools: &Tools,
    only: &[ComplexId],
) -> WorkerOptions {
    let tools = tools.clone().with(registry.listeners.clone()).with(registry.daily.clone());
    let workshop = Workshop { store: store.clone(), owner: pool.clone(), tools };
    let options = only
        .iter()
        .fold(WorkerOptions::default(), |options, complex| options.add_accepted_flag(&complex.to_string()));
    options
        .pg_pool(pool.clone())
        .schema(SCHEMA)
        .define_jobs(registry.definitions.clone())
        .add_extension(workshop)
        .add_plugin(Record { owner: pool.clone(), clock: store.clock().clone() })
        // The process has its own way of hearing signals; a second listener would stop the worker at SIGHUP.
        .listen_os_shutdown_signals(false)
}

fn recovery() -> WorkerRecoveryConfig {
    WorkerRecoveryConfig::default()
        .heartbeat_interval(HEARTBEAT)
        .sweep_interval(MISSED_AFTER / 3)
        .sweep_threshold(MISSED_AFTER)
        .recovery_delay(Duration::ZERO)
}
