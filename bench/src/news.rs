//! What waits for nobody: a job that begins when it is put in, and an announcement to 10,000 people.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::json;
use sqlx::{Executor as _, raw_sql};
use uuid::Uuid;

use crate::{
    dues,
    load::Connection,
    online::percentile,
    report::Figure,
    world::{ONE, UNITS, World},
};

pub async fn figures(world: &World, short: bool) -> anyhow::Result<[Figure; 2]> {
    let (server, _) = world.serve(world.database())?;
    let mut owner = world.owner().await?;
    // Everybody can be reached by mail, and nobody sends any here.
    let scope =
        format!("set app.complex_id = '{ONE}'; update person set email = person_id || '@example.org'");
    owner.execute(raw_sql(sqlx::AssertSqlSafe(scope))).await?;
    let mut waits = Vec::new();
    for _ in 0..if short { 20 } else { 200 } {
        let put = chrono::Utc::now();
        let job: i64 = sqlx::query_scalar(
            "select enqueue('jobs.deliver', jsonb_build_object('event', $1), null, null, 1)",
        )
        .bind(Uuid::now_v7())
        .fetch_one(&mut owner)
        .await?;
        let began = Instant::now();
        let started = loop {
            let run: Option<chrono::DateTime<chrono::Utc>> =
                sqlx::query_scalar("select started_at from job_run where job_id = $1")
                    .bind(job)
                    .fetch_optional(&mut owner)
                    .await?;
            if let Some(started) = run {
                break started;
            }
            ensure!(began.elapsed() < Duration::from_secs(10), "nobody took the job");
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        waits.push((started - put).as_seconds_f64() * 1000.0);
    }
    let news = dues::api(&server, "bench", "announcements");
    let draft = json!({ "title": "Air mati besok", "body": "Pukul 08.00 sampai 12.00." });
    let (status, answer) = Connection::open(&news).await?.post(&news, &draft.to_string()).await?;
    ensure!(status == 201, "an announcement answered {status}: {}", String::from_utf8_lossy(&answer));
    let draft: serde_json::Value = serde_json::from_slice(&answer)?;
    let id = draft["id"].as_str().context("an announcement without an id")?;
    let send = dues::api(&server, "bench", &format!("announcements/{id}/send"));
    let began = Instant::now();
    let (status, answer) = Connection::open(&send).await?.post(&send, "{}").await?;
    ensure!(status == 200, "sending answered {status}: {}", String::from_utf8_lossy(&answer));
    let told = "select count(*) from notice_delivery d join notice n using (complex_id, notice_id)
                 where n.kind = 'announcement' and d.channel = 'email'";
    while sqlx::query_scalar::<_, i64>(told).fetch_one(&mut owner).await? < i64::try_from(UNITS)? {
        ensure!(began.elapsed() < Duration::from_secs(60), "not everybody was told");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let wall = began.elapsed().as_secs_f64();
    let note = format!("p50 {:.1} ms", percentile(&mut waits, 50));
    Ok([
        Figure {
            what: "a job, from put in to begun, p99",
            value: percentile(&mut waits, 99),
            unit: "ms",
            must: 50.0,
            aim: 10.0,
            note,
        },
        Figure {
            what: "announcement to 10,000 recipients enqueued",
            value: wall,
            unit: "s",
            must: 2.0,
            aim: 0.5,
            note: String::new(),
        },
    ])
}
