//! Penalties (denda): dated rules, what an invoice has earned, and the step that brings the books to that figure.
//!
//! Deliberately absent: fees on fees. A penalty never bears a penalty, and voluntary charges bear none.

mod assess;
mod plan;
mod rule;
mod sql;

pub use assess::{Assessed, assess, assess_open, running};
pub use plan::Scope;
pub use rule::{Charge, Facts, Grace, Repeats, Rule};
