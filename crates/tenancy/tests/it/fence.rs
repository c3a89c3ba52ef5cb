//! Tenancy's own promises, at the level where they are made.

use kernel::UnitId;
use sqlx::Row as _;
use tenancy::Routes;
use testkit::Kit;

async fn kit() -> Kit {
    Kit::open(Routes::new("none")).await
}

#[tokio::test]
async fn without_a_scope_a_statement_fails_instead_of_returning_nothing() {
    let kit = kit().await;
    let mut hall = kit.store.hall(None).await.unwrap();
    let refused = sqlx::query("select count(*) from unit").fetch_one(&mut hall).await.unwrap_err();
    assert!(refused.to_string().contains("app.complex_id"), "{refused}");
    drop(hall);

    // After a scoped transaction ended the setting is empty, not gone: still a failure.
    drop(kit.melati.tx().await);
    let mut hall = kit.store.hall(None).await.unwrap();
    assert!(sqlx::query("select count(*) from unit").fetch_one(&mut hall).await.is_err());
}

#[tokio::test]
async fn one_complex_neither_sees_nor_names_a_row_of_another() {
    let kit = kit().await;
    let unit = UnitId::new(kit.store.now());
    let mut melati = kit.melati.tx().await;
    sqlx::query("insert into unit (unit_id, code) values ($1, 'A-01')")
        .bind(unit)
        .execute(&mut melati)
        .await
        .unwrap();
    melati.commit().await.unwrap();

    let mut mawar = kit.mawar.tx().await;
    let seen: i64 = sqlx::query_scalar("select count(*) from unit").fetch_one(&mut mawar).await.unwrap();
    assert_eq!(seen, 0);
    let changed = sqlx::query("update unit set code = 'X-99'").execute(&mut mawar).await.unwrap();
    assert_eq!(changed.rows_affected(), 0);
    // Foreign keys do not look at policies; the composite key does.
    let person: kernel::PersonId = kernel::PersonId::new(kit.store.now());
    sqlx::query("insert into person (person_id, name) values ($1, 'Rina Marlina')")
        .bind(person)
        .execute(&mut mawar)
        .await
        .unwrap();
    let refused = sqlx::query(
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, period)
         values ($1, $2, $3, 'owner', daterange('2026-01-01', null))",
    )
    .bind(kernel::OccupancyId::new(kit.store.now()))
    .bind(unit)
    .bind(person)
    .execute(&mut mawar)
    .await
    .unwrap_err();
    assert!(refused.to_string().contains("foreign key"), "{refused}");
}

#[tokio::test]
async fn nobody_writes_a_row_into_another_complex() {
    let kit = kit().await;
    let mut melati = kit.melati.tx().await;
    let refused = sqlx::query("insert into unit (complex_id, unit_id, code) values ($1, $2, 'A-01')")
        .bind(kit.mawar.id)
        .bind(UnitId::new(kit.store.now()))
        .execute(&mut melati)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("row-level security"), "{refused}");
}

#[tokio::test]
async fn every_table_of_a_complex_is_behind_a_forced_policy_and_has_a_composite_key() {
    let kit = kit().await;
    let tables = sqlx::query(
        "select c.relname, c.relrowsecurity and c.relforcerowsecurity as forced,
                (select array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum))
                   from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
                  where i.indrelid = c.oid and i.indisprimary) as key
           from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'complex_id'
          where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&kit.owner)
    .await
    .unwrap();
    assert!(tables.len() >= 6, "only {} tables carry complex_id", tables.len());
    for table in tables {
        let name: String = table.get("relname");
        assert!(table.get::<bool, _>("forced"), "{name} has no forced policy");
        let key: Vec<String> = table.get("key");
        // The one exception: job_run keeps the platform's own jobs too, which have no complex.
        if name != "job_run" {
            assert_eq!(key.first().map(String::as_str), Some("complex_id"), "{name} has the key {key:?}");
        }
    }
}

#[tokio::test]
async fn the_webs_role_cannot_lift_a_policy_or_become_the_owner() {
    let kit = kit().await;
    for attempt in
        ["alter table unit disable row level security", "drop policy one_complex on unit", "drop table unit"]
    {
        let mut tx = kit.melati.tx().await;
        assert!(sqlx::query(attempt).execute(&mut tx).await.is_err(), "{attempt}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_begin_leaves_nothing_in_the_pool() {
    let kit = kit().await;
    let mut tx = kit.melati.tx().await;
    sqlx::query("insert into unit (unit_id, code) values ($1, 'A-01')")
        .bind(UnitId::new(kit.store.now()))
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let melati = kit.store.job_scope(kit.melati.id);
    let mut cancelled = 0;
    for round in 0..2_000_u64 {
        // Given up after so many looks at it: before the first byte, while the answer is due, right after it came.
        let patience = async {
            for _ in 0..=round % 40 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            _ = melati.begin() => {}
            () = patience => cancelled += 1,
        }
        let mut mawar = kit.mawar.tx().await;
        let seen: i64 = sqlx::query_scalar("select count(*) from unit").fetch_one(&mut mawar).await.unwrap();
        assert_eq!(seen, 0, "round {round}: Puri Mawar sees a unit of Griya Melati");
    }
    assert!(cancelled > 100, "only {cancelled} begins were cancelled: the test tests nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_nobody_waits_for_happens_and_frees_its_connection() {
    let kit = kit().await;
    let mut given_up = 0_i64;
    for round in 0..200_u64 {
        let mut tx = kit.melati.tx().await;
        sqlx::query("insert into unit (unit_id, code) values ($1, $2)")
            .bind(UnitId::new(kit.store.now()))
            .bind(format!("A-{round}"))
            .execute(&mut tx)
            .await
            .unwrap();
        let patience = async {
            for _ in 0..=round % 4 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            done = tx.commit() => done.unwrap(),
            () = patience => given_up += 1,
        }
    }
    assert!(given_up > 20, "only {given_up} commits were given up: the test tests nothing");
    // The last one may still be at it; this lock is had when every writer has ended.
    let mut tx = kit.melati.tx().await;
    sqlx::query("lock table unit in share mode").execute(&mut tx).await.unwrap();
    let units: i64 = sqlx::query_scalar("select count(*) from unit").fetch_one(&mut tx).await.unwrap();
    assert_eq!(units, 200, "the COMMIT was sent, so it happened");
}

#[tokio::test]
async fn a_connection_left_inside_a_transaction_is_thrown_away_not_reused() {
    let kit = kit().await;
    let mut tx = kit.melati.tx().await;
    // What a cancelled request would leave: an open transaction with Melati's scope. The door must refuse it.
    let refused = sqlx::raw_sql("select enter_hall(now(), null)").execute(&mut tx).await.unwrap_err();
    let code = refused.as_database_error().and_then(|e| e.code()).map(|c| c.into_owned());
    assert_eq!(code.as_deref(), Some("KL001"), "{refused}");
}

#[tokio::test]
async fn a_failure_inside_a_transaction_makes_its_commit_fail_too() {
    let kit = kit().await;
    let mut tx = kit.melati.tx().await;
    assert!(sqlx::query("select 1 / 0").execute(&mut tx).await.is_err());
    assert!(tx.commit().await.is_err(), "a commit of an aborted transaction must not look like success");
}
