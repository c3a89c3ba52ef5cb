//! `kill -9` of PostgreSQL while a month is billed and paid through the doors, behind a statement that a dice chose.
//! Everybody tries again with the same keys; when the database is back, the books are those of the complex next to it,
//! which lived through the same months undisturbed.
//!
//! `KLUSTERA_KILL_ROUNDS=9999 cargo nextest run -p klustera faults` kills behind every statement of a month, one after
//! the other; `KLUSTERA_KILL_SEED=7` throws other dice.

use std::{
    os::unix::{fs::PermissionsExt as _, process::ExitStatusExt as _},
    time::{Duration, Instant},
};

use chrono::{Months, NaiveDate};
use dues::BillMonth;
use embedded_postgres::{Durability, Settings};
use http::Method;
use jobs::Job as _;
use serde_json::{Value, json};
use tenancy::Role;
use testkit::{Client, Complex, Dice, Statements, kill_9, ordered};

use crate::year::Doors;

const HOUSES: [&str; 4] = ["A-01", "A-02", "A-03", "B-01"];
const DUES: i64 = 199_000;
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_killed_while_a_month_is_billed_and_paid_comes_back_with_the_same_books() {
    let folder = tempfile::tempdir().unwrap();
    // Root's server runs under another account, which must pass.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let data = folder.path().join("cluster");
    let settings = Settings { durability: Durability::TestsOnly, ..Settings::new(&data) };
    let mut cluster = embedded_postgres::start(settings).await.unwrap();
    let mut town = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "faults::a_town_whose_database_dies", "--nocapture"])
        .env("DATABASE_URL", cluster.superuser_url("postgres"))
        .env("KLUSTERA_TEST_POSTMASTER", data.join("pgdata/postmaster.pid"))
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut deaths = 0;
    let ended = loop {
        tokio::select! {
            ended = town.wait() => break ended.unwrap(),
            exit = cluster.wait() => {
                assert_eq!(exit.status.and_then(|status| status.signal()), Some(9), "{exit}");
                deaths += 1;
                cluster = cluster.restart().await.unwrap();
            }
        }
    };
    assert!(ended.success(), "the town says why, after {deaths} deaths");
    assert!(deaths > 0, "nobody died");
    cluster.stop().await.unwrap();
}

/// Not a test by itself: the process that the test above starts, with a database of its own to kill.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_town_whose_database_dies() {
    let Ok(pid_file) = std::env::var("KLUSTERA_TEST_POSTMASTER") else { return };
    let statements = Statements::counted(move || kill_9(postmaster(&pid_file)));
    let doors = Doors::open().await;
    let mut calm = Town::settle(&doors, &doors.kit.melati).await;
    let mut struck = Town::settle(&doors, &doors.kit.mawar).await;
    let seed = ordered("KLUSTERA_KILL_SEED", 5);
    let (mut dice, rounds) = (Dice::of(seed), ordered("KLUSTERA_KILL_ROUNDS", 4));
    for round in 0..rounds {
        let month = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap() + Months::new(u32::try_from(round).unwrap());
        doors.turn_to(month);
        calm.sign_in().await;
        struck.sign_in().await;
        let before = statements.seen();
        calm.live_through(month).await;
        let sides = statements.seen() - before - 5; // sign-ins and the like differ by a few
        let behind = if rounds > sides { round + 1 } else { dice.throw(sides) };
        if behind > sides {
            break;
        }
        statements.fatal_in(behind);
        struck.live_through(month).await;
        let statement = statements.struck().expect("the database was killed");
        let when =
            format!("seed {seed}, round {round}: killed behind statement {behind} of {sides}, {statement}");
        println!("{when}");
        assert_eq!(struck.books().await, calm.books().await, "{when}");
        struck.assert_kept().await;
    }
}

/// As its own file says.
fn postmaster(pid_file: &str) -> u32 {
    std::fs::read_to_string(pid_file).unwrap().lines().next().unwrap().trim().parse().unwrap()
}

/// A complex with four houses and two charges, and who works there.
struct Town<'a> {
    doors: &'a Doors,
    complex: &'a Complex,
    ratna: Client,
    siti: Client,
}

#[derive(Clone, Copy)]
enum Who {
    Ratna,
    Siti,
}

impl<'a> Town<'a> {
    async fn settle(doors: &'a Doors, complex: &'a Complex) -> Self {
        doors.turn_to(NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
        let (ratna, siti) = (complex.manager().await, complex.treasurer().await);
        let town = Self { doors, complex, ratna, siti };
        for code in HOUSES {
            let unit = json!({ "code": code, "type": "36/72", "status": "lived_in" });
            town.insist(Who::Ratna, "units", &format!("unit-{code}"), &unit).await;
            let owner = json!({ "kind": "owner", "name": format!("Pemilik {code}"), "from": "2020-01-01", "payer": true });
            town.insist(Who::Ratna, &format!("units/{code}/occupancies"), &format!("owner-{code}"), &owner)
                .await;
        }
        for (code, pot, amount) in [("IPL", "UMUM", 150_000), ("SAMPAH", "KEBERSIHAN", 49_000)] {
            town.charge(code, pot, amount).await;
        }
        town
    }

    async fn charge(&self, code: &str, pot: &str, amount: i64) {
        let funds = self.ask(Who::Ratna, Method::GET, "ledger/funds", "", &Value::Null).await.json();
        let fund = funds["items"].as_array().unwrap().iter().find(|fund| fund["code"] == pot).unwrap();
        let charge = json!({ "code": code, "name": format!("Iuran {code}"), "cadence": "monthly", "first_month": "2027-01",
            "fund": fund["id"], "liable": "occupant" });
        let charge = self.insist(Who::Ratna, "charge-types", &format!("charge-{code}"), &charge).await;
        let path = format!("charge-types/{}/tariffs", charge["id"].as_str().unwrap());
        let tariff = json!({ "from": "2027-01-01", "rule": { "kind": "flat", "amount": amount }, "decision": "Musyawarah" });
        self.insist(Who::Ratna, &path, &format!("tariff-{code}"), &tariff).await;
    }

    async fn sign_in(&mut self) {
        self.ratna = self.complex.signed_in(Role::Manager).await;
        self.siti = self.complex.signed_in(Role::Treasurer).await;
    }

    /// The month is billed; cash, a transfer for two houses, money ahead, and a payment that is taken back.
    async fn live_through(&self, month: NaiveDate) {
        let key = |what: &str| format!("{what}-{month}");
        let order = json!({ "month": month.format("%Y-%m").to_string() });
        let run = self.insist(Who::Ratna, "billing-runs", &key("run"), &order).await;
        self.bill(run["id"].as_str().unwrap()).await;
        self.pay("cash", &key("cash"), &[("A-01", DUES)]).await;
        let transfer = self.pay("transfer", &key("transfer"), &[("A-02", DUES), ("A-03", DUES)]).await;
        let seen = format!("payments/{transfer}/verify");
        let seen = self.insist(Who::Ratna, &seen, &key("verify"), &json!({})).await;
        assert_eq!(seen["state"], "verified");
        self.pay("cash", &key("part"), &[("B-01", 120_000)]).await;
        self.pay("cash", &key("ahead"), &[("B-01", 100_000)]).await;
        let wrong = self.pay("cash", &key("wrong"), &[("A-01", 50_000), ("A-02", 10_000)]).await;
        let because = json!({ "reason": "Uang palsu" });
        self.insist(Who::Ratna, &format!("payments/{wrong}/reverse"), &key("reverse"), &because).await;
    }

    /// The worker, and the next one, and the next.
    async fn bill(&self, run: &str) {
        let run = run.parse().unwrap();
        let late = Instant::now() + PATIENCE;
        loop {
            let scope = self.doors.kit.store.job_scope(self.complex.id);
            match (BillMonth { run }).run(scope, &jobs::Tools::new()).await {
                Ok(()) => return,
                Err(fault) => assert!(Instant::now() < late, "nobody could bill: {fault}"),
            }
            self.until_it_answers().await;
        }
    }

    async fn pay(&self, method: &str, key: &str, parts: &[(&str, i64)]) -> String {
        let parts: Vec<Value> =
            parts.iter().map(|(unit, amount)| json!({ "unit": unit, "amount": amount })).collect();
        let body = json!({ "method": method, "payer_name": "Keluarga", "parts": parts });
        let payment = self.insist(Who::Siti, "payments", key, &body).await;
        payment["id"].as_str().unwrap().to_owned()
    }

    /// Sends it until it is answered. Whatever the server says meanwhile, it is its own fault and not the sender's.
    async fn insist(&self, who: Who, path: &str, key: &str, body: &Value) -> Value {
        let late = Instant::now() + PATIENCE;
        loop {
            self.doors.tick();
            let page = self.ask(who, Method::POST, path, key, body).await;
            if page.status.is_success() {
                return page.json();
            }
            assert!(page.status.is_server_error(), "{path} {body}: {} {}", page.status, page.text());
            assert!(Instant::now() < late, "{path} was never answered: {}", page.text());
            self.until_it_answers().await;
        }
    }

    async fn ask(&self, who: Who, method: Method, path: &str, key: &str, body: &Value) -> testkit::Page {
        let client = match who {
            Who::Ratna => &self.ratna,
            Who::Siti => &self.siti,
        };
        self.doors.ask(client, method, &self.complex.api(path), key, body).await
    }

    async fn until_it_answers(&self) {
        let late = Instant::now() + PATIENCE;
        while self.doors.kit.store.ping().await.is_err() {
            assert!(Instant::now() < late, "the database did not come back");
            tokio::task::yield_now().await;
        }
    }

    /// Every figure of every book, without ids and instants.
    async fn books(&self) -> Vec<Vec<(String, String, i64, i64)>> {
        let mut books = Vec::new();
        for sql in BOOKS {
            let rows = sqlx::query_as(sql).bind(self.complex.id).fetch_all(&self.doors.kit.owner).await;
            books.push(rows.unwrap());
        }
        books
    }

    async fn assert_kept(&self) {
        let mut tx = self.complex.tx().await;
        assert_eq!(dues::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
        assert!(ledger::invariants(&mut tx).await.unwrap().is_empty());
        assert_eq!(payments::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
    }
}

const BOOKS: [&str; 7] = [
    "select unit_code, number, total, open from invoice where complex_id = $1 order by number",
    "select a.code || ' ' || f.code, coalesce(u.code, ''), count(*), sum(p.amount)::bigint
       from posting p join ledger_account a using (complex_id, account_id) join fund f using (complex_id, fund_id)
       left join unit u on u.complex_id = p.complex_id and u.unit_id = p.subject_id
      where p.complex_id = $1 group by 1, 2 order by 1, 2",
    "select kind, booked_on::text, count(*), 0::bigint from journal_entry where complex_id = $1 group by 1, 2 order by 1, 2",
    "select c.receipt_number, u.code, p.amount, 0::bigint
       from payment_check c join payment_part p using (complex_id, payment_id) join unit u using (complex_id, unit_id)
      where c.complex_id = $1 and c.verdict = 'verified' order by 1, 2",
    "select series, '', last::bigint, 0::bigint from number_series where complex_id = $1 order by 1",
    "select u.code, c.reference, c.amount, c.used from credit c join unit u using (complex_id, unit_id)
      where c.complex_id = $1 order by 1, 2, 3",
    "select name, '', count(*), 0::bigint from announcement where complex_id = $1 group by 1 order by 1",
];
