//! Putting in: with the transaction, for one complex, at its hour, once.

use chrono::TimeDelta;
use jobs::{
    Job, JobFault, Plan, PlatformJob, PlatformScope, Registry, Tools, later, later_as, later_for_platform,
};
use serde::{Deserialize, Serialize};
use tenancy::JobScope;

use crate::{Diary, OpenGate, house};

#[tokio::test]
async fn what_is_rolled_back_is_never_done_and_what_is_committed_is_done_once() {
    let house = house().await;
    let registry = Registry::new().job::<OpenGate>();
    let melati = &house.kit.melati;

    let mut tx = melati.tx().await;
    later(&mut tx, &OpenGate { visitor: 1 }).await.unwrap();
    drop(tx);
    let mut tx = melati.tx().await;
    later(&mut tx, &OpenGate { visitor: 2 }).await.unwrap();
    tx.commit().await.unwrap();
    assert!(house.diary.of(melati.id).is_empty(), "nothing runs before the test says so");

    house.work(&registry).await;
    house.work(&registry).await;
    assert_eq!(house.diary.of(melati.id), ["visitor 2"]);
}

/// Counts the members that it can see, and says whose complex it stands in.
#[derive(Serialize, Deserialize)]
struct CountMembers;

impl Job for CountMembers {
    const NAME: &'static str = "test.count_members";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let members: i64 = sqlx::query_scalar("select count(*) from membership")
            .fetch_one(&mut tx)
            .await
            .map_err(JobFault::because)?;
        let name: String = sqlx::query_scalar("select name from complex")
            .fetch_one(&mut tx)
            .await
            .map_err(JobFault::because)?;
        tools.need::<Diary>()?.write(&scope, format!("{name}: {members}"));
        Ok(())
    }
}

#[tokio::test]
async fn a_job_stands_in_the_complex_that_put_it_in_and_sees_no_other() {
    let house = house().await;
    for complex in [&house.kit.melati, &house.kit.mawar] {
        let mut tx = complex.tx().await;
        later(&mut tx, &CountMembers).await.unwrap();
        tx.commit().await.unwrap();
    }
    house.work(&Registry::new().job::<CountMembers>()).await;
    assert_eq!(house.diary.of(house.kit.melati.id), ["Griya Melati: 5"]);
    assert_eq!(house.diary.of(house.kit.mawar.id), ["Puri Mawar: 5"]);
}

#[tokio::test]
async fn the_web_can_put_a_job_in_only_from_inside_a_complex_and_cannot_reach_the_queue_itself() {
    let house = house().await;
    let mut hall = house.kit.store.hall(None).await.unwrap();
    let outside =
        sqlx::query("select enqueue('test.open_gate', '{}', null, null, 1)").execute(&mut hall).await;
    assert!(outside.unwrap_err().to_string().contains("app.complex_id"), "no scope, no job");

    let mut tx = house.kit.melati.tx().await;
    let behind = sqlx::query("select * from graphile_worker._private_jobs").execute(&mut tx).await;
    assert!(behind.unwrap_err().to_string().contains("permission denied"));
    let mut tx = house.kit.melati.tx().await;
    let forged = sqlx::query("select put_job($1, 'test.open_gate', '{}', null, null, 1)")
        .bind(house.kit.mawar.id)
        .execute(&mut tx)
        .await;
    assert!(
        forged.unwrap_err().to_string().contains("permission denied"),
        "the complex comes from the scope alone"
    );
}

#[tokio::test]
async fn a_job_waits_for_its_hour_by_the_clock_of_the_house() {
    let house = house().await;
    let registry = Registry::new().job::<OpenGate>();
    let melati = &house.kit.melati;
    let mut tx = melati.tx().await;
    let tomorrow = tx.now() + TimeDelta::hours(24);
    later_as(&mut tx, &OpenGate { visitor: 7 }, Plan::at(tomorrow)).await.unwrap();
    tx.commit().await.unwrap();

    house.kit.clock.turn(TimeDelta::hours(23));
    house.work(&registry).await;
    assert!(house.diary.of(melati.id).is_empty());
    house.kit.clock.turn(TimeDelta::hours(1));
    house.work(&registry).await;
    assert_eq!(house.diary.of(melati.id), ["visitor 7"]);
}

#[tokio::test]
async fn under_one_key_the_newest_job_stays_and_the_neighbours_key_is_another_one() {
    let house = house().await;
    for (complex, visitors) in [(&house.kit.melati, 1..=3), (&house.kit.mawar, 8..=9)] {
        for visitor in visitors {
            let mut tx = complex.tx().await;
            later_as(&mut tx, &OpenGate { visitor }, Plan::now().only_one("gate")).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    house.work(&Registry::new().job::<OpenGate>()).await;
    assert_eq!(house.diary.of(house.kit.melati.id), ["visitor 3"]);
    assert_eq!(house.diary.of(house.kit.mawar.id), ["visitor 9"]);
}

/// Goes round the complexes, which no job of a complex can.
#[derive(Serialize, Deserialize)]
struct CountComplexes;

impl PlatformJob for CountComplexes {
    const NAME: &'static str = "test.count_complexes";

    async fn run(self, scope: PlatformScope, tools: &Tools) -> Result<(), JobFault> {
        for complex in scope.complexes().await? {
            let inside = scope.enter(complex);
            tools.need::<Diary>()?.write(&inside, "counted");
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_job_of_the_platform_carries_no_complex_and_can_enter_each() {
    let house = house().await;
    let mut hall = house.kit.store.hall(None).await.unwrap();
    let number = later_for_platform(&mut hall, &CountComplexes, Plan::now()).await.unwrap();
    hall.commit().await.unwrap();
    let complex: Option<String> = sqlx::query_scalar(
        "delete from graphile_worker._private_jobs where id = $1 returning payload ->> 'complex'",
    )
    .bind(number.number())
    .fetch_one(&house.kit.owner)
    .await
    .unwrap();
    assert_eq!(complex, None);

    let scope = PlatformScope::new(house.kit.store.clone(), house.kit.owner.clone());
    CountComplexes.run(scope, &house.tools()).await.unwrap();
    assert_eq!(house.diary.of(house.kit.melati.id), ["counted"]);
    assert_eq!(house.diary.of(house.kit.mawar.id), ["counted"]);
}
