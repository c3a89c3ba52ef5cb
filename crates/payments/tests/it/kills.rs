//! `kill -9` of the process that takes money, behind every statement of it: nothing is left or everything is, and the
//! same form sent again makes the books those of a payment that nothing happened to.
//!
//! `KLUSTERA_KILL_EVERY=5 cargo nextest run -p payments kills` walks every fifth statement only.

use std::process::{Command, Output};

use kernel::{PaymentId, UnitId};
use ledger::{Chart, Purpose};
use payments::payment::{CameFrom, Method, NewPayment, Part, Recorded, take_cash};
use tenancy::TenantTx;
use testkit::{Kit, Statements, die, ordered};

use crate::home::{World, day, rp};

/// Rp 550.000 for two houses: one owes Rp 450.000 and pays Rp 50.000 ahead, the other pays Rp 50.000 of Rp 150.000.
#[tokio::test]
async fn a_clerk_killed_behind_any_statement_leaves_all_of_a_payment_or_nothing() {
    let world = World::open().await;
    let calm = Round::begin(&world, 1).await;
    let done = calm.clerk(0).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    let steps: u64 =
        said(&done).split("answered ").nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap();
    assert!(steps > 12, "a payment has more statements than {steps}");
    let expected = calm.books().await;
    assert_eq!(expected.receipt, "KW-2026-000001");
    assert_eq!((&expected.open[..], &expected.credit[..]), (&[0, 0, 0, 100_000][..], &[50_000, 0][..]));

    let every = ordered("KLUSTERA_KILL_EVERY", 1);
    // The last one is the commit, behind which everything stands.
    let walked = (1..steps).filter(|step| step % every == 0).chain([steps]);
    for (number, behind) in (2..).zip(walked) {
        let round = Round::begin(&world, number).await;
        let died = round.clerk(behind).output().unwrap();
        let when = format!("killed behind statement {behind} of {steps}");
        let signal = std::os::unix::process::ExitStatusExt::signal(&died.status);
        assert_eq!(signal, Some(9), "{when}: {}", said(&died));
        world.assert_kept().await;
        let again = round.take().await;
        assert_eq!(again, if behind == steps { Recorded::Before } else { Recorded::Now }, "{when}");
        let wanted = Books { receipt: format!("KW-2026-{number:06}"), ..expected.clone() };
        assert_eq!(round.books().await, wanted, "{when}");
    }
    world.assert_kept().await;
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Books {
    receipt: String,
    /// What each bill still asks for.
    open: Vec<i64>,
    credit: Vec<i64>,
    /// Account, how often, how much.
    postings: Vec<(String, i64, i64)>,
}

/// Two houses of their own, and one form.
struct Round<'a> {
    world: &'a World,
    units: [UnitId; 2],
    payment: PaymentId,
}

impl<'a> Round<'a> {
    async fn begin(world: &'a World, number: u64) -> Self {
        let codes = [format!("A-{number}"), format!("B-{number}")];
        let units = [world.house(&codes[0], None).await, world.house(&codes[1], None).await];
        for month in 9..=11 {
            world.bill(units[0], &codes[0], month, 150_000).await;
        }
        world.bill(units[1], &codes[1], 11, 150_000).await;
        let payment = PaymentId::new(world.kit.clock.now());
        Self { world, units, payment }
    }

    /// The process that takes the money and dies behind so many statements.
    fn clerk(&self, behind: u64) -> Command {
        let (complex, [one, other]) = (self.world.melati.id, self.units);
        let mut clerk = Command::new(std::env::current_exe().unwrap());
        clerk
            .args(["--exact", "kills::a_clerk_to_be_killed", "--nocapture"])
            .env("KLUSTERA_TEST_KILLED_CLERK", format!("{complex} {one} {other} {} {behind}", self.payment));
        clerk
    }

    /// The same form once more.
    async fn take(&self) -> Recorded {
        let mut tx = self.world.tx().await;
        let recorded = take(&mut tx, self.payment, self.units).await;
        tx.commit().await.unwrap();
        recorded
    }

    async fn books(&self) -> Books {
        let mut tx = self.world.tx().await;
        let receipt = sqlx::query_scalar("select receipt_number from payment_check where payment_id = $1")
            .bind(self.payment)
            .fetch_one(&mut tx)
            .await
            .unwrap();
        let open = "select open from invoice where unit_id = any($1) order by unit_code, due_on";
        let open = sqlx::query_scalar(open).bind(self.units.to_vec()).fetch_all(&mut tx).await.unwrap();
        let postings = "select a.code, count(*), sum(p.amount)::bigint
               from posting p join ledger_account a using (complex_id, account_id)
              where p.entry_id in (select entry_id from posting where subject_id = any($1)) group by 1 order by 1";
        let postings = sqlx::query_as(postings)
            .bind(self.units.map(UnitId::uuid).to_vec())
            .fetch_all(&mut tx)
            .await
            .unwrap();
        let mut credit = Vec::new();
        for unit in self.units {
            credit.push(dues::settle::credit_of(&mut tx, unit).await.unwrap().get());
        }
        Books { receipt, open, credit, postings }
    }
}

async fn take(tx: &mut TenantTx, id: PaymentId, [one, other]: [UnitId; 2]) -> Recorded {
    let account = Chart::load(tx).await.unwrap().account(Purpose::Cash);
    let parts = vec![Part { unit: one, amount: rp(500_000) }, Part { unit: other, amount: rp(50_000) }];
    let new = NewPayment {
        id,
        method: Method::Cash,
        account,
        payer: None,
        payer_name: "Budi Santoso".to_owned(),
        value_on: day(11, 22),
        reference: String::new(),
        note: String::new(),
        came_from: CameFrom::Office,
        parts,
    };
    take_cash(tx, &new).await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Not a test by itself: the process that the test above starts.
#[tokio::test]
async fn a_clerk_to_be_killed() {
    let Ok(order) = std::env::var("KLUSTERA_TEST_KILLED_CLERK") else { return };
    let [complex, one, other, payment, behind] = order.split(' ').collect::<Vec<_>>().try_into().unwrap();
    let kit = Kit::open(payments::routes()).await;
    let statements = Statements::counted(die);
    statements.fatal_in(behind.parse().unwrap());
    let mut tx = kit.store.job_scope(complex.parse().unwrap()).begin().await.unwrap();
    take(&mut tx, payment.parse().unwrap(), [one.parse().unwrap(), other.parse().unwrap()]).await;
    tx.commit().await.unwrap();
    println!("\nanswered {}", statements.seen());
}
