//! Charge types, tariffs and overrides, and the arithmetic from them to a plan of invoices.
//!
//! `model`, `rule`, `prorate`, `overrides`, `lines` and `plan` are pure; a run loads a [`ChargeBook`] with [`book`] and
//! the facts of its units, and [`plan`] says who is billed what.

mod lines;
mod model;
mod overrides;
mod plan;
mod prorate;
mod rule;
mod sql;
mod wording;

#[cfg(test)]
mod tests;

pub use model::{
    Cadence, ChargeType, Figure, Liable, Obligation, Override, Proration, Stretch, Tariff, TaxClass,
};
pub use plan::{
    Charge, ChargeBook, Concern, Metering, PlannedInvoice, PlannedLine, StayOf, UnitInPeriod, UnitPlan, Usage,
    UsageWanted, plan,
};
pub use rule::{Area, Block, Rule, UsageMonth};
pub use sql::book;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
}
