//! `kill -9` of the process that the gateway calls, behind statements of it: the payment is in the books once, whether the
//! gateway comes again or never does.
//!
//! `KLUSTERA_KILL_EVERY=1 cargo nextest run -p checkout kills` walks every statement; the usual is every second.

use std::{os::unix::process::ExitStatusExt as _, process::Output};

use axum::body::Body;
use chrono::TimeDelta;
use http::Method;
use kernel::{InvoiceId, UnitId};
use serde_json::Value;
use testkit::{Client, Statements, die, ordered};

use crate::world::World;

const OWED: i64 = 150_000;
const PAID: i64 = 190_000;

#[tokio::test]
async fn a_process_killed_behind_any_statement_of_a_notification_books_the_payment_once() {
    let world = World::open().await;
    let calm = Round::begin(&world, 1).await;
    let done = calm.told(0).await;
    assert!(done.status.success(), "{}", said(&done));
    let steps: u64 =
        said(&done).split("answered ").nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap();
    assert!(steps > 20, "a notification has more statements than {steps}");
    let expected = calm.books().await;
    assert_eq!((expected.open, expected.credit, expected.payments), (0, PAID - OWED, 1));

    let every = ordered("KLUSTERA_KILL_EVERY", 2);
    let walked = (1..steps).filter(|step| step % every == 0).chain([steps]);
    for (number, behind) in (2..).zip(walked) {
        let round = Round::begin(&world, number).await;
        let died = round.told(behind).await;
        let when = format!("killed behind statement {behind} of {steps}");
        assert_eq!(died.status.signal(), Some(9), "{when}: {}", said(&died));
        world.assert_kept().await;
        if number % 2 == 0 {
            world.notify(&round.message).await.assert_status(200);
        }
        // Whoever is told by nobody asks by itself.
        world.kit.clock.turn(TimeDelta::minutes(3));
        world.work().await;
        assert_eq!(round.books().await, expected, "{when}");
    }
    world.assert_kept().await;
}

#[derive(Debug, PartialEq, Eq)]
struct Books {
    open: i64,
    credit: i64,
    payments: i64,
    /// Account, how often, how much.
    postings: Vec<(String, i64, i64)>,
}

/// A house that pays more than its bill, and what the gateway says of it.
struct Round<'a> {
    world: &'a World,
    unit: UnitId,
    invoice: InvoiceId,
    message: Value,
}

impl<'a> Round<'a> {
    async fn begin(world: &'a World, number: u64) -> Self {
        let code = format!("A-{number:02}");
        let unit = world.house(&code).await;
        let invoice = world.bill(unit, &code, 11, OWED).await;
        let link = world.link(unit).await;
        let mut budi = world.kit.stranger();
        budi.post(&link, &[("cara", "qris"), ("jumlah", &PAID.to_string())]).await.assert_status(303);
        let charges = world.gateway.charges();
        let order = charges.last().unwrap()["transaction_details"]["order_id"].as_str().unwrap().to_owned();
        world.gateway.says(&order, "settlement");
        let message = world.gateway.message(&order, "settlement");
        Self { world, unit, invoice, message }
    }

    /// The process that the gateway tells, and that dies behind so many statements.
    async fn told(&self, behind: u64) -> Output {
        let late = self.world.kit.clock.now().timestamp();
        let mut process = tokio::process::Command::new(std::env::current_exe().unwrap());
        process
            .args(["--exact", "kills::a_process_to_be_killed", "--nocapture"])
            .env("KLUSTERA_TEST_KILLED_HOOK", format!("{} {late} {behind}", self.world.hook().await))
            .env("KLUSTERA_TEST_KILLED_MESSAGE", self.message.to_string())
            .output()
            .await
            .unwrap()
    }

    async fn books(&self) -> Books {
        let mut tx = self.world.melati.tx().await;
        let postings = "select a.code, count(*), sum(p.amount)::bigint
               from posting p join ledger_account a using (complex_id, account_id)
              where p.entry_id in (select entry_id from posting where subject_id = $1) group by 1 order by 1";
        let postings = sqlx::query_as(postings).bind(self.unit.uuid()).fetch_all(&mut tx).await.unwrap();
        drop(tx);
        let payments = "select count(*) from payment_part where unit_id = $1";
        Books {
            open: self.world.open_of(self.invoice).await,
            credit: self.world.credit_of(self.unit).await,
            payments: self.world.figure(payments, self.unit.uuid()).await,
            postings,
        }
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Not a test by itself: the process that the test above starts.
#[tokio::test]
async fn a_process_to_be_killed() {
    let Ok(order) = std::env::var("KLUSTERA_TEST_KILLED_HOOK") else { return };
    let message = std::env::var("KLUSTERA_TEST_KILLED_MESSAGE").unwrap();
    let [hook, late, behind] = order.split(' ').collect::<Vec<_>>().try_into().unwrap();
    let world = World::open().await;
    world
        .kit
        .clock
        .turn(TimeDelta::seconds(late.parse::<i64>().unwrap() - world.kit.clock.now().timestamp()));
    let statements = Statements::counted(die);
    statements.fatal_in(behind.parse().unwrap());
    let mut gateway: Client = world.kit.stranger();
    let answer = gateway.send(Method::POST, hook, Some("application/json"), Body::from(message)).await;
    answer.assert_status(200);
    println!("\nanswered {}", statements.seen());
}
