//! Dues at 10,000 houses: the arrears pages over three years of invoices, and what pages cost while a month is billed.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _};

use crate::{
    load::{Connection, Shot, fire},
    report::Figure,
    world::{ONE, Server, World},
};

const ARREARS: &[&str] = &["/k/bench/tunggakan", "/k/bench/tunggakan?q=aa12", "/k/bench/tunggakan/wilayah"];
/// What somebody does while the month is billed.
const BESIDE: &[&str] = &["/k/bench/unit", "/k/bench/tagihan", "/k/bench/tunggakan"];
const TOKEN: &str = "klu_bench-token";
/// Three years without the month that is billed here.
const MONTHS: u32 = 35;

pub async fn figures(world: &World, server: &Server, time: Duration) -> anyhow::Result<[Figure; 2]> {
    remember(world).await?;
    Ok([arrears(server, time).await?, beside_a_run(server, time).await?])
}

/// Three years of invoices, most of them paid, as their tables hold them. The books behind them are left out: no page
/// measured here reads them.
pub async fn remember(world: &World) -> anyhow::Result<()> {
    let mut owner = world.owner().await?;
    let sql = format!(
        "set app.complex_id = '{one}';
         insert into access_token (token_id, account_id, name, token_hash, abilities, created_at, expires_at)
         values ('{one}', '{one}', 'bench', '\\x{hash}', array['see_dues', 'set_tariffs', 'issue_invoices', 'record_payments', 'write_announcements'],
                 now(), now() + interval '1 day');
         set session_replication_role = replica;
         insert into invoice (invoice_id, number, kind, unit_id, period, unit_code, payer_id, payer_name, issued_on,
                              due_on, total, open, created_at)
         select gen_random_uuid(), 'INV-' || to_char(m, 'YYYY-MM') || '-' || k, 'dues', unit_id, m::date, code,
                person_id, name, m::date, m::date + 9, 150000,
                case when age <= 2 and k % 20 < 3 or age between 3 and 10 and k % 20 = 0 then 150000 else 0 end, now()
           from (select unit_id, code, person_id, name, row_number() over (order by sort_key) as k
                   from unit join occupancy using (complex_id, unit_id) join person using (complex_id, person_id)
                  where payer) who
          cross join (select m, row_number() over (order by m desc) as age
                        from generate_series(date_trunc('month', now()) - interval '{MONTHS} months',
                                             date_trunc('month', now()) - interval '1 month', '1 month') m) months;
         set session_replication_role = origin;
         insert into billed_month (period, invoices, billed)
         select period, count(*), sum(total) from invoice where complex_id = '{one}' group by period;
         vacuum analyze",
        one = ONE,
        hash = hex::encode(tenancy::secret_hash(TOKEN)),
    );
    for statement in sql.split(';') {
        owner.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))).await?;
    }
    Ok(owner.close().await?)
}

async fn arrears(server: &Server, time: Duration) -> anyhow::Result<Figure> {
    let mut slowest = 0.0_f64;
    let mut note = String::new();
    for path in ARREARS {
        let shot = server.shot(path);
        fire(&shot, 1, time / 3).await?;
        let p95 = fire(&shot, 1, time).await?.p95_millis();
        note.push_str(&format!("{} {p95:.2}  ", path.trim_start_matches("/k/bench/")));
        slowest = slowest.max(p95);
    }
    Ok(Figure {
        what: "p95 of the arrears pages, 10,000 units x 36 months",
        value: slowest,
        unit: "ms",
        must: 10.0,
        aim: 3.0,
        note,
    })
}

/// Four charges for every house.
pub async fn charges(server: &Server, complex: &str) -> anyhow::Result<()> {
    for (number, code) in ["IPL", "KEAMANAN", "SAMPAH", "SOSIAL"].into_iter().enumerate() {
        let kind = json!({"code": code, "name": format!("Iuran {code}"), "first_month": "2020-01"});
        send(&api(server, complex, "charge-types"), &kind).await?;
        let tariff = json!({"from": "2020-01-01", "rule": {"kind": "flat", "amount": 25_000 * (number + 1)}});
        send(&api(server, complex, &format!("charge-types/{code}/tariffs")), &tariff).await?;
    }
    Ok(())
}

/// Bills a month and waits for its end; the id of the run.
pub async fn billed(server: &Server, complex: &str, month: &str) -> anyhow::Result<String> {
    let run = send(&api(server, complex, "billing-runs"), &json!({ "month": month })).await?;
    let run = run["id"].as_str().context("a run without an id")?.to_owned();
    let began = Instant::now();
    loop {
        let now = state(&api(server, complex, &format!("billing-runs/{run}"))).await?;
        ensure!(now["state"] != "failed", "the month was not billed: {now}");
        if now["state"] == "done" {
            return Ok(run);
        }
        ensure!(began.elapsed() < Duration::from_secs(300), "the month is still being billed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The month is billed by the worker of the same process while its pages are read.
async fn beside_a_run(server: &Server, time: Duration) -> anyhow::Result<Figure> {
    charges(server, "bench").await?;
    let mut idle = Vec::new();
    for path in BESIDE {
        idle.push(micros(server, path, time / 3).await?);
    }
    let month = chrono::Utc::now().format("%Y-%m").to_string();
    let began = Instant::now();
    let run = send(&api(server, "bench", "billing-runs"), &json!({ "month": month })).await?;
    let run =
        api(server, "bench", &format!("billing-runs/{}", run["id"].as_str().context("a run without an id")?));
    let mut busy = vec![Vec::new(); BESIDE.len()];
    let done = 'billed: loop {
        for (times, path) in busy.iter_mut().zip(BESIDE) {
            times.extend(micros(server, path, Duration::from_millis(50)).await?);
            let now = state(&run).await?;
            ensure!(now["state"] != "failed", "the month was not billed: {now}");
            if now["state"] == "done" {
                break 'billed now;
            }
        }
        ensure!(began.elapsed() < Duration::from_secs(120), "the month is still being billed");
    };
    let wall = began.elapsed();
    ensure!(done["invoices"] == crate::world::UNITS, "not every house was billed: {done}");
    let pages = BESIDE.iter().zip(idle.iter_mut().zip(&mut busy));
    let (mut worst, mut note) = (0.0_f64, format!("billed in {:.2} s; ", wall.as_secs_f64()));
    for (path, (idle, busy)) in pages.filter(|(_, (_, busy))| !busy.is_empty()) {
        let (idle, busy) = (p95(idle), p95(busy));
        worst = worst.max(busy / idle);
        note.push_str(&format!("{} {idle:.2} to {busy:.2} ms  ", path.trim_start_matches("/k/bench/")));
    }
    Ok(Figure {
        what: "p95 of pages while 10,000 x 4 lines are billed",
        value: worst,
        unit: "x",
        must: 3.0,
        aim: 1.5,
        note,
    })
}

async fn micros(server: &Server, path: &str, time: Duration) -> anyhow::Result<Vec<u64>> {
    Ok(fire(&server.shot(path), 1, time).await?.micros)
}

fn p95(micros: &mut [u64]) -> f64 {
    micros.sort_unstable();
    let at = (micros.len() * 95 / 100).min(micros.len().saturating_sub(1));
    micros.get(at).map_or(f64::NAN, |micros| *micros as f64 / 1000.0)
}

async fn send(shot: &Shot, body: &Value) -> anyhow::Result<Value> {
    let (status, answer) = Connection::open(shot).await?.post(shot, &body.to_string()).await?;
    ensure!(status == 201, "{} answered {status}: {}", shot.path, String::from_utf8_lossy(&answer));
    Ok(serde_json::from_slice(&answer)?)
}

async fn state(run: &Shot) -> anyhow::Result<Value> {
    let (_, body) = Connection::open(run).await?.ask().await?;
    Ok(serde_json::from_slice(&body)?)
}

pub fn api(server: &Server, complex: &str, path: &str) -> Shot {
    Shot {
        address: server.address.clone(),
        path: format!("/api/v1/complexes/{complex}/{path}"),
        right: format!("Authorization: Bearer {TOKEN}"),
    }
}
