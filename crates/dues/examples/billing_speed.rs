//! How fast a month is billed, against one bare SQL statement that writes the same rows, and what it costs in memory.
//!
//!   cargo run --release -p dues --example billing_speed -- 10000
//!   cargo run --release -p dues --example billing_speed -- 100000

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be prepared should stop"
)]

use std::time::Instant;

use dues::BillMonth;
use jobs::Job as _;
use kernel::BillingRunId;
use testkit::{Complex, Kit};

const CHARGES: [(&str, i64); 4] =
    [("IPL", 150_000), ("SAMPAH", 49_000), ("KEAMANAN", 75_000), ("SOSIAL", 10_000)];

#[tokio::main]
async fn main() {
    let units: i32 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let kit = Kit::open(dues::routes()).await;
    prepare(&kit, &kit.melati, units).await;
    let mut tx = kit.melati.tx().await;
    let run = BillingRunId::new(kit.clock.now());
    sqlx::query(
        "insert into billing_run (run_id, period, issued_on, due_on, started_by, units_total)
         values ($1, '2026-11-01', '2026-11-22', '2026-11-30', 'api', $2)",
    )
    .bind(run)
    .bind(units)
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let before = memory("VmRSS", "self");
    let begun = Instant::now();
    BillMonth { run }.run(kit.store.job_scope(kit.melati.id), &jobs::Tools::new()).await.unwrap();
    let ours = begun.elapsed();
    let after = memory("VmHWM", "self");
    let backends = backends(&kit).await;
    let rows: i64 = sqlx::query_scalar(
        "select (select count(*) from invoice where complex_id = $1) + (select count(*) from invoice_line where complex_id = $1)
              + (select count(*) from journal_entry where complex_id = $1) + (select count(*) from posting where complex_id = $1)",
    )
    .bind(kit.melati.id)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    let bare = bare(&kit).await;
    println!(
        "{units} units, {rows} rows: run {:.2} s, bare statement {:.2} s, ratio {:.2}",
        ours.as_secs_f64(),
        bare.as_secs_f64(),
        ours.as_secs_f64() / bare.as_secs_f64()
    );
    println!("memory of the server: {before} before the run, {after} at most");
    println!(
        "memory of its database connections, shared buffers left out, behind the run: {}",
        backends.join(", ")
    );
}

/// What each connection of the kit holds for itself.
async fn backends(kit: &Kit) -> Vec<String> {
    let pids: Vec<i32> = sqlx::query_scalar(
        "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
    )
    .fetch_all(&kit.owner)
    .await
    .unwrap();
    pids.iter().map(|pid| memory("RssAnon", &pid.to_string())).collect()
}

async fn prepare(kit: &Kit, complex: &Complex, units: i32) {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(complex.id.to_string())
        .bind(kit.clock.now().to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    let houses = "insert into unit (unit_id, code, status) select gen_random_uuid(), 'A-' || n, 'lived_in'
                    from generate_series(1, $1) n";
    sqlx::query(houses).bind(units).execute(&mut *tx).await.unwrap();
    sqlx::query(
        "with numbered as (select unit_id, gen_random_uuid() as person_id, code from unit
                            where complex_id = current_complex()),
              people as (insert into person (person_id, name) select person_id, 'Pemilik ' || code from numbered)
         insert into occupancy (occupancy_id, unit_id, person_id, kind, payer, period)
         select gen_random_uuid(), unit_id, person_id, 'owner', true, daterange('2020-01-01', null) from numbered",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    for (code, amount) in CHARGES {
        sqlx::query(
            "with kind as (
                 insert into charge_type (charge_type_id, code, name, cadence, anchor, fund_id, income_account_id)
                 select gen_random_uuid(), $1, $1, 'monthly', '2026-01-01',
                        (select fund_id from fund where complex_id = current_complex() and code = 'KEBERSIHAN'),
                        (select account_id from ledger_account where complex_id = current_complex() and purpose = 'dues_income')
                 returning charge_type_id)
             insert into tariff (tariff_id, charge_type_id, valid, rule)
             select gen_random_uuid(), charge_type_id, daterange('2026-01-01', null),
                    jsonb_build_object('kind', 'flat', 'amount', $2::bigint) from kind",
        )
        .bind(code)
        .bind(amount)
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    sqlx::query("analyze").execute(&kit.owner).await.unwrap();
}

/// The rows of Griya Melati once more, as Puri Mawar's, in one statement without any thought.
async fn bare(kit: &Kit) -> std::time::Duration {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(kit.mawar.id.to_string())
        .bind(kit.clock.now().to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    let copies = [
        "insert into unit (complex_id, unit_id, code, status) select $2, unit_id, code, status from unit where complex_id = $1",
        "insert into fund (complex_id, fund_id, code, name) select $2, fund_id, code || '2', name from fund where complex_id = $1",
        "insert into ledger_account (complex_id, account_id, code, name, kind)
         select $2, account_id, code || '9', name, kind from ledger_account where complex_id = $1",
    ];
    for copy in copies {
        sqlx::query(copy).bind(kit.melati.id).bind(kit.mawar.id).execute(&mut *tx).await.unwrap();
    }
    let begun = Instant::now();
    sqlx::query(
        "with i as (
             insert into invoice (complex_id, invoice_id, number, kind, unit_id, period, unit_code, payer_name, issued_on,
                                  due_on, total, open, snapshot)
             select $2, invoice_id, number, kind, unit_id, period, unit_code, payer_name, issued_on, due_on, total, open,
                    snapshot from invoice where complex_id = $1),
         l as (
             insert into invoice_line (complex_id, invoice_id, line, unit_id, charge_type_id, tariff_id, period, fund_id,
                                       income_account_id, description, amount)
             select $2, invoice_id, line, unit_id, charge_type_id, tariff_id, period, fund_id, income_account_id,
                    description, amount from invoice_line where complex_id = $1),
         e as (
             insert into journal_entry (complex_id, entry_id, kind, source_id, booked_on, value_on, memo)
             select $2, entry_id, kind, source_id, booked_on, value_on, memo from journal_entry where complex_id = $1)
         insert into posting (complex_id, entry_id, line, account_id, fund_id, subject_id, booked_on, amount)
         select $2, entry_id, line, account_id, fund_id, subject_id, booked_on, amount from posting where complex_id = $1",
    )
    .bind(kit.melati.id)
    .bind(kit.mawar.id)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    begun.elapsed()
}

/// A figure of a process, as Linux counts it.
fn memory(figure: &str, process: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(figure));
    line.map_or("unknown".to_owned(), |rest| rest.trim_start_matches(':').trim().to_owned())
}
