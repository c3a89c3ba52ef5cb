//! What a price would mean: for one house while somebody types it, and for the whole complex. A whole stretch is laid
//! beside a whole stretch, so that days of a move or of a change do not blur the comparison. Pure.

use std::collections::BTreeSet;

use kernel::{Date, Period, Rupiah};
use rust_decimal::Decimal;

use super::{
    model::{ChargeType, Override, Tariff},
    plan::{ChargeBook, Concern, Metering, PlannedLine, UnitInPeriod, Usage, plan},
    rule::{Block, Rule},
};

/// A charge at one price.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub book: ChargeBook,
}

impl Sketch {
    /// As if this version had always held.
    pub fn new(kind: &ChargeType, tariff: &Tariff, overrides: Vec<Override>, period: Period) -> Self {
        let always = Tariff { from: Date::MIN, until: None, ..tariff.clone() };
        Self { book: ChargeBook::new(period, vec![(kind.clone(), vec![always])], overrides) }
    }

    /// What this house pays, and what stands in the way.
    pub fn of(&self, unit: &UnitInPeriod) -> House {
        let plan = plan(&self.book, unit, &BTreeSet::new());
        let lines: Vec<PlannedLine> = plan.invoices.into_iter().flat_map(|invoice| invoice.lines).collect();
        let amount = lines.iter().try_fold(Rupiah::ZERO, |sum, line| sum.checked_add(line.amount).ok());
        House { amount: amount.unwrap_or_default(), lines, concerns: plan.concerns }
    }

    /// What this house has agreed for itself.
    pub fn own_of(&self, unit: &UnitInPeriod) -> Option<&Override> {
        self.book.charges.iter().find_map(|charge| self.book.overrides_of(unit.unit, charge.kind.id).first())
    }
}

/// One house under one price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    pub amount: Rupiah,
    pub lines: Vec<PlannedLine>,
    pub concerns: Vec<Concern>,
}

/// The first month from this day on in which the charge is billed; `None` when it never is again.
pub fn month_from(kind: &ChargeType, from: Date) -> Option<Period> {
    let mut month = Period::of(from).max(kind.anchor);
    for _ in 0..12 {
        if kind.cadence.begins(kind.anchor, month) == Some(month) {
            return Some(month);
        }
        month = month.next();
    }
    None
}

/// What a change of price means for everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Houses that pay something under the new price.
    pub units: i64,
    /// Houses whose amount changes.
    pub changed: i64,
    pub before: Rupiah,
    pub after: Rupiah,
    /// Houses that cannot be billed: without an area, of a type without an amount.
    pub left_out: i64,
}

/// `before`: the price that holds now, if there is one.
pub fn effect(before: Option<&Sketch>, after: &Sketch, units: &[UnitInPeriod]) -> Effect {
    let mut effect = Effect::default();
    for unit in units {
        let new = after.of(unit);
        let old = before.map_or(Rupiah::ZERO, |before| before.of(unit).amount);
        effect.units += i64::from(new.amount > Rupiah::ZERO);
        effect.changed += i64::from(new.amount != old);
        let is_left_out = new.concerns.iter().any(|concern| {
            matches!(
                concern,
                Concern::MissingArea { .. } | Concern::NoAmountForType { .. } | Concern::TooLarge { .. }
            )
        });
        effect.left_out += i64::from(is_left_out);
        effect.before = effect.before.checked_add(old).unwrap_or(effect.before);
        effect.after = effect.after.checked_add(new.amount).unwrap_or(effect.after);
    }
    effect
}

/// The same house as if its meter had counted this much.
pub fn using(unit: &UnitInPeriod, kind: &ChargeType, used: Decimal) -> UnitInPeriod {
    let usage = Usage {
        used,
        reading_from: None,
        reading_to: None,
        usual: None,
        estimated: false,
        disputed: false,
        reading_ids: Vec::new(),
    };
    let mut unit = unit.clone();
    unit.usage.insert(kind.id, Metering::Read(usage));
    unit
}

/// A step of the sum, as one would write it on paper: so much times so much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub quantity: Option<Decimal>,
    pub rate: Decimal,
    /// Not rounded: what is rounded is the line.
    pub amount: Decimal,
}

/// How a metered price comes together: the fixed part first, then each block that was reached.
pub fn steps(rule: &Rule, used: Decimal) -> Vec<Step> {
    let Rule::Metered { fixed, blocks, minimum_use, .. } = rule else { return Vec::new() };
    let billed = minimum_use.map_or(used, |least| used.max(least));
    let mut steps = Vec::new();
    if *fixed > Rupiah::ZERO {
        let fixed = Decimal::from(fixed.get());
        steps.push(Step { quantity: None, rate: fixed, amount: fixed });
    }
    let ends = blocks.iter().skip(1).map(|next| Some(next.above)).chain([None]);
    for (Block { above, rate }, end) in blocks.iter().zip(ends) {
        let within = end.map_or(billed, |end| billed.min(end)) - *above;
        if within > Decimal::ZERO {
            steps.push(Step {
                quantity: Some(within),
                rate: *rate,
                amount: within.checked_mul(*rate).unwrap_or_default(),
            });
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charge::tests::world::{a12, arrangement, day, flat, kind, rp, tariff};
    use crate::charge::{Cadence, Figure};

    #[test]
    fn the_effect_of_a_price_counts_every_house_and_its_arrangement() {
        let old = tariff(1, "2026-01-01", None, flat(150_000));
        let new = tariff(2, "2026-04-01", None, flat(175_000));
        let own = vec![arrangement(Figure::DiscountPercent { percent: 50.into() }, "2026-01-01", None)];
        let april = month_from(&kind(), day("2026-04-10")).unwrap();
        let sketch = |tariff| Sketch::new(&kind(), tariff, own.clone(), april);
        let other = UnitInPeriod { unit: "00000000-0000-0000-0000-000000000077".parse().unwrap(), ..a12() };
        let found = effect(Some(&sketch(&old)), &sketch(&new), &[a12(), other]);
        let expected = Effect { units: 2, changed: 2, before: rp(225_000), after: rp(262_500), left_out: 0 };
        assert_eq!(found, expected);
    }

    #[test]
    fn the_next_billed_month_of_a_quarter_is_its_first() {
        let quarterly = ChargeType { cadence: Cadence::Quarterly, ..kind() };
        assert_eq!(
            month_from(&quarterly, day("2026-05-01")).map(|m| m.to_string()).as_deref(),
            Some("2026-07")
        );
        let once = ChargeType { cadence: Cadence::Once, ..kind() };
        assert_eq!(month_from(&once, day("2026-05-01")), None);
    }
}
