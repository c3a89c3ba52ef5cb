//! What a unit pays for one whole stretch of a charge (a month, a quarter, a year), before overrides, days and tax.

use std::collections::BTreeMap;

use homes::UnitStatus;
use kernel::Rupiah;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::plan::{Metering, UnitInPeriod};

/// How an amount comes to be. Stored as JSON in `tariff.rule`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// The same for every house; a plot pays nothing.
    Flat {
        #[schema(value_type = i64)]
        amount: Rupiah,
    },
    /// By the area of the land or the building; a plot pays nothing.
    PerM2 {
        of: Area,
        /// Rupiah for one m².
        #[schema(value_type = String, example = "1250.50")]
        rate: Decimal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<i64>)]
        minimum: Option<Rupiah>,
    },
    /// By the type of the house as the unit has it; a plot pays nothing.
    ByUnitType {
        #[schema(value_type = BTreeMap<String, i64>)]
        amounts: BTreeMap<String, Rupiah>,
        /// For a type that has no amount of its own; without it such a unit is not billed and named as a concern.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<i64>)]
        otherwise: Option<Rupiah>,
    },
    /// By who is there. A state without an amount pays nothing; only this rule names plots.
    ByOccupancy {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<i64>)]
        lived_in: Option<Rupiah>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<i64>)]
        rented: Option<Rupiah>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<i64>)]
        empty: Option<Rupiah>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<i64>)]
        plot: Option<Rupiah>,
    },
    /// By what the meter counted.
    Metered {
        /// Which month's use is charged.
        #[serde(default)]
        usage: UsageMonth,
        /// Whatever was used.
        #[schema(value_type = i64)]
        fixed: Rupiah,
        /// Ascending; the first begins at nothing. What lies in a block costs that block's rate.
        blocks: Vec<Block>,
        /// Whoever uses less pays for this much.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<String>)]
        minimum_use: Option<Decimal>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    Land,
    Building,
}

/// Most complexes read at the end of a month and bill with the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UsageMonth {
    #[default]
    Before,
    Same,
}

/// From this use on (m³, kWh) each unit of it costs `rate` rupiah.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    #[schema(value_type = String, example = "10")]
    pub above: Decimal,
    #[schema(value_type = String, example = "3500")]
    pub rate: Decimal,
}

/// What a rule makes of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// The charge does not concern this unit.
    Nothing,
    Amount {
        /// Rupiah, not yet rounded.
        exact: Decimal,
        /// Of what, and what one of it costs, where a line can show it.
        quantity: Option<Decimal>,
        rate: Option<Decimal>,
    },
    MissingArea(Area),
    NoAmountForType,
    /// Beyond what a complex can own: somebody typed a figure wrongly.
    TooLarge,
}

impl Price {
    fn flat(amount: Rupiah) -> Self {
        Self::Amount { exact: Decimal::from(amount.get()), quantity: None, rate: None }
    }
}

impl Rule {
    /// What this unit pays for one whole stretch. `metering` is what its meter counted, for a metered rule.
    pub fn price(&self, unit: &UnitInPeriod, metering: Option<&Metering>) -> Price {
        let is_plot = unit.status == UnitStatus::Plot;
        match self {
            Self::ByOccupancy { lived_in, rented, empty, plot } => {
                let amount = match unit.status {
                    UnitStatus::LivedIn => lived_in,
                    UnitStatus::Rented => rented,
                    UnitStatus::Empty => empty,
                    UnitStatus::Plot => plot,
                };
                amount.map_or(Price::Nothing, Price::flat)
            }
            Self::Metered { fixed, blocks, minimum_use, .. } => {
                metering.map_or(Price::Nothing, |metering| metered(*fixed, blocks, *minimum_use, metering))
            }
            _ if is_plot => Price::Nothing,
            Self::Flat { amount } => Price::flat(*amount),
            Self::PerM2 { of, rate, minimum } => per_m2(*of, *rate, *minimum, unit),
            Self::ByUnitType { amounts, otherwise } => by_type(amounts, *otherwise, &unit.unit_type),
        }
    }

    /// As it stands in the JSON, in forms and in the API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Flat { .. } => "flat",
            Self::PerM2 { .. } => "per_m2",
            Self::ByUnitType { .. } => "by_unit_type",
            Self::ByOccupancy { .. } => "by_occupancy",
            Self::Metered { .. } => "metered",
        }
    }

    pub const fn is_metered(&self) -> bool {
        matches!(self, Self::Metered { .. })
    }
}

/// What so much use costs in progressive blocks, without the fixed part: continuous, and never less for more.
/// `None` when it is beyond counting.
pub fn progressive(blocks: &[Block], used: Decimal) -> Option<Decimal> {
    let ends = blocks.iter().skip(1).map(|next| Some(next.above)).chain([None]);
    blocks.iter().zip(ends).try_fold(Decimal::ZERO, |sum, (block, end)| {
        let top = end.map_or(used, |end| used.min(end));
        let within = (top - block.above).max(Decimal::ZERO);
        sum.checked_add(within.checked_mul(block.rate)?)
    })
}

fn metered(fixed: Rupiah, blocks: &[Block], minimum_use: Option<Decimal>, metering: &Metering) -> Price {
    let fixed = Decimal::from(fixed.get());
    // Nobody read it: what was used comes with the next reading, so nothing is guessed here.
    let Metering::Read(usage) = metering else {
        return Price::Amount { exact: fixed, quantity: None, rate: None };
    };
    let billed = minimum_use.map_or(usage.used, |least| usage.used.max(least));
    let rate = if let [only] = blocks { Some(only.rate) } else { None };
    match progressive(blocks, billed).and_then(|sum| sum.checked_add(fixed)) {
        Some(exact) => Price::Amount { exact, quantity: Some(billed), rate },
        None => Price::TooLarge,
    }
}

fn per_m2(of: Area, rate: Decimal, minimum: Option<Rupiah>, unit: &UnitInPeriod) -> Price {
    let m2 = match of {
        Area::Land => unit.land_m2,
        Area::Building => unit.building_m2,
    };
    let Some(m2) = m2 else { return Price::MissingArea(of) };
    let Some(product) = m2.checked_mul(rate) else { return Price::TooLarge };
    let least = minimum.map_or(Decimal::ZERO, |amount| Decimal::from(amount.get()));
    Price::Amount { exact: product.max(least), quantity: Some(m2), rate: Some(rate) }
}

fn by_type(amounts: &BTreeMap<String, Rupiah>, otherwise: Option<Rupiah>, unit_type: &str) -> Price {
    let same = |name: &str| name.trim().eq_ignore_ascii_case(unit_type.trim());
    let own = amounts
        .get(unit_type)
        .or_else(|| amounts.iter().find(|(name, _)| same(name)).map(|(_, amount)| amount));
    own.copied().or(otherwise).map_or(Price::NoAmountForType, Price::flat)
}
