//! What would become of each figure: an opening invoice, titipan, nothing because it stands here already, or a fault.
//! Pure.

use std::collections::{HashMap, HashSet};

use chrono::Datelike as _;
use kernel::{ChargeTypeId, Date, Period, Rupiah, UnitId};

use super::{
    columns::{AHEAD, Line, TOTAL},
    facts::Facts,
    figures::{self, Amount},
};

/// Arrears that become an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub unit: UnitId,
    pub unit_code: String,
    pub period: Period,
    pub charge: Option<ChargeTypeId>,
    pub amount: Rupiah,
    pub due_on: Date,
    /// Where it stood in the file.
    pub row: String,
}

/// What a unit paid ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub unit: UnitId,
    pub unit_code: String,
    pub amount: Rupiah,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Owed(Owed),
    Ahead(Ahead),
    /// It was brought in before.
    Known,
    Faulty(Fault),
}

/// Why a figure is not brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    UnknownUnit,
    NotRupiah,
    NotAMonth,
    /// After the month in which we are.
    MonthToCome(Period),
    NotADay,
    /// Before the year 2000, or more than a year ahead.
    FarDay(Date),
    UnknownCharge,
    /// The same house, month and charge, or the same house's titipan, stands on this row too.
    Twice(String),
    /// The month was billed here.
    Billed(Period),
    /// The row says another sum than its figures make.
    OtherSum {
        said: Rupiah,
        sum: Rupiah,
    },
}

#[derive(Clone, Debug)]
pub struct Seen {
    pub line: Line,
    pub fate: Fate,
}

/// Every figure that says something, in the order of the file. A total is only compared with the figures of its row.
pub fn judge(lines: Vec<Line>, facts: &Facts) -> Vec<Seen> {
    let wrong = wrong_sums(&lines);
    let mut met = Met::default();
    let mut seen = Vec::with_capacity(lines.len());
    for line in lines.into_iter().filter(|line| line.what != TOTAL) {
        let fate = match wrong.get(&line.row) {
            Some(fault) => Some(Fate::Faulty(fault.clone())),
            None => fate(&line, facts, &mut met).unwrap_or_else(|fault| Some(Fate::Faulty(fault))),
        };
        seen.extend(fate.map(|fate| Seen { line, fate }));
    }
    seen
}

/// On which row a unit's figure was met first.
#[derive(Default)]
struct Met {
    owed: HashMap<(UnitId, Period, Option<ChargeTypeId>), String>,
    ahead: HashMap<UnitId, String>,
}

/// None for a figure that says nothing.
fn fate(line: &Line, facts: &Facts, met: &mut Met) -> Result<Option<Fate>, Fault> {
    let amount = match (figures::amount(&line.amount).ok_or(Fault::NotRupiah)?, line.what.as_str()) {
        (Amount::Nothing, _) => return Ok(None),
        (Amount::Owed(amount), AHEAD) => Amount::Ahead(amount),
        (amount, _) => amount,
    };
    let (unit, unit_code) = facts.unit(&line.code).cloned().ok_or(Fault::UnknownUnit)?;
    match amount {
        Amount::Nothing => Ok(None),
        Amount::Ahead(amount) => {
            if let Some(row) = met.ahead.insert(unit, line.row.clone()) {
                return Err(Fault::Twice(row));
            }
            let known = facts.ahead.contains(&unit);
            Ok(Some(if known { Fate::Known } else { Fate::Ahead(Ahead { unit, unit_code, amount }) }))
        }
        Amount::Owed(amount) => {
            let period = period(line, facts)?;
            let due_on = due_on(line, period, facts)?;
            let charge = charge(line, facts)?;
            if let Some(row) = met.owed.insert((unit, period, charge), line.row.clone()) {
                return Err(Fault::Twice(row));
            }
            if facts.brought.contains(&(unit, period, charge)) {
                return Ok(Some(Fate::Known));
            }
            let billed = match charge {
                Some(charge) => facts.billed.contains(&(unit, charge, period)),
                None => facts.billed_months.contains(&(unit, period)),
            };
            if billed {
                return Err(Fault::Billed(period));
            }
            let row = line.row.clone();
            Ok(Some(Fate::Owed(Owed { unit, unit_code, period, charge, amount, due_on, row })))
        }
    }
}

fn period(line: &Line, facts: &Facts) -> Result<Period, Fault> {
    if line.month.is_empty() {
        return Ok(facts.until);
    }
    let period = figures::month(&line.month, facts.until).ok_or(Fault::NotAMonth)?;
    if period > Period::of(facts.today) { Err(Fault::MonthToCome(period)) } else { Ok(period) }
}

/// As the file says, otherwise as the complex's rule says for that month.
fn due_on(line: &Line, period: Period, facts: &Facts) -> Result<Date, Fault> {
    if line.due.is_empty() {
        return Ok(facts.setting.due_on(period));
    }
    // A month in the column of days: its last day.
    let day =
        figures::day(&line.due).or_else(|| figures::month(&line.due, facts.until).map(Period::last_day));
    let day = day.ok_or(Fault::NotADay)?;
    let near = 2000..=facts.today.year() + 1;
    if near.contains(&day.year()) { Ok(day) } else { Err(Fault::FarDay(day)) }
}

fn charge(line: &Line, facts: &Facts) -> Result<Option<ChargeTypeId>, Fault> {
    if line.charge.is_empty() {
        return Ok(None);
    }
    facts.charge(&line.charge).map(|charge| Some(charge.id)).ok_or(Fault::UnknownCharge)
}

/// The rows whose own sum is not what their figures make. A sum that cannot be read is not compared.
fn wrong_sums(lines: &[Line]) -> HashMap<String, Fault> {
    let mut sums: HashMap<&str, Rupiah> = HashMap::new();
    let mut unreadable: HashSet<&str> = HashSet::new();
    for line in lines.iter().filter(|line| line.what.is_empty()) {
        let sum = sums.entry(&line.row).or_default();
        let added = match figures::amount(&line.amount) {
            Some(Amount::Owed(amount)) => sum.checked_add(amount).ok(),
            Some(Amount::Ahead(amount)) => sum.checked_sub(amount).ok(),
            Some(Amount::Nothing) => Some(*sum),
            None => None,
        };
        match added {
            Some(added) => *sum = added,
            None => {
                unreadable.insert(&line.row);
            }
        }
    }
    let wrong = |line: &Line| {
        let said = match figures::amount(&line.amount)? {
            Amount::Owed(said) => said,
            Amount::Nothing | Amount::Ahead(_) => return None,
        };
        let sum = sums.get(line.row.as_str()).copied().unwrap_or_default();
        let differs = said != sum && !unreadable.contains(line.row.as_str());
        differs.then(|| (line.row.clone(), Fault::OtherSum { said, sum }))
    };
    lines.iter().filter(|line| line.what == TOTAL).filter_map(wrong).collect()
}
