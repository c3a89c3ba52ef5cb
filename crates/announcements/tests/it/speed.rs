//! Ten thousand recipients.

use std::time::Instant;

use crate::world::World;

/// The rows that a sending writes, written with nothing around them: houses, recipients, notices and deliveries.
const BARE: &str = "insert into job_run_probe select g, md5(g::text), g % 7 from generate_series(1, 50000) g";

/// As a ratio, because machines differ: sending to 10,000 people in 5,000 houses against 50,000 bare rows.
#[tokio::test]
async fn ten_thousand_people_are_told_by_a_handful_of_statements() {
    let world = World::open().await;
    let mut tx = world.tx().await;
    sqlx::raw_sql(
        "insert into unit (unit_id, code, status)
         select md5('unit' || g)::uuid, 'H-' || g, 'lived_in' from generate_series(1, 5000) g;
         insert into person (person_id, name, email)
         select md5('person' || g)::uuid, 'Warga ' || g, 'warga' || g || '@melati.example' from generate_series(0, 9999) g;
         insert into occupancy (occupancy_id, unit_id, person_id, kind, period)
         select gen_random_uuid(), md5('unit' || 1 + g / 2)::uuid, md5('person' || g)::uuid, 'owner', daterange('2020-01-01', null)
           from generate_series(0, 9999) g;
        ",
    )
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();

    let mut ratna = world.melati.manager().await;
    let id = world.write(&mut ratna, &[]).await;
    let begun = Instant::now();
    let answer = ratna.post(&world.melati.path(&format!("pengumuman/{id}/kirim")), &[]).await;
    let took = begun.elapsed();
    answer.assert_status(303);

    let mut tx = world.tx().await;
    let counted: (i64, i64) = sqlx::query_as(
        "select (select count(*) from bulletin_recipient), (select count(*) from notice_delivery where channel = 'email')",
    )
    .fetch_one(&mut tx)
    .await
    .unwrap();
    assert_eq!(counted, (10_000, 10_000));
    sqlx::query("create temp table job_run_probe (one bigint primary key, two text, three bigint)")
        .execute(&mut tx)
        .await
        .unwrap();
    let begun = Instant::now();
    sqlx::query(BARE).execute(&mut tx).await.unwrap();
    let bare = begun.elapsed();
    let ratio = took.as_secs_f64() / bare.as_secs_f64();
    println!("10,000 recipients: {took:?}, 50,000 bare rows: {bare:?}, ratio {ratio:.1}");
    assert!(ratio < 40.0, "{ratio:.1} times the bare rows ({took:?} against {bare:?})");
}
