//! Charge types, tariffs and overrides, and the arithmetic from them to a plan of invoices.
//!
//! `model`, `rule`, `prorate`, `overrides`, `lines`, `plan`, `versions` and `sketch` are pure; a run loads a
//! [`ChargeBook`] with [`book`] and the facts of its units, and [`plan`] says who is billed what. `pages` and `api` are
//! where people and programs set prices.

pub(crate) mod api;
mod lines;
mod model;
mod overrides;
mod pages;
mod plan;
mod prorate;
mod rule;
mod sketch;
pub(crate) mod sql;
mod typed;
mod versions;
mod wording;
mod words;

#[cfg(test)]
mod tests;

pub use model::{
    Cadence, ChargeType, Figure, Liable, Obligation, Override, Proration, Stretch, Tariff, TaxClass,
};
pub use plan::{
    Charge, ChargeBook, Concern, Metering, PlannedInvoice, PlannedLine, StayOf, UnitInPeriod, UnitPlan,
    Usage, UsageWanted, plan,
};
pub use rule::{Area, Block, Rule, UsageMonth};
pub use sql::book;
use tenancy::Routes;
pub(crate) use typed::tidy;

pub fn routes() -> Routes {
    pages::routes().and(api::routes())
}
