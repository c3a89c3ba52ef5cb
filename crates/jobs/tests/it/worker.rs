//! The worker itself: woken at once, stopped politely, replaced when it was killed.

use std::{sync::Arc, time::Duration};

use jobs::{Job, JobFault, Registry, Settings, Tools, later, work};
use serde::{Deserialize, Serialize};
use tenancy::JobScope;
use tokio::sync::{Notify, oneshot};

use crate::{Diary, House, OpenGate, house};

/// Says when it has begun, and ends when it is let go.
#[derive(Serialize, Deserialize)]
struct Dig;

#[derive(Clone, Default)]
struct Garden {
    begun: Arc<Notify>,
    let_go: Arc<Notify>,
}

impl Job for Dig {
    const NAME: &'static str = "test.dig";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let garden = tools.need::<Garden>()?;
        garden.begun.notify_one();
        garden.let_go.notified().await;
        tools.need::<Diary>()?.write(&scope, "dug");
        Ok(())
    }
}

/// A worker for the first complex of the house that never looks at the queue by himself: only a call can wake it.
fn hire(house: &House, garden: &Garden) -> (oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let only = vec![house.kit.melati.id];
    let settings = Settings { poll: Duration::from_secs(3600), only, ..Settings::default() };
    let (owner, store) = (house.kit.owner_options.clone(), house.kit.store.clone());
    let tools = house.tools().with(garden.clone());
    let worker = tokio::spawn(async move {
        let registry = Registry::new().job::<Dig>();
        let shutdown = async move {
            stopped.await.ok();
        };
        work(&registry, owner, store, tools, settings, shutdown).await;
    });
    (stop, worker)
}

async fn dig(house: &House) {
    let mut tx = house.kit.melati.tx().await;
    later(&mut tx, &Dig).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_worker_is_woken_by_the_commit_and_ends_its_job_before_it_stops() {
    let house = house().await;
    let garden = Garden::default();
    let (stop, worker) = hire(&house, &garden);
    // Both before the worker listens and after: the first one is found by looking, the second by being called.
    for _ in 0..2 {
        dig(&house).await;
        garden.begun.notified().await;
        garden.let_go.notify_one();
    }
    dig(&house).await;
    garden.begun.notified().await;
    stop.send(()).unwrap();
    garden.let_go.notify_one();
    worker.await.unwrap();
    assert_eq!(house.diary.of(house.kit.melati.id), ["dug", "dug", "dug"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_comes_while_the_worker_falls_asleep_is_not_overheard() {
    let house = house().await;
    let garden = Garden::default();
    let (stop, worker) = hire(&house, &garden);
    for nth in 0..300 {
        dig(&house).await;
        let begun = tokio::time::timeout(Duration::from_secs(5), garden.begun.notified()).await;
        assert!(begun.is_ok(), "job {nth} was overheard");
        garden.let_go.notify_one();
    }
    stop.send(()).unwrap();
    worker.await.unwrap();
    assert_eq!(house.diary.of(house.kit.melati.id).len(), 300);
}

#[tokio::test]
async fn the_job_of_a_killed_worker_is_done_by_the_next_one() {
    let house = house().await;
    let melati = &house.kit.melati;
    let mut tx = melati.tx().await;
    let number = later(&mut tx, &OpenGate { visitor: 5 }).await.unwrap();
    tx.commit().await.unwrap();
    // What the queue looks like when a worker took the job and was killed an hour ago.
    sqlx::query(
        "update graphile_worker._private_jobs
            set locked_by = $2, locked_at = now() - interval '1 hour', attempts = 1 where id = $1",
    )
    .bind(number.number())
    .bind(format!("killed-{}", melati.id))
    .execute(&house.kit.owner)
    .await
    .unwrap();
    // Another test's worker may be freeing the dead one's jobs at this very moment; then ours finds it at its next look.
    for _ in 0..20 {
        house.work(&Registry::new().job::<OpenGate>()).await;
        if !house.diary.of(melati.id).is_empty() {
            break;
        }
    }
    assert_eq!(house.diary.of(melati.id), ["visitor 5"]);
}
