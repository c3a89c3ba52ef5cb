//! Any sequence of issue, pay, apply, release, reverse, refund and reduce keeps every promise, and the figures are those
//! of a bookkeeper who moves one rupiah slip at a time.

use dues::settle::{self, Amounts, NewReduction, ReductionKind};
use kernel::{CreditId, InvoiceId, UnitId};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use tenancy::{Routes, TenantTx};
use testkit::Kit;

use crate::books::{Books, day, issue, kept, money, open_of, promises, rp, unit};

#[derive(Clone, Debug)]
enum Step {
    Issue { unit: usize, month: u32, general: i64, water: i64 },
    Pay { unit: usize, amount: i64 },
    Apply { unit: usize },
    Release { which: usize },
    Reverse { which: usize },
    Refund { which: usize, amount: i64 },
    Reduce { which: usize, amount: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0usize..2, 1u32..12, 1i64..90, 1i64..90)
            .prop_map(|(unit, month, general, water)| Step::Issue { unit, month, general, water }),
        4 => (0usize..2, 1i64..300).prop_map(|(unit, amount)| Step::Pay { unit, amount }),
        2 => (0usize..2).prop_map(|unit| Step::Apply { unit }),
        1 => any::<usize>().prop_map(|which| Step::Release { which }),
        1 => any::<usize>().prop_map(|which| Step::Reverse { which }),
        1 => (any::<usize>(), 1i64..200).prop_map(|(which, amount)| Step::Refund { which, amount }),
        1 => (any::<usize>(), 1i64..150).prop_map(|(which, amount)| Step::Reduce { which, amount }),
    ];
    prop::collection::vec(step, 4..22)
}

/// The bookkeeper's desk: a sheet for each line and each payment, and slips that say which pays which.
#[derive(Default)]
struct Desk {
    lines: Vec<Sheet>,
    payments: Vec<Payment>,
    /// Line, payment, rupiah.
    slips: Vec<(usize, usize, i64)>,
}

struct Sheet {
    invoice: InvoiceId,
    unit: usize,
    /// Month, invoice's turn, line: who is paid before whom.
    turn: (u32, InvoiceId, i16),
    amount: i64,
    reduced: i64,
}

struct Payment {
    credit: CreditId,
    unit: usize,
    amount: i64,
    returned: i64,
}

impl Desk {
    fn open(&self, line: usize) -> i64 {
        let paid: i64 = self.slips.iter().filter(|slip| slip.0 == line).map(|slip| slip.2).sum();
        self.lines[line].amount - self.lines[line].reduced - paid
    }

    fn left(&self, payment: usize) -> i64 {
        let used: i64 = self.slips.iter().filter(|slip| slip.1 == payment).map(|slip| slip.2).sum();
        self.payments[payment].amount - self.payments[payment].returned - used
    }

    /// One rupiah after the other: the oldest open line of the unit.
    fn pay_from(&mut self, payment: usize) {
        while self.left(payment) > 0 {
            let unit = self.payments[payment].unit;
            let open =
                (0..self.lines.len()).filter(|line| self.lines[*line].unit == unit && self.open(*line) > 0);
            let Some(line) = open.min_by_key(|line| self.lines[*line].turn) else { return };
            self.slip(line, payment, 1);
        }
    }

    fn slip(&mut self, line: usize, payment: usize, amount: i64) {
        match self.slips.iter_mut().find(|slip| (slip.0, slip.1) == (line, payment)) {
            Some(slip) => slip.2 += amount,
            None => self.slips.push((line, payment, amount)),
        }
    }

    fn of(&self, invoice: InvoiceId) -> Vec<usize> {
        (0..self.lines.len()).filter(|line| self.lines[*line].invoice == invoice).collect()
    }

    /// Open lines first, then paid ones, whose latest money goes back into the credit.
    fn reduce(&mut self, invoice: InvoiceId, amount: i64) {
        let mut rest = amount;
        for line in self.of(invoice) {
            let cut = rest.min(self.open(line));
            self.lines[line].reduced += cut;
            rest -= cut;
        }
        for line in self.of(invoice) {
            while rest > 0 {
                let Some(at) = self
                    .slips
                    .iter()
                    .enumerate()
                    .filter(|(_, slip)| slip.0 == line && slip.2 > 0)
                    .max_by_key(|(_, slip)| slip.1)
                    .map(|(at, _)| at)
                else {
                    break;
                };
                self.slips[at].2 -= 1;
                self.lines[line].reduced += 1;
                rest -= 1;
            }
        }
    }

    fn can_reduce(&self, invoice: InvoiceId, amount: i64) -> bool {
        let asked: i64 =
            self.of(invoice).iter().map(|line| self.lines[*line].amount - self.lines[*line].reduced).sum();
        amount <= asked
    }
}

struct World<'a> {
    books: &'a Books,
    units: Vec<UnitId>,
    desk: Desk,
    invoices: Vec<InvoiceId>,
}

impl World<'_> {
    async fn play(&mut self, tx: &mut TenantTx, step: &Step) {
        match *step {
            Step::Issue { unit, month, general, water } => {
                self.issue(tx, unit, month, [general, water]).await
            }
            Step::Pay { unit, amount } => self.pay(tx, unit, amount).await,
            Step::Apply { unit } => {
                settle::apply_credit(tx, &[self.units[unit]]).await.unwrap();
                for payment in 0..self.desk.payments.len() {
                    if self.desk.payments[payment].unit == unit {
                        self.desk.pay_from(payment);
                    }
                }
            }
            Step::Release { which } => {
                let Some(invoice) = pick(&self.invoices, which) else { return };
                settle::release(tx, invoice).await.unwrap();
                let lines = self.desk.of(invoice);
                self.desk.slips.retain(|slip| !lines.contains(&slip.0));
                lines.iter().for_each(|line| self.desk.lines[*line].reduced = 0);
            }
            Step::Reverse { which } => self.reverse(tx, which).await,
            Step::Refund { which, amount } => self.refund(tx, which, amount).await,
            Step::Reduce { which, amount } => self.reduce(tx, which, amount).await,
        }
    }

    async fn issue(&mut self, tx: &mut TenantTx, unit: usize, month: u32, amounts: [i64; 2]) {
        let lines = [self.books.general(amounts[0]), self.books.water(amounts[1])];
        let invoice = issue(tx, self.books, self.units[unit], month, &lines, None).await;
        for (line, amount) in (1i16..).zip(amounts) {
            self.desk.lines.push(Sheet { invoice, unit, turn: (month, invoice, line), amount, reduced: 0 });
        }
        self.invoices.push(invoice);
    }

    async fn pay(&mut self, tx: &mut TenantTx, unit: usize, amount: i64) {
        // One a day: which of two moneys of one instant goes first is nobody's promise.
        let on = day(5, 1 + u32::try_from(self.desk.payments.len()).unwrap() % 31);
        let paid = money(tx, self.units[unit], self.books.cash, amount, on);
        let credit = paid.credit;
        settle::receive(tx, paid, None).await.unwrap();
        self.desk.payments.push(Payment { credit, unit, amount, returned: 0 });
        self.desk.pay_from(self.desk.payments.len() - 1);
    }

    async fn reverse(&mut self, tx: &mut TenantTx, which: usize) {
        let Some(at) = place(self.desk.payments.len(), which) else { return };
        let payment = &self.desk.payments[at];
        let answer = settle::reverse(tx, payment.credit, day(6, 2), "uji coba").await;
        assert_eq!(answer.is_ok(), payment.returned == 0);
        if answer.is_ok() {
            self.desk.slips.retain(|slip| slip.1 != at);
            self.desk.payments[at].returned = self.desk.payments[at].amount;
        }
    }

    async fn refund(&mut self, tx: &mut TenantTx, which: usize, amount: i64) {
        let Some(at) = place(self.desk.payments.len(), which) else { return };
        let fits = amount <= self.desk.left(at);
        let credit = self.desk.payments[at].credit;
        let answer = settle::refund(tx, credit, rp(amount), day(6, 3), self.books.cash, "uji coba").await;
        assert_eq!(answer.is_ok(), fits);
        if fits {
            self.desk.payments[at].returned += amount;
        }
    }

    async fn reduce(&mut self, tx: &mut TenantTx, which: usize, amount: i64) {
        let Some(invoice) = pick(&self.invoices, which) else { return };
        let wanted = NewReduction {
            kind: ReductionKind::CreditNote,
            invoice,
            amounts: Amounts::Total(rp(amount)),
            reason: "uji coba".to_owned(),
            on: day(6, 4),
            requested_by: None,
        };
        let fits = self.desk.can_reduce(invoice, amount);
        assert_eq!(settle::reduce(tx, wanted).await.is_ok(), fits);
        if fits {
            self.desk.reduce(invoice, amount);
        }
    }

    /// Every invoice and every credit is what the bookkeeper's desk says.
    async fn agree(&self, tx: &mut TenantTx) {
        for invoice in &self.invoices {
            let expected: i64 = self.desk.of(*invoice).iter().map(|line| self.desk.open(*line)).sum();
            assert_eq!(open_of(tx, *invoice).await, expected);
        }
        for (at, unit) in self.units.iter().enumerate() {
            let payments =
                (0..self.desk.payments.len()).filter(|payment| self.desk.payments[*payment].unit == at);
            let expected: i64 = payments.map(|payment| self.desk.left(payment)).sum();
            assert_eq!(settle::credit_of(tx, *unit).await.unwrap(), rp(expected));
        }
        kept(&promises(tx).await);
    }
}

fn pick<T: Copy>(from: &[T], which: usize) -> Option<T> {
    place(from.len(), which).map(|at| from[at])
}

fn place(length: usize, which: usize) -> Option<usize> {
    (length > 0).then(|| which % length.max(1))
}

#[tokio::test]
async fn any_sequence_of_what_may_happen_to_money_ends_as_a_bookkeeper_has_it() {
    let kit = Kit::open(Routes::new("dues")).await;
    let books = Books::of(&kit.melati).await;
    let mut runner = TestRunner::new(Config::default());
    for case in 0..24 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let units = vec![
            unit(&kit.melati, &format!("A-{case}")).await,
            unit(&kit.melati, &format!("B-{case}")).await,
        ];
        let mut world = World { books: &books, units, desk: Desk::default(), invoices: Vec::new() };
        let mut tx = kit.melati.tx().await;
        println!("{steps:?}");
        for step in &steps {
            world.play(&mut tx, step).await;
        }
        world.agree(&mut tx).await;
        tx.commit().await.unwrap();
    }
}
