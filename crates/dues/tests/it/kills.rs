//! `kill -9` of the process that bills: at every named point, and behind statements that a dice chose. The next worker
//! ends the run, and the books are those of a month that nothing happened to.
//!
//! `KLUSTERA_KILL_ROUNDS=100 KLUSTERA_KILL_SEED=7 cargo nextest run -p dues kills` throws the dice longer.

use std::process::{Command, Output};

use dues::{BillMonth, KILL_POINTS};
use jobs::Job as _;
use testkit::{Dice, Kit, Statements, die, ordered};

use crate::billing::{Books, Office, assert_books_hold, prepay, undisturbed};

const HOUSES: i32 = 12;

#[tokio::test]
async fn a_worker_killed_at_any_named_point_leaves_the_books_of_an_undisturbed_month() {
    let expected = undisturbed(HOUSES).await;
    for point in KILL_POINTS {
        let office = begun().await;
        let died = worker(&office, 0).await.env("KLUSTERA_KILL_AT", point).output().unwrap();
        assert!(!died.status.success(), "{point} was passed: {}", said(&died));
        assert_ends_like(office, &expected, point).await;
    }
}

#[tokio::test]
async fn a_worker_killed_behind_any_statement_leaves_the_books_of_an_undisturbed_month() {
    let expected = undisturbed(HOUSES).await;
    let calm = worker(&begun().await, 0).await.output().unwrap();
    let sides: u64 =
        said(&calm).split("answered ").nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap();
    assert!(sides > 20, "a run has more statements than {sides}");
    let seed = ordered("KLUSTERA_KILL_SEED", 3);
    println!("seed {seed}, {sides} statements");
    let mut dice = Dice::of(seed);
    for round in 0..ordered("KLUSTERA_KILL_ROUNDS", 6) {
        let behind = dice.throw(sides);
        let office = begun().await;
        let died = worker(&office, behind).await.output().unwrap();
        let when = format!("round {round}: killed behind statement {behind} of {sides}");
        assert_eq!(
            std::os::unix::process::ExitStatusExt::signal(&died.status),
            Some(9),
            "{when}: {}",
            said(&died)
        );
        assert_ends_like(office, &expected, &when).await;
    }
}

/// Somebody pressed "Terbitkan", and nobody worked yet.
async fn begun() -> Office {
    let mut office = Office::open(HOUSES).await;
    prepay(&office).await;
    office.press("2026-11").await;
    office
}

/// Whatever is left of it, the books hold; the next worker makes them whole.
async fn assert_ends_like(office: Office, expected: &Books, when: &str) {
    let mut tx = office.kit.melati.tx().await;
    assert_books_hold(&mut tx).await;
    drop(tx);
    office.work().await;
    assert_eq!(office.books().await, *expected, "{when}");
    let run = "select count(*) from billing_run where complex_id = $1 and finished_at is not null and units_done = 12";
    assert_eq!(office.one(run).await, 1, "{when}");
    let told = "select count(*) from announcement where complex_id = $1 and name = 'dues.invoices_issued'";
    assert_eq!(office.one(told).await, 1, "{when}");
}

/// A process that bills what was begun and dies behind so many statements.
async fn worker(office: &Office, behind: u64) -> Command {
    let run = office.run_id().await;
    let mut worker = Command::new(std::env::current_exe().unwrap());
    worker
        .args(["--exact", "kills::a_worker_to_be_killed", "--nocapture"])
        .env("KLUSTERA_TEST_KILLED_RUN", format!("{} {run} {behind}", office.kit.melati.id));
    worker
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Not a test by itself: the process that the tests above start.
#[tokio::test]
async fn a_worker_to_be_killed() {
    let Ok(order) = std::env::var("KLUSTERA_TEST_KILLED_RUN") else { return };
    let [complex, run, behind] = order.split(' ').collect::<Vec<_>>().try_into().unwrap();
    let kit = Kit::open(dues::routes()).await;
    let scope = kit.store.job_scope(complex.parse().unwrap());
    let statements = Statements::counted(die);
    statements.fatal_in(behind.parse().unwrap());
    BillMonth { run: run.parse().unwrap() }.run(scope, &jobs::Tools::new()).await.unwrap();
    println!("\nanswered {}", statements.seen());
}
