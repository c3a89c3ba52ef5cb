//! What moving money costs: a month of 10,000 houses against one bare statement that writes the same rows, a cash
//! payment against the bare transaction, ten years of books added up, and 100,000 houses in one run.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use chrono::Months;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, raw_sql};
use uuid::Uuid;

use crate::{
    cpu, dues,
    load::{Connection, fire},
    measure::median,
    report::Figure,
    world::{ONE, Server, World},
};

/// How often a month is billed and a floor is written.
const ROUNDS: usize = 3;
/// Houses whose month is kept for ten years.
const HOUSES: u32 = 2_000;

pub async fn figures(world: &World, server: &Server) -> anyhow::Result<[Figure; 2]> {
    Ok([billing(world, server).await?, trial_balance(world, server).await?])
}

/// Next month, billed while nobody looks on; then its rows once more into tables with the same keys, by one statement
/// of a superuser whom no policy and no trigger meets.
async fn billing(world: &World, server: &Server) -> anyhow::Result<Figure> {
    let month = (chrono::Utc::now().date_naive() + Months::new(1)).format("%Y-%m").to_string();
    let (before, began) = (spent(world, server), Instant::now());
    let run = dues::billed(server, "bench", &month).await?;
    let (wall, cpu) = (began.elapsed(), spent(world, server) - before);
    let mut owner = world.owner().await?;
    let (mut floors, mut walls) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        owner.execute(raw_sql(TABLES)).await?;
        let (before, began) = (cpu::seconds_of_tree(world.cluster.pid()), Instant::now());
        owner.execute(raw_sql(AssertSqlSafe(BILL.replace("$run", &run)))).await?;
        walls.push(began.elapsed().as_secs_f64());
        floors.push(cpu::seconds_of_tree(world.cluster.pid()) - before);
    }
    owner.close().await?;
    let (floor, floor_wall) = (median(floors), median(walls));
    Ok(Figure {
        what: "10,000 x 4 lines billed, CPU against one statement",
        value: cpu / floor,
        unit: "x",
        must: 2.0,
        aim: 1.3,
        note: format!(
            "{cpu:.2} s against {floor:.2} s CPU; {:.2} s against {floor_wall:.2} s",
            wall.as_secs_f64()
        ),
    })
}

/// The tables that a month and a payment write, with the same keys, indexes and checks; without policies and triggers.
const TABLES: &str = "
    drop schema if exists floor cascade;
    create schema floor;
    do $$
    declare
        wanted text[] := array['invoice', 'invoice_line', 'journal_entry', 'posting', 'number_series', 'announcement',
                               'unit_account', 'credit', 'settlement', 'payment', 'payment_part', 'payment_check',
                               'gateway_message', 'gateway_message_outcome', 'attempt_state'];
        one text;
        key record;
    begin
        foreach one in array wanted loop
            execute format('create table floor.%1$I (like public.%1$I including all)', one);
        end loop;
        for key in select r.relname as holder, f.relname as target, c.conname, pg_get_constraintdef(c.oid) as meaning
                     from pg_constraint c join pg_class r on r.oid = c.conrelid join pg_class f on f.oid = c.confrelid
                    where c.contype = 'f' and r.relnamespace = 'public'::regnamespace and r.relname = any(wanted)
                      and f.relname <> 'reduction' loop
            execute format('alter table floor.%I add constraint %I %s', key.holder, key.conname,
                replace(key.meaning, 'REFERENCES ' || key.target || '(', format('REFERENCES %s.%I(',
                    case when key.target = any(wanted) then 'floor' else 'public' end, key.target)));
        end loop;
    end $$;
    insert into floor.unit_account select * from public.unit_account";

const BILL: &str = "
    with of_run as (select complex_id, invoice_id from public.invoice where run_id = '$run'),
    invoices as (insert into floor.invoice select i.* from public.invoice i join of_run using (complex_id, invoice_id)),
    lines as (insert into floor.invoice_line
              select l.* from public.invoice_line l join of_run using (complex_id, invoice_id)),
    entries as (insert into floor.journal_entry
                select e.* from public.journal_entry e join of_run r
                    on r.complex_id = e.complex_id and r.invoice_id = e.entry_id),
    postings as (insert into floor.posting
                 select p.* from public.posting p join of_run r
                     on r.complex_id = p.complex_id and r.invoice_id = p.entry_id),
    told as (insert into floor.announcement select * from public.announcement where payload ->> 'run' = '$run')
    insert into floor.number_series select * from public.number_series on conflict do nothing";

/// Cash at the door, one after the other, through the API; against a connection that does the same by hand. The letters
/// that follow a payment are jobs of their own: nobody works while it is measured, and the note says what they cost.
pub async fn payment(world: &World, short: bool) -> anyhow::Result<Figure> {
    let how_many = if short { 50 } else { 500 };
    let server = &world.serve_without_worker()?;
    let payments = dues::api(server, "bench", "payments");
    let mut clerk = Connection::open(&payments).await?;
    let today = chrono::Utc::now().date_naive() - chrono::Days::new(1);
    let body = |house: usize| {
        let parts = [json!({ "unit": crate::world::code(house), "amount": 25_000 })];
        json!({ "method": "cash", "payer_name": "Warga", "value_on": today, "parts": parts }).to_string()
    };
    for house in 0..50 {
        clerk.post(&payments, &body(house)).await?; // warm
    }
    let mut owner = world.owner().await?;
    let mut by_hand = ByHand::open(&mut owner, how_many * ROUNDS).await?;
    let (mut ratios, mut note) = (Vec::new(), String::new());
    for round in 0..ROUNDS {
        let (before, began) = (spent(world, server), Instant::now());
        for nth in 0..how_many {
            let (status, answer) = clerk.post(&payments, &body(50 + round * how_many + nth)).await?;
            ensure!(status == 201, "a payment answered {status}: {}", String::from_utf8_lossy(&answer));
        }
        let (ours, took) = (spent(world, server) - before, began.elapsed());
        let own = || cpu::seconds_of(std::process::id()) + cpu::seconds_of_tree(world.cluster.pid());
        let (before, began) = (own(), Instant::now());
        for _ in 0..how_many {
            by_hand.pay(&mut owner).await?;
        }
        let (bare, bare_took) = (own() - before, began.elapsed());
        ratios.push(ours / bare);
        let each = |seconds: f64| seconds * 1000.0 / how_many as f64;
        note = format!(
            "{:.2} ms against {:.2} ms CPU; {:.2} ms against {:.2} ms",
            each(ours),
            each(bare),
            each(took.as_secs_f64()),
            each(bare_took.as_secs_f64())
        );
    }
    note.push_str(&format!("; its jobs {:.2} ms", jobs(world, &mut owner, 50 + how_many * ROUNDS).await?));
    owner.close().await?;
    Ok(Figure {
        what: "cash payment, CPU against the bare transaction",
        value: median(ratios),
        unit: "x",
        must: 2.5,
        aim: 1.5,
        note,
    })
}

/// Works off what these payments put into the queue; CPU of each in ms.
async fn jobs(world: &World, owner: &mut PgConnection, payments: usize) -> anyhow::Result<f64> {
    let (worker, _) = world.serve(world.database())?;
    let (before, began) = (spent(world, &worker), Instant::now());
    let due = "select exists (select from graphile_worker._private_jobs where run_at <= now())";
    while sqlx::query_scalar::<_, bool>(due).fetch_one(&mut *owner).await? {
        ensure!(began.elapsed() < Duration::from_secs(120), "the queue is not empty");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok((spent(world, &worker) - before) * 1000.0 / payments as f64)
}

/// A payment as somebody would write it who trusts everybody: no login, no policy, no audit, no history of requests.
pub struct ByHand {
    lines: Vec<(Uuid, Uuid)>,
    cash: Uuid,
    receivable: Uuid,
    fund: Uuid,
    done: usize,
}

impl ByHand {
    pub async fn open(owner: &mut PgConnection, how_many: usize) -> anyhow::Result<Self> {
        let lines = sqlx::query_as(
            "select unit_id, invoice_id from floor.invoice_line where line = 1 and settled = 0 limit $1",
        )
        .bind(i64::try_from(how_many)?)
        .fetch_all(&mut *owner)
        .await?;
        ensure!(lines.len() == how_many, "the floor has too few invoices");
        let account = "select account_id from ledger_account where complex_id = $1 and purpose = $2";
        let cash = sqlx::query_scalar(account).bind(ONE).bind("cash").fetch_one(&mut *owner).await?;
        let receivable =
            sqlx::query_scalar(account).bind(ONE).bind("dues_receivable").fetch_one(&mut *owner).await?;
        let fund = "select fund_id from fund where complex_id = $1 and purpose = 'general'";
        let fund = sqlx::query_scalar(fund).bind(ONE).fetch_one(&mut *owner).await?;
        Ok(Self { lines, cash, receivable, fund, done: 0 })
    }

    /// The message first, and durable; then the payment, what became of the attempt, and of the message.
    pub async fn notified(&mut self, owner: &mut PgConnection) -> anyhow::Result<()> {
        let message = Uuid::now_v7();
        sqlx::query(MESSAGE).bind(ONE).bind(message).execute(&mut *owner).await?;
        let mut tx = owner.begin().await?;
        self.write(&mut tx).await?;
        for statement in [STATE, OUTCOME] {
            sqlx::query(statement).bind(ONE).bind(message).execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn pay(&mut self, owner: &mut PgConnection) -> anyhow::Result<()> {
        let mut tx = owner.begin().await?;
        self.write(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    async fn write(&mut self, tx: &mut PgConnection) -> anyhow::Result<()> {
        let (unit, invoice) = *self.lines.get(self.done).context("every invoice is paid")?;
        self.done += 1;
        let [payment, credit, entry] = [(); 3].map(|()| Uuid::now_v7());
        sqlx::query("select from floor.unit_account where complex_id = $1 and unit_id = $2 for update")
            .bind(ONE)
            .bind(unit)
            .execute(&mut *tx)
            .await?;
        let open = "select i.invoice_id, l.line, l.amount - l.settled from floor.invoice i
                      join floor.invoice_line l using (complex_id, invoice_id)
                     where i.complex_id = $1 and i.unit_id = $2 and i.open > 0 order by i.due_on, l.priority, l.line";
        sqlx::query(open).bind(ONE).bind(unit).fetch_all(&mut *tx).await?;
        let number = "insert into floor.number_series as s (complex_id, series, last) values ($1, 'KW', 1)
                      on conflict (complex_id, series) do update set last = s.last + 1 returning last";
        let number: i64 = sqlx::query_scalar(number).bind(ONE).fetch_one(&mut *tx).await?;
        for (statement, first, second) in [
            (PAYMENT, payment, self.cash),
            (PART, payment, unit),
            (CREDIT, credit, unit),
            (SETTLEMENT, invoice, credit),
            (LINE, invoice, unit),
            (INVOICE, invoice, unit),
            (USED, credit, unit),
            (ENTRY, entry, credit),
            (TOLD, payment, entry),
        ] {
            let bound = sqlx::query(statement).bind(ONE).bind(first).bind(second);
            let bound = if statement == CREDIT { bound.bind(self.cash) } else { bound };
            let bound = if statement == SETTLEMENT { bound.bind(unit) } else { bound };
            bound.execute(&mut *tx).await?;
        }
        sqlx::query(POSTINGS)
            .bind(ONE)
            .bind(entry)
            .bind(self.cash)
            .bind(self.receivable)
            .bind(self.fund)
            .bind(unit)
            .execute(&mut *tx)
            .await?;
        sqlx::query(CHECK).bind(ONE).bind(payment).bind(format!("KW-{number}")).execute(&mut *tx).await?;
        Ok(())
    }
}

const PAYMENT: &str =
    "insert into floor.payment (complex_id, payment_id, method, money_account_id, payer_name, amount,
        value_on, recorded_at) values ($1, $2, 'cash', $3, 'Warga', 25000, current_date, now())";
const PART: &str = "insert into floor.payment_part (complex_id, payment_id, part, unit_id, amount)
    values ($1, $2, 1, $3, 25000)";
const CREDIT: &str =
    "insert into floor.credit (complex_id, credit_id, unit_id, source_id, money_account_id, amount,
        value_on, at) values ($1, $2, $3, $2, $4, 25000, current_date, now())";
const SETTLEMENT: &str =
    "insert into floor.settlement (complex_id, settlement_id, invoice_id, line, unit_id, credit_id,
        amount, value_on, at) values ($1, gen_random_uuid(), $2, 1, $4, $3, 25000, current_date, now())";
const LINE: &str = "update floor.invoice_line set settled = settled + 25000
     where complex_id = $1 and invoice_id = $2 and line = 1 and unit_id = $3";
const INVOICE: &str = "update floor.invoice set open = open - 25000
     where complex_id = $1 and invoice_id = $2 and unit_id = $3";
const USED: &str = "update floor.credit set used = used + 25000
     where complex_id = $1 and credit_id = $2 and unit_id = $3";
const ENTRY: &str =
    "insert into floor.journal_entry (complex_id, entry_id, kind, source_id, booked_on, value_on,
        recorded_at) values ($1, $2, 'payment_received', $3, current_date, current_date, now())";
const POSTINGS: &str =
    "insert into floor.posting (complex_id, entry_id, line, account_id, fund_id, subject_id,
        booked_on, amount) values ($1, $2, 1, $3, $5, null, current_date, 25000),
                                  ($1, $2, 2, $4, $5, $6, current_date, -25000)";
const CHECK: &str =
    "insert into floor.payment_check (complex_id, check_id, payment_id, verdict, receipt_number, receipt,
        at) values ($1, gen_random_uuid(), $2, 'verified', $3, '{}', now())";
const MESSAGE: &str = "insert into floor.gateway_message (complex_id, message_id, body, signature, at)
    values ($1, $2, repeat('x', 700)::bytea, 'good', now())";
const STATE: &str = "insert into floor.attempt_state (complex_id, state_id, attempt_id, state, said, at)
    select $1, gen_random_uuid(), attempt_id, 'paid', 'settlement', now() from public.payment_attempt
     where complex_id = $1 and $2 is not null limit 1";
const OUTCOME: &str = "insert into floor.gateway_message_outcome (complex_id, message_id, outcome, at)
    values ($1, $2, 'applied', now())";
const TOLD: &str = "insert into floor.announcement (complex_id, event_id, name, payload, announced_at)
    values ($1, $3, 'payments.recorded', jsonb_build_object('payment', $2::uuid), now())";

/// 2,000 houses, 120 months, each billed and paid: 960,000 postings of which no month is closed.
async fn trial_balance(world: &World, server: &Server) -> anyhow::Result<Figure> {
    let mut owner = world.owner().await?;
    let two = Uuid::from_u128(2);
    let sql = format!(
        "begin; set local app.complex_id = '{two}';
         insert into complex (complex_id, organization_id, slug, name) values ('{two}', '{ONE}', 'sepuluh', 'Sepuluh tahun');
         insert into membership (membership_id, account_id, role) values ('{two}', '{ONE}', 'manager');
         set local session_replication_role = replica;
         create temp table moved on commit drop as
         select gen_random_uuid() as entry, gen_random_uuid() as unit, m::date as day, kind
           from generate_series(1, {HOUSES}) k
          cross join generate_series(date '2016-01-01', date '2025-12-01', '1 month') m
          cross join (values ('invoice_issued'), ('payment_received')) kinds (kind);
         insert into journal_entry (entry_id, kind, source_id, booked_on, value_on)
         select entry, kind, entry, day, day from moved;
         insert into posting (entry_id, line, account_id, fund_id, booked_on, amount)
         select entry, line, a.account_id, f.fund_id, day, amount
           from moved join (values ('invoice_issued', 1, 'dues_receivable', 150000), ('invoice_issued', 2, 'dues_income', -150000),
                                   ('payment_received', 1, 'bank', 150000), ('payment_received', 2, 'dues_receivable', -150000))
                      parts (kind, line, purpose, amount) using (kind)
           join ledger_account a on a.complex_id = '{two}' and a.purpose = parts.purpose
           join fund f on f.complex_id = '{two}' and f.purpose = 'general';
         commit; vacuum analyze journal_entry, posting"
    );
    for statement in sql.split(';') {
        owner.execute(raw_sql(AssertSqlSafe(statement.to_owned()))).await?;
    }
    owner.close().await?;
    let shot = server.shot("/k/sepuluh/buku?sampai=2026-01-31");
    fire(&shot, 1, Duration::from_millis(500)).await?;
    let volley = fire(&shot, 1, Duration::from_secs(2)).await?;
    Ok(Figure {
        what: "trial balance, 2,000 units x 120 months",
        value: volley.p95_millis(),
        unit: "ms",
        must: 500.0,
        aim: 50.0,
        note: "960,000 postings, no month closed".to_owned(),
    })
}

/// 100,000 houses, billed in one run and taken along as a spreadsheet, each by a server that has done nothing else.
pub async fn many(world: &World) -> anyhow::Result<[Figure; 4]> {
    world.bring_in_many().await?;
    let (server, _) = world.serve(world.database())?;
    dues::charges(&server, "besar").await?;
    let began = Instant::now();
    dues::billed(&server, "besar", &chrono::Utc::now().format("%Y-%m").to_string()).await?;
    let (wall, peak) = (began.elapsed().as_secs_f64(), cpu::peak_mib(server.pid()));
    drop(server);
    let (server, _) = world.serve(world.database())?;
    let idle = cpu::peak_mib(server.pid());
    let began = Instant::now();
    let shot = server.shot("/k/besar/unit/unduh?format=xlsx");
    let (status, file) = Connection::open(&shot).await?.ask().await?;
    ensure!(status == 200, "the spreadsheet answered {status}");
    let (took, written) = (began.elapsed().as_secs_f64(), cpu::peak_mib(server.pid()) - idle);
    let size = format!("{:.1} MB", file.len() as f64 / 1e6);
    let line = |what, value, unit, must, aim| Figure { what, value, unit, must, aim, note: String::new() };
    Ok([
        line("100,000 units billed in one run", wall, "s", 30.0, 12.0),
        line("server memory of that run", peak, "MiB", 128.0, 48.0),
        Figure { note: size, ..line("100,000 rows as xlsx", took, "s", 5.0, 1.0) },
        line("memory of that spreadsheet", written, "MiB", 64.0, 24.0),
    ])
}

pub fn spent(world: &World, server: &Server) -> f64 {
    cpu::seconds_of(server.pid()) + cpu::seconds_of_tree(world.cluster.pid())
}
