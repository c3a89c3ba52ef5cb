//! Any sequence of issue, pay, reverse, void, waive, late fee and refund keeps every promise of the books, asked after
//! each step, and the cash box holds what came in and was not given back.
//!
//! `KLUSTERA_RANDOM_CASES=500 KLUSTERA_RANDOM_SEED=7 cargo nextest run -p arrears random` plays longer.

use arrears::penalty::{Scope, assess};
use chrono::TimeDelta;
use dues::{
    invoice,
    settle::{self, Amounts, CREDIT_IS_WHOLE, Money, NewReduction, ReductionKind},
};
use kernel::{CreditId, InvoiceId, UnitId};
use ledger::{Chart, Purpose};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use tenancy::Error;
use testkit::ordered;

use crate::home::{World, rp};

#[derive(Clone, Debug)]
enum Step {
    Issue {
        unit: usize,
        month: u32,
        amount: i64,
    },
    /// Money that moved so many days ago.
    Pay {
        unit: usize,
        amount: i64,
        days_ago: i64,
    },
    Reverse {
        which: usize,
    },
    Void {
        which: usize,
    },
    Waive {
        which: usize,
        percent: i64,
    },
    /// So many days go by, and the nightly round charges who is late.
    LateFee {
        days: i64,
    },
    /// A share of what is left of some money goes back over the table.
    Refund {
        which: usize,
        percent: i64,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0usize..2, 1u32..12, 1_000i64..300_000)
            .prop_map(|(unit, month, amount)| Step::Issue { unit, month, amount }),
        4 => (0usize..2, 1i64..400_000, 0i64..90)
            .prop_map(|(unit, amount, days_ago)| Step::Pay { unit, amount, days_ago }),
        1 => any::<usize>().prop_map(|which| Step::Reverse { which }),
        1 => any::<usize>().prop_map(|which| Step::Void { which }),
        1 => (any::<usize>(), 1i64..=100).prop_map(|(which, percent)| Step::Waive { which, percent }),
        2 => (1i64..40).prop_map(|days| Step::LateFee { days }),
        2 => (any::<usize>(), 1i64..=100).prop_map(|(which, percent)| Step::Refund { which, percent }),
    ];
    prop::collection::vec(step, 4..16)
}

struct Play<'a> {
    world: &'a World,
    units: Vec<(UnitId, String)>,
    invoices: Vec<Bill>,
    credits: Vec<Paid>,
    /// What must lie in the cash box.
    cash: i64,
}

/// Dues that stand.
struct Bill {
    id: InvoiceId,
    /// What may still be given up of it.
    asks: i64,
}

/// Money that came and was not taken back.
struct Paid {
    id: CreditId,
    unit: usize,
    amount: i64,
    refunded: i64,
}

impl Play<'_> {
    async fn step(&mut self, step: &Step) {
        self.world.kit.clock.turn(TimeDelta::minutes(1));
        match *step {
            Step::Issue { unit, month, amount } => {
                let (id, code) = &self.units[unit];
                let id = self.world.bill(*id, code, month, amount).await.id;
                self.invoices.push(Bill { id, asks: amount });
            }
            Step::Pay { unit, amount, days_ago } => self.pay(unit, amount, days_ago).await,
            Step::Reverse { which } => self.reverse(which).await,
            Step::Void { which } => self.void(which).await,
            Step::Waive { which, percent } => self.waive(which, percent).await,
            Step::LateFee { days } => {
                self.world.kit.clock.turn(TimeDelta::days(days));
                self.world.night().await;
            }
            Step::Refund { which, percent } => self.refund(which, percent).await,
        }
    }

    async fn pay(&mut self, unit: usize, amount: i64, days_ago: i64) {
        let mut tx = self.world.tx().await;
        let credit = CreditId::new(tx.now());
        let today = settle::today(&mut tx).await.unwrap();
        let money = Money {
            credit,
            unit: self.units[unit].0,
            source: credit.uuid(),
            reference: format!("KW-{}", self.credits.len()),
            account: Chart::load(&mut tx).await.unwrap().account(Purpose::Cash),
            amount: rp(amount),
            value_on: today - TimeDelta::days(days_ago),
        };
        settle::receive(&mut tx, money, None).await.unwrap();
        assess(&mut tx, &[self.units[unit].0], today, Scope::Exactly).await.unwrap();
        settle::apply_credit(&mut tx, &[self.units[unit].0]).await.unwrap();
        tx.commit().await.unwrap();
        self.credits.push(Paid { id: credit, unit, amount, refunded: 0 });
        self.cash += amount;
    }

    /// Money of which some was paid back is no longer whole, and stays.
    async fn reverse(&mut self, which: usize) {
        if self.credits.is_empty() {
            return;
        }
        let at = which % self.credits.len();
        let mut tx = self.world.tx().await;
        let today = settle::today(&mut tx).await.unwrap();
        let reversed = settle::reverse(&mut tx, self.credits[at].id, today, "cek kosong").await;
        if self.credits[at].refunded > 0 {
            assert!(matches!(reversed, Err(Error::Conflict(name)) if name == CREDIT_IS_WHOLE));
            return;
        }
        reversed.unwrap();
        let units: Vec<UnitId> = self.units.iter().map(|unit| unit.0).collect();
        assess(&mut tx, &units, today, Scope::Exactly).await.unwrap();
        settle::apply_credit(&mut tx, &units).await.unwrap();
        tx.commit().await.unwrap();
        self.cash -= self.credits.remove(at).amount;
    }

    async fn void(&mut self, which: usize) {
        if self.invoices.is_empty() {
            return;
        }
        let invoice = self.invoices.remove(which % self.invoices.len());
        let mut tx = self.world.tx().await;
        let today = settle::today(&mut tx).await.unwrap();
        invoice::void(&mut tx, invoice.id, "salah rumah", today).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A share of what the bill asks for, paid or not; what was paid of it becomes titipan.
    async fn waive(&mut self, which: usize, percent: i64) {
        if self.invoices.is_empty() {
            return;
        }
        let at = which % self.invoices.len();
        let amount = self.invoices[at].asks * percent / 100;
        if amount == 0 {
            return;
        }
        let mut tx = self.world.tx().await;
        let wanted = NewReduction {
            kind: ReductionKind::Waiver,
            invoice: self.invoices[at].id,
            amounts: Amounts::Total(rp(amount)),
            reason: "usaha sepi".to_owned(),
            on: settle::today(&mut tx).await.unwrap(),
            requested_by: None,
        };
        settle::reduce(&mut tx, wanted).await.unwrap();
        tx.commit().await.unwrap();
        self.invoices[at].asks -= amount;
    }

    async fn refund(&mut self, which: usize, percent: i64) {
        if self.credits.is_empty() {
            return;
        }
        let at = which % self.credits.len();
        let (id, unit) = (self.credits[at].id, self.units[self.credits[at].unit].0);
        let mut tx = self.world.tx().await;
        let marks = settle::credits_of_unit(&mut tx, unit).await.unwrap();
        let left = marks.iter().find(|mark| mark.credit == id).map_or(0, |mark| mark.left.get());
        let amount = left * percent / 100;
        if amount == 0 {
            return;
        }
        let today = settle::today(&mut tx).await.unwrap();
        let from = Chart::load(&mut tx).await.unwrap().account(Purpose::Cash);
        settle::refund(&mut tx, id, rp(amount), today, from, "pindah rumah").await.unwrap();
        tx.commit().await.unwrap();
        self.credits[at].refunded += amount;
        self.cash -= amount;
    }

    async fn check(&self, after: &Step) {
        let mut tx = self.world.tx().await;
        assert_eq!(dues::invariants(&mut tx).await.unwrap(), Vec::<String>::new(), "after {after:?}");
        let broken = ledger::invariants(&mut tx).await.unwrap();
        assert!(broken.is_empty(), "after {after:?}: {broken:?}");
        // Nobody is ever lent titipan.
        for (unit, code) in &self.units {
            assert!(settle::credit_of(&mut tx, *unit).await.unwrap().get() >= 0, "{code} after {after:?}");
        }
        let sql = "select coalesce(sum(p.amount), 0)::bigint
                     from posting p join ledger_account a using (complex_id, account_id) where a.purpose = 'cash'";
        let cash: i64 = sqlx::query_scalar(sql).fetch_one(&mut tx).await.unwrap();
        assert_eq!(cash, self.cash, "in the cash box after {after:?}");
    }
}

#[tokio::test]
async fn any_sequence_of_issue_pay_reverse_void_waive_late_fee_and_refund_keeps_every_promise() {
    let world = World::open().await;
    world.monthly_fee().await;
    let seed = ordered("KLUSTERA_RANDOM_SEED", 2026);
    let mut cash = 0;
    for case in 0..ordered("KLUSTERA_RANDOM_CASES", 24) {
        let steps = drawn(seed + case);
        println!("seed {}: {steps:?}", seed + case);
        let mut units = Vec::new();
        for block in ["A", "B"] {
            let code = format!("{block}-{case}");
            units.push((world.house(&code, None).await, code));
        }
        let mut play = Play { world: &world, units, invoices: Vec::new(), credits: Vec::new(), cash };
        for step in &steps {
            play.step(step).await;
            play.check(step).await;
        }
        cash = play.cash;
    }
}

/// The same seed draws the same steps.
fn drawn(seed: u64) -> Vec<Step> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    steps().new_tree(&mut runner).unwrap().current()
}
