//! What one cash payment costs, against a transaction of plain statements that writes the same rows.
//!
//!   cargo run --release -p payments --example payment_speed -- 2000
//!
//! What counts is processor time, of this process and of PostgreSQL, so the machine has to be quiet.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be prepared should stop"
)]

use std::{fs, time::Instant};

use kernel::{Date, PaymentId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use payments::payment::{CameFrom, Method, NewPayment, Part, take_cash};
use sqlx::PgConnection;
use testkit::Kit;
use uuid::Uuid;

const LINES: i32 = 4;
const LINE: i64 = 50_000;

#[tokio::main]
async fn main() {
    let each: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let kit = Kit::open(payments::routes()).await;
    let units = prepare(&kit, 2 * each).await;
    let (ours, bare) = units.split_at(each);
    // A tenth of each first, so that statements are prepared and caches warm.
    let warm = each / 10;
    pay(&kit, &ours[..warm]).await;
    pay_barely(&kit, &bare[..warm]).await;
    let mut ratios = Vec::new();
    for (one, other) in ours[warm..].chunks(each / 5).zip(bare[warm..].chunks(each / 5)) {
        let a = cost("ours", pay(&kit, one), one.len()).await;
        let b = cost("bare", pay_barely(&kit, other), other.len()).await;
        ratios.push(a / b);
    }
    ratios.sort_by(f64::total_cmp);
    println!("cash payment of an invoice of {LINES} lines: {:.2} x", ratios[ratios.len() / 2]);
}

/// Milliseconds of processor time for each payment.
async fn cost(whose: &str, work: impl Future<Output = ()>, payments: usize) -> f64 {
    let (before, begun) = (ticks(), Instant::now());
    work.await;
    let spent = (ticks() - before) as f64 * 10.0 / payments as f64;
    let wall = begun.elapsed().as_secs_f64() * 1000.0 / payments as f64;
    println!("{whose}: {payments} payments, {spent:.3} ms CPU and {wall:.3} ms wall each");
    spent
}

async fn pay(kit: &Kit, units: &[Uuid]) {
    for unit in units {
        let mut tx = kit.melati.tx().await;
        let payment = NewPayment {
            id: PaymentId::new(kit.clock.now()),
            method: Method::Cash,
            account: Chart::load(&mut tx).await.unwrap().account(Purpose::Cash),
            payer: None,
            payer_name: "Budi Santoso".to_owned(),
            value_on: Date::from_ymd_opt(2026, 11, 22).unwrap(),
            reference: String::new(),
            note: String::new(),
            parts: vec![Part {
                unit: UnitId::from_uuid(*unit),
                amount: Rupiah::new(LINE * i64::from(LINES)).unwrap(),
            }],
            came_from: CameFrom::Office,
        };
        take_cash(&mut tx, &payment).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn pay_barely(kit: &Kit, units: &[Uuid]) {
    let mut connection = kit.owner.acquire().await.unwrap();
    for unit in units {
        bare(&mut connection, kit, *unit).await;
    }
}

/// The same rows by somebody who knows every value beforehand and thinks about nothing.
async fn bare(connection: &mut PgConnection, kit: &Kit, unit: Uuid) {
    let (payment, credit, entry) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    run(connection, "begin", &[]).await;
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(kit.melati.id.to_string())
        .bind(kit.clock.now().to_rfc3339())
        .execute(&mut *connection)
        .await
        .unwrap();
    run(connection, LOCK, &[unit]).await;
    run(connection, LOOK, &[unit]).await;
    let number: i64 =
        sqlx::query_scalar("select take_numbers('KW-2026', 1)").fetch_one(&mut *connection).await.unwrap();
    run(connection, PAYMENT, &[payment]).await;
    run(connection, PART, &[payment, unit]).await;
    run(connection, CREDIT, &[credit, unit, payment]).await;
    run(connection, SETTLEMENT, &[unit, credit]).await;
    run(connection, LINES_PAID, &[unit]).await;
    run(connection, INVOICE_PAID, &[unit]).await;
    run(connection, ENTRY, &[entry, payment]).await;
    run(connection, POSTINGS, &[entry, unit]).await;
    sqlx::query(CHECK).bind(payment).bind(number).execute(&mut *connection).await.unwrap();
    run(connection, ANNOUNCEMENT, &[payment]).await;
    run(connection, "commit", &[]).await;
}

async fn run(connection: &mut PgConnection, statement: &'static str, ids: &[Uuid]) {
    let query = ids.iter().fold(sqlx::query(statement), |query, id| query.bind(*id));
    query.execute(connection).await.unwrap();
}

const LOCK: &str =
    "select from unit_account where complex_id = current_complex() and unit_id = $1 for update";
const LOOK: &str = "select invoice_id, line, amount - settled, due_on, priority, l.fund_id
       from invoice i join invoice_line l using (complex_id, invoice_id)
      where complex_id = current_complex() and i.unit_id = $1 and i.open > 0 and l.settled < l.amount";
const PAYMENT: &str =
    "insert into payment (payment_id, method, money_account_id, payer_name, amount, value_on)
     select $1, 'cash', account_id, 'Budi Santoso', 200000, '2026-11-22' from ledger_account
      where complex_id = current_complex() and purpose = 'cash'";
const PART: &str = "insert into payment_part (payment_id, part, unit_id, amount) values ($1, 1, $2, 200000)";
const CREDIT: &str =
    "insert into credit (credit_id, unit_id, source_id, reference, money_account_id, amount, used, value_on)
     select $1, $2, $3, 'KW-2026', account_id, 200000, 200000, '2026-11-22' from ledger_account
      where complex_id = current_complex() and purpose = 'cash'";
const SETTLEMENT: &str =
    "insert into settlement (settlement_id, invoice_id, line, unit_id, credit_id, amount, value_on)
     select gen_random_uuid(), invoice_id, line, $1, $2, l.amount, '2026-11-22'
       from invoice i join invoice_line l using (complex_id, invoice_id)
      where complex_id = current_complex() and i.unit_id = $1";
const LINES_PAID: &str = "update invoice_line l set settled = l.amount from invoice i
      where i.complex_id = current_complex() and i.unit_id = $1
        and l.complex_id = i.complex_id and l.invoice_id = i.invoice_id";
const INVOICE_PAID: &str =
    "update invoice set open = 0 where complex_id = current_complex() and unit_id = $1";
const ENTRY: &str = "insert into journal_entry (entry_id, kind, source_id, booked_on, value_on, memo)
     values ($1, 'payment_received', $2, '2026-11-22', '2026-11-22', 'KW-2026')";
const POSTINGS: &str =
    "insert into posting (entry_id, line, account_id, fund_id, subject_id, booked_on, amount)
     select $1, n, account_id, fund_id, $2, '2026-11-22', amount
       from (values (1, 'cash', 200000), (2, 'dues_receivable', -200000)) p (n, wanted, amount)
       join ledger_account a on a.complex_id = current_complex() and a.purpose = p.wanted
       join fund f on f.complex_id = current_complex() and f.code = 'KEBERSIHAN'";
const CHECK: &str = "insert into payment_check (check_id, payment_id, verdict, receipt_number, receipt)
     values (gen_random_uuid(), $1, 'verified', 'KW-2026-' || lpad($2::text, 6, '0'),
             jsonb_build_object('paid', jsonb_build_array(), 'credit_left', 0, 'owed_left', 0))";
const ANNOUNCEMENT: &str = "insert into announcement (event_id, name, payload)
     values (gen_random_uuid(), 'payments.recorded', jsonb_build_object('payment', $1::uuid))";

/// Houses with an open invoice each.
async fn prepare(kit: &Kit, houses: usize) -> Vec<Uuid> {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(kit.melati.id.to_string())
        .bind(kit.clock.now().to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    let units: Vec<Uuid> = sqlx::query_scalar(
        "insert into unit (unit_id, code, status) select gen_random_uuid(), 'Z-' || n, 'lived_in'
           from generate_series(1, $1) n returning unit_id",
    )
    .bind(houses as i64)
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    sqlx::query("select open_unit_accounts()").execute(&mut *tx).await.unwrap();
    sqlx::query(
        "insert into invoice (invoice_id, number, kind, unit_id, period, unit_code, payer_name, issued_on, due_on,
                              total, open, snapshot)
         select gen_random_uuid(), 'INV-2026-11-' || row_number() over (), 'dues', unit_id, '2026-11-01', code, 'Budi',
                '2026-11-01', '2026-11-30', $1, $1, '{}' from unit
          where complex_id = current_complex() and code like 'Z-%'",
    )
    .bind(LINE * i64::from(LINES))
    .execute(&mut *tx)
    .await
    .unwrap();
    sqlx::query(
        "insert into invoice_line (invoice_id, line, unit_id, period, fund_id, income_account_id, description, amount)
         select invoice_id, n, unit_id, '2026-11-01',
                (select fund_id from fund where complex_id = current_complex() and code = 'KEBERSIHAN'),
                (select account_id from ledger_account
                  where complex_id = current_complex() and purpose = 'dues_income'),
                'Iuran', $1
           from invoice cross join generate_series(1, $2) n
          where complex_id = current_complex() and number like 'INV-2026-11-%'",
    )
    .bind(LINE)
    .bind(LINES)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    sqlx::query("analyze").execute(&kit.owner).await.unwrap();
    units
}

/// Processor time of this process and of every PostgreSQL process, in hundredths of a second.
fn ticks() -> u64 {
    let myself = format!("{} ", std::process::id());
    let of = |stat: &str| {
        let (name, rest) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        (name.ends_with("(postgres") || name.starts_with(&myself))
            .then(|| fields[11].parse::<u64>().unwrap_or(0) + fields[12].parse::<u64>().unwrap_or(0))
    };
    let Ok(all) = fs::read_dir("/proc") else { return 0 };
    all.flatten()
        .filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok())
        .filter_map(|stat| of(&stat))
        .sum()
}
