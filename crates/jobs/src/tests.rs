//! The room's own jobs, which no test from outside can name. They touch only what is far from other tests' days.

use chrono::{TimeDelta, TimeZone as _, Utc};
use serde_json::Value;
use tenancy::Routes;
use testkit::Kit;

use crate::{
    PlatformJob as _, PlatformScope, Tools,
    housekeeping::ForgetOldRuns,
    put::Order,
    run::ByClock,
    schedule::{Daily, GoRound},
};

#[tokio::test]
async fn history_is_kept_for_three_months_and_a_run_without_end_is_closed_after_a_day() {
    let kit = Kit::open(Routes::new("jobs")).await;
    // Far from the days on which other tests write into the same table.
    kit.clock.turn(TimeDelta::days(-9000));
    let (now, complex) = (kit.clock.now(), kit.melati.id);
    for (name, days, is_over) in [("old", 91, true), ("young", 89, true), ("lost", 2, false)] {
        let at = now - TimeDelta::days(days);
        sqlx::query(
            "insert into job_run (job_run_id, complex_id, job_id, name, attempt, max_attempts, started_at,
                                      finished_at, outcome)
                 values (gen_random_uuid(), $1, 1, $2, 1, 8, $3, $4, $5)",
        )
        .bind(complex)
        .bind(name)
        .bind(at)
        .bind(is_over.then_some(at))
        .bind(if is_over { "finished" } else { "running" })
        .execute(&kit.owner)
        .await
        .unwrap();
    }
    let scope = PlatformScope::new(kit.store.clone(), kit.owner.clone());
    ForgetOldRuns.run(scope, &Tools::new()).await.unwrap();
    let mut tx = kit.melati.tx().await;
    let left: Vec<(String, String)> =
        sqlx::query_as("select name, outcome from job_run order by name").fetch_all(&mut tx).await.unwrap();
    assert_eq!(left, [("lost".into(), "interrupted".into()), ("young".into(), "finished".into())]);
}

#[tokio::test]
async fn at_its_hour_a_complex_in_the_east_gets_its_daily_job_once_and_one_in_the_west_does_not() {
    let kit = Kit::open(Routes::new("jobs")).await;
    let east = found_in_jayapura(&kit).await;
    let order = Order { name: "test.greet", payload: Value::Null, max_attempts: 3 };
    let six_in_jayapura = ByClock { ts: Utc.with_ymd_and_hms(2026, 11, 21, 21, 0, 0).unwrap() };
    let tools = Tools::new().with(vec![Daily { hour: 6, order }]).with(six_in_jayapura);
    for _ in 0..2 {
        let scope = PlatformScope::new(kit.store.clone(), kit.owner.clone());
        GoRound.run(scope, &tools).await.unwrap();
    }
    let keys: Vec<String> = sqlx::query_scalar(
        "select key from graphile_worker._private_jobs where payload ->> 'complex' = any($1)",
    )
    .bind([east.to_string(), kit.melati.id.to_string()])
    .fetch_all(&kit.owner)
    .await
    .unwrap();
    assert_eq!(keys, [format!("{east}/test.greet/daily 2026-11-22")]);
}

async fn found_in_jayapura(kit: &Kit) -> kernel::ComplexId {
    let complex = kernel::ComplexId::new(kit.clock.now());
    sqlx::query(
        "insert into complex (complex_id, organization_id, slug, name, zone) values ($1, $2, $3, $4, 'wit')",
    )
    .bind(complex)
    .bind(kit.mawar.organization)
    .bind(format!("cenderawasih-{}", &complex.uuid().simple().to_string()[20..]))
    .bind("Graha Cenderawasih")
    .execute(&kit.owner)
    .await
    .unwrap();
    complex
}
