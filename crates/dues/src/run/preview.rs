//! What a month would come to: totals, a line per charge, what differs from the month before, and what somebody should
//! look at first. Pure, and of a bounded size however many units walk through it.

use std::collections::{BTreeMap, HashMap};

use kernel::{ChargeTypeId, Period, Rupiah, TariffId, UnitId};

use super::sql::{Compared, LastMonth};
use crate::charge::{ChargeBook, Concern, UnitInPeriod, UnitPlan};

/// Units of one kind of concern that are kept by name; the others are counted.
const NAMED: usize = 100;
/// Differences that are kept by name, the largest ones.
const DIFFERENCES: usize = 12;

#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Units that would be billed now.
    pub units: i64,
    pub invoices: i64,
    pub total: Rupiah,
    /// Units that have invoices of this month already.
    pub billed_before: i64,
    /// What those came to.
    pub total_before: Rupiah,
    pub charges: Vec<ChargeSum>,
    /// The worst first.
    pub concerns: Vec<UnitConcern>,
    /// How many units each kind of concern has, by its code.
    pub concern_counts: BTreeMap<&'static str, i64>,
    pub differences: Differences,
}

/// One charge, this month beside the last.
#[derive(Clone, Debug)]
pub struct ChargeSum {
    pub id: ChargeTypeId,
    pub name: String,
    pub units: i64,
    pub amount: Rupiah,
    pub last_units: i64,
    pub last_amount: Rupiah,
}

#[derive(Clone, Debug)]
pub struct UnitConcern {
    pub unit: Option<UnitId>,
    pub code: String,
    pub concern: Concern,
    /// What the unit would be billed.
    pub total: Rupiah,
}

/// Against the month before.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    pub last_total: Rupiah,
    pub last_units: i64,
    /// Billed now and not last month.
    pub new: i64,
    /// Billed last month and not now.
    pub dropped: i64,
    pub more: i64,
    pub less: i64,
    pub largest: Vec<Difference>,
}

#[derive(Clone, Debug)]
pub struct Difference {
    pub unit: UnitId,
    pub code: String,
    pub before: Rupiah,
    pub now: Rupiah,
    pub because: Because,
}

/// The plainest reason for a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    New,
    Dropped,
    Tariff,
    Use,
    Days,
    OtherCharges,
}

impl Preview {
    /// An empty one: the rows of the table with what they came to last month.
    pub fn begin(book: &ChargeBook, last: Vec<LastMonth>, last_units: i64) -> Self {
        let mut preview = Self::default();
        preview.differences.last_units = last_units;
        for charge in &book.charges {
            preview.charges.push(ChargeSum::named(charge.kind.id, &charge.kind.name));
        }
        for sum in last {
            preview.differences.last_total = plus(preview.differences.last_total, sum.amount);
            let row = preview.row(sum.charge, &sum.name);
            (row.last_units, row.last_amount) = (sum.units, sum.amount);
        }
        for gap in book.gaps() {
            preview.concern(None, String::new(), gap, Rupiah::ZERO);
        }
        preview
    }

    /// One unit, as it would be billed, with what it was billed last month and of this month already.
    pub fn add(&mut self, book: &ChargeBook, unit: &UnitInPeriod, plan: &UnitPlan, compared: &OfUnit) {
        let total = plan.invoices.iter().filter_map(|invoice| invoice.total()).fold(Rupiah::ZERO, plus);
        if total > Rupiah::ZERO {
            self.units += 1;
            self.invoices += i64::try_from(plan.invoices.len()).unwrap_or(i64::MAX);
            self.total = plus(self.total, total);
        }
        if !compared.now.is_empty() {
            self.billed_before += 1;
            self.total_before = plus(self.total_before, sum(&compared.now));
        }
        self.add_charges(plan);
        for concern in &plan.concerns {
            self.concern(Some(unit.unit), unit.code.clone(), concern.clone(), total);
        }
        self.compare(book, unit, plan, compared, total);
    }

    /// Puts everything into the order in which it is read.
    pub fn finish(mut self) -> Self {
        self.concerns.sort_by_key(|one| weight(&one.concern));
        self.differences.largest.sort_by_key(|one| std::cmp::Reverse(one.by()));
        self.charges.retain(|row| row.units > 0 || row.last_units > 0);
        self
    }

    pub fn concerned(&self) -> i64 {
        self.concern_counts.values().sum()
    }

    fn add_charges(&mut self, plan: &UnitPlan) {
        let mut of_unit: BTreeMap<ChargeTypeId, Rupiah> = BTreeMap::new();
        for line in plan.invoices.iter().flat_map(|invoice| &invoice.lines) {
            let sum = of_unit.entry(line.charge_type).or_default();
            *sum = plus(*sum, line.amount);
        }
        for (charge, amount) in of_unit {
            let row = self.row(charge, "");
            row.units += 1;
            row.amount = plus(row.amount, amount);
        }
    }

    fn row(&mut self, id: ChargeTypeId, name: &str) -> &mut ChargeSum {
        let at = self.charges.iter().position(|row| row.id == id).unwrap_or_else(|| {
            self.charges.push(ChargeSum::named(id, name));
            self.charges.len() - 1
        });
        &mut self.charges[at]
    }

    fn concern(&mut self, unit: Option<UnitId>, code: String, concern: Concern, total: Rupiah) {
        let count = self.concern_counts.entry(concern.code()).or_default();
        *count += 1;
        if usize::try_from(*count).is_ok_and(|count| count <= NAMED) {
            self.concerns.push(UnitConcern { unit, code, concern, total });
        }
    }

    fn compare(
        &mut self,
        book: &ChargeBook,
        unit: &UnitInPeriod,
        plan: &UnitPlan,
        compared: &OfUnit,
        planned: Rupiah,
    ) {
        let before = sum(&compared.before);
        let now = plus(sum(&compared.now), planned);
        let all = &mut self.differences;
        match (before > Rupiah::ZERO, now > Rupiah::ZERO) {
            (false, true) => all.new += 1,
            (true, false) => all.dropped += 1,
            _ if now > before => all.more += 1,
            _ if now < before => all.less += 1,
            _ => return,
        }
        let because = because(book, plan, compared);
        all.keep(Difference { unit: unit.unit, code: unit.code.clone(), before, now, because });
    }
}

/// What one unit was billed: last month, and of this month already.
#[derive(Clone, Debug, Default)]
pub struct OfUnit {
    pub before: Vec<Compared>,
    pub now: Vec<Compared>,
}

/// Rows of many units, each to its unit and month.
pub fn by_unit(rows: Vec<Compared>, this: Period) -> HashMap<UnitId, OfUnit> {
    let mut all: HashMap<UnitId, OfUnit> = HashMap::new();
    for row in rows {
        let of_unit = all.entry(row.unit).or_default();
        if row.period == this { of_unit.now.push(row) } else { of_unit.before.push(row) }
    }
    all
}

impl ChargeSum {
    fn named(id: ChargeTypeId, name: &str) -> Self {
        let (units, last_units) = (0, 0);
        Self { id, name: name.to_owned(), units, amount: Rupiah::ZERO, last_units, last_amount: Rupiah::ZERO }
    }
}

impl Differences {
    /// The largest ones by name.
    fn keep(&mut self, difference: Difference) {
        if self.largest.len() < DIFFERENCES {
            self.largest.push(difference);
            return;
        }
        let smallest = self.largest.iter_mut().min_by_key(|one| one.by());
        if let Some(smallest) = smallest.filter(|smallest| smallest.by() < difference.by()) {
            *smallest = difference;
        }
    }
}

impl Difference {
    fn by(&self) -> u64 {
        self.now.get().abs_diff(self.before.get())
    }
}

/// Looks at the charge that moved most.
fn because(book: &ChargeBook, plan: &UnitPlan, compared: &OfUnit) -> Because {
    if compared.before.is_empty() {
        return Because::New;
    }
    if plan.invoices.is_empty() && compared.now.is_empty() {
        return Because::Dropped;
    }
    let mut now: BTreeMap<ChargeTypeId, (i64, Option<TariffId>, bool)> = BTreeMap::new();
    for row in &compared.now {
        now.insert(row.charge, (row.amount.get(), row.tariff, row.parts > 1));
    }
    for line in plan.invoices.iter().flat_map(|invoice| &invoice.lines) {
        let entry = now.entry(line.charge_type).or_insert((0, None, false));
        *entry = (entry.0 + line.amount.get(), Some(line.tariff), entry.2 || line.share.0 < line.share.1);
    }
    let mut charges: Vec<ChargeTypeId> = now.keys().copied().collect();
    charges.extend(compared.before.iter().map(|row| row.charge));
    let before = |charge| compared.before.iter().find(|row| row.charge == charge);
    let moved = |charge: &ChargeTypeId| {
        let amount = now.get(charge).map_or(0, |(amount, ..)| *amount);
        amount.abs_diff(before(*charge).map_or(0, |row| row.amount.get()))
    };
    let Some(most) = charges.into_iter().max_by_key(moved) else { return Because::OtherCharges };
    match (before(most), now.get(&most)) {
        (Some(_), Some((_, _, true))) => Because::Days,
        (Some(row), Some((_, tariff, _))) if row.tariff != *tariff => Because::Tariff,
        (Some(_), Some(_)) if book.charge(most).is_some_and(crate::charge::Charge::is_metered) => {
            Because::Use
        }
        (Some(row), Some(_)) if row.parts > 1 => Because::Days,
        (Some(_), Some(_)) => Because::Tariff,
        _ => Because::OtherCharges,
    }
}

/// What is worse stands higher.
const fn weight(concern: &Concern) -> u8 {
    match concern {
        Concern::TooLarge { .. } => 0,
        Concern::TariffGap { .. } => 1,
        Concern::NoPayer => 2,
        Concern::UnusualUse { .. } => 3,
        Concern::DisputedReading { .. } => 4,
        Concern::MissingReading { .. } => 5,
        Concern::MissingArea { .. } => 6,
        Concern::NoAmountForType { .. } => 7,
        Concern::EstimatedReading { .. } => 8,
    }
}

fn sum(rows: &[Compared]) -> Rupiah {
    rows.iter().map(|row| row.amount).fold(Rupiah::ZERO, plus)
}

/// Beyond what a complex can own a preview stays at the limit; the issue itself refuses.
fn plus(one: Rupiah, other: Rupiah) -> Rupiah {
    one.checked_add(other).unwrap_or(one)
}
