//! The bookkeeper's sheet: what every house owes and pays in 2027, worked out by hand. It knows the complex's decisions and
//! school arithmetic; it calls nothing of dues, arrears or the ledger.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};

pub const FEE: i64 = 10_000;
const GRACE: u64 = 7;

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).unwrap()
}

pub fn last_of(month: u32) -> NaiveDate {
    if month == 12 { day(12, 31) } else { day(month + 1, 1).pred_opt().unwrap() }
}

/// A house as the decisions see it: code, standing, m² of land, whether it drinks from the complex's well.
pub struct House {
    pub code: &'static str,
    pub status: &'static str,
    pub land: i64,
    pub well: bool,
}

const fn house(code: &'static str, status: &'static str, land: i64, well: bool) -> House {
    House { code, status, land, well }
}

pub const HOUSES: [House; 12] = [
    house("A-01", "lived_in", 72, true),
    house("A-02", "lived_in", 72, true),
    house("A-03", "lived_in", 84, true),
    house("A-04", "lived_in", 90, true),
    house("A-05", "lived_in", 105, false),
    house("A-06", "lived_in", 121, false),
    house("B-01", "rented", 72, false),
    house("B-02", "lived_in", 60, false),
    house("B-03", "empty", 72, false),
    house("B-04", "lived_in", 97, false),
    house("B-05", "lived_in", 73, false),
    house("C-01", "plot", 150, false),
];

/// m³ that a house drinks in a month; 0 is December before the year.
pub fn drunk(house: usize, month: u32) -> i64 {
    8 + (i64::try_from(house).unwrap() * 3 + i64::from(month)) % 9
}

/// The charges of a whole month, in rupiah: environment, security, rubbish, water.
fn prices(house: usize, month: u32) -> Vec<i64> {
    let it = &HOUSES[house];
    let rubbish = match it.status {
        "lived_in" => 25_000,
        "rented" => 30_000,
        "empty" => 10_000,
        _ => return vec![5_000],
    };
    let environment = if month < 4 { 150_000 } else { 165_000 };
    // 1,250.50 a square metre, half a rupiah upwards.
    let security = (it.land * 12_505 + 5) / 10;
    let mut prices = vec![environment, security, rubbish];
    if it.well {
        let use_of_month_before = drunk(house, month - 1);
        let above_ten = (use_of_month_before - 10).max(0);
        prices.push(10_000 + 3_000 * (use_of_month_before - above_ten) + 5_000 * above_ten);
    }
    prices
}

/// What a house is billed for a month, an amount for each invoice. In June A-05 is the owner's for ten days and the
/// tenant's for twenty.
pub fn month_of(house: usize, month: u32) -> Vec<i64> {
    let prices = prices(house, month);
    if (HOUSES[house].code, month) != ("A-05", 6) {
        return vec![prices.iter().sum()];
    }
    let (mut owner, mut tenant) = (0, 0);
    for price in prices {
        let (mut first, mut second) = (price * 10 / 30, price * 20 / 30);
        let missing = price - first - second;
        if price * 10 % 30 >= price * 20 % 30 {
            first += missing;
        } else {
            second += missing;
        }
        owner += first;
        tenant += second;
    }
    vec![owner, tenant]
}

#[derive(Clone, Debug)]
pub struct Bill {
    pub unit: &'static str,
    pub month: u32,
    pub due: NaiveDate,
    pub total: i64,
    pub open: i64,
    pub is_fee: bool,
    pub is_void: bool,
    charged_late: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Till {
    Cash,
    Bank,
}

/// The whole book.
#[derive(Default)]
pub struct Sheet {
    pub bills: Vec<Bill>,
    pub credit: BTreeMap<&'static str, i64>,
    /// Debit above, credit below zero, by what the account is for.
    pub accounts: BTreeMap<&'static str, i64>,
    /// Unit, day, what it owes more.
    pub moves: Vec<(&'static str, NaiveDate, i64)>,
}

impl Sheet {
    fn book(&mut self, debit: &'static str, credit: &'static str, amount: i64) {
        *self.accounts.entry(debit).or_default() += amount;
        *self.accounts.entry(credit).or_default() -= amount;
    }

    pub fn issue(&mut self, unit: &'static str, month: u32, on: NaiveDate, total: i64) {
        let bill = Bill {
            unit,
            month,
            due: day(month, 10),
            total,
            open: total,
            is_fee: false,
            is_void: false,
            charged_late: false,
        };
        self.bills.push(bill);
        self.book("dues_receivable", "dues_income", total);
        self.moves.push((unit, on, total));
        let ahead = self.credit.get(unit).copied().unwrap_or(0).min(total);
        if ahead > 0 {
            *self.credit.entry(unit).or_default() -= ahead;
            self.bills.last_mut().unwrap().open -= ahead;
            self.book("credit", "dues_receivable", ahead);
        }
    }

    pub fn open(&self, unit: &str) -> i64 {
        self.bills.iter().filter(|bill| bill.unit == unit).map(|bill| bill.open).sum()
    }

    /// What was due first is paid first, dues before fees of the same day; what is left waits as titipan. Answers what was
    /// paid, bill by bill.
    pub fn pay(&mut self, unit: &'static str, till: Till, on: NaiveDate, amount: i64) -> Vec<(usize, i64)> {
        let mut rest = amount;
        let mut slips = Vec::new();
        let mut order: Vec<usize> = (0..self.bills.len()).collect();
        order.sort_by_key(|at| (self.bills[*at].due, self.bills[*at].is_fee, *at));
        let till = if till == Till::Cash { "cash" } else { "bank" };
        for at in order {
            let bill = &mut self.bills[at];
            let part = if bill.unit == unit { bill.open.min(rest) } else { 0 };
            if part > 0 {
                bill.open -= part;
                rest -= part;
                slips.push((at, part));
                let receivable = receivable(bill.is_fee);
                self.book(till, receivable, part);
            }
        }
        if rest > 0 {
            *self.credit.entry(unit).or_default() += rest;
            self.book(till, "credit", rest);
        }
        self.moves.push((unit, on, -amount));
        slips
    }

    /// Takes back money that left nothing as titipan.
    pub fn reverse(&mut self, unit: &'static str, till: Till, on: NaiveDate, slips: &[(usize, i64)]) {
        let till = if till == Till::Cash { "cash" } else { "bank" };
        for (at, part) in slips {
            self.bills[*at].open += part;
            let receivable = receivable(self.bills[*at].is_fee);
            self.book(receivable, till, *part);
        }
        self.moves.push((unit, on, slips.iter().map(|slip| slip.1).sum()));
    }

    /// A fee for every bill that was still open when its seven days of grace were over.
    pub fn charge_late(&mut self, as_of: NaiveDate) {
        for house in &HOUSES {
            let mut late = 0;
            for bill in self.bills.iter_mut().filter(|bill| bill.unit == house.code && !bill.is_fee) {
                if bill.open > 0 && !bill.charged_late && bill.due + Days::new(GRACE) < as_of {
                    bill.charged_late = true;
                    late += 1;
                }
            }
            if late > 0 {
                let total = late * FEE;
                let bill = Bill {
                    unit: house.code,
                    month: as_of.month(),
                    due: as_of,
                    total,
                    open: total,
                    is_fee: true,
                    is_void: false,
                    charged_late: false,
                };
                self.bills.push(bill);
                self.book("penalty_receivable", "penalty_income", total);
                self.moves.push((house.code, as_of, total));
            }
        }
    }

    /// The fee of a month was wrong: the money had moved in time.
    pub fn take_fee_back(&mut self, unit: &'static str, month: u32, on: NaiveDate) {
        let fee = self.bills.iter_mut().find(|b| b.unit == unit && b.month == month && b.is_fee).unwrap();
        let open = std::mem::take(&mut fee.open);
        self.book("penalty_income", "penalty_receivable", open);
        self.moves.push((unit, on, -open));
    }

    /// All open fees are given up.
    pub fn forgive_fees(&mut self, on: NaiveDate) -> i64 {
        let mut given = 0;
        for at in 0..self.bills.len() {
            if self.bills[at].is_fee && self.bills[at].open > 0 {
                let open = std::mem::take(&mut self.bills[at].open);
                let unit = self.bills[at].unit;
                self.book("relief", "penalty_receivable", open);
                self.moves.push((unit, on, -open));
                given += open;
            }
        }
        given
    }

    pub fn waive(&mut self, unit: &'static str, month: u32, amount: i64, on: NaiveDate) {
        let bill = self.bills.iter_mut().find(|b| b.unit == unit && b.month == month && !b.is_fee).unwrap();
        bill.open -= amount;
        self.book("relief", "dues_receivable", amount);
        self.moves.push((unit, on, -amount));
    }

    /// Before anybody paid it.
    pub fn void(&mut self, unit: &'static str, month: u32, on: NaiveDate) {
        let bill = self.bills.iter_mut().find(|b| b.unit == unit && b.month == month && !b.is_fee).unwrap();
        bill.is_void = true;
        let total = std::mem::take(&mut bill.open);
        self.book("dues_income", "dues_receivable", total);
        self.moves.push((unit, on, -total));
    }

    /// Not due, to 30, to 60, to 90 days, older.
    pub fn ages(&self, unit: Option<&str>, on: NaiveDate) -> [i64; 5] {
        let mut ages = [0; 5];
        for bill in self.bills.iter().filter(|bill| unit.is_none_or(|unit| bill.unit == unit)) {
            let age = match (on - bill.due).num_days() {
                ..=0 => 0,
                1..=30 => 1,
                31..=60 => 2,
                61..=90 => 3,
                _ => 4,
            };
            ages[age] += bill.open;
        }
        ages
    }

    /// Billed, settled, invoices and paid invoices of a month's dues.
    pub fn collection(&self, month: u32) -> (i64, i64, usize, usize) {
        let bills: Vec<&Bill> =
            self.bills.iter().filter(|b| b.month == month && !b.is_fee && !b.is_void).collect();
        let billed = bills.iter().map(|bill| bill.total).sum();
        let open: i64 = bills.iter().map(|bill| bill.open).sum();
        (billed, billed - open, bills.len(), bills.iter().filter(|bill| bill.open == 0).count())
    }
}

const fn receivable(is_fee: bool) -> &'static str {
    if is_fee { "penalty_receivable" } else { "dues_receivable" }
}
