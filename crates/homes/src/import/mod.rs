//! Import: from somebody's own spreadsheet to units, people and occupancies.
//!
//! This part is pure. [`examine`] takes a workbook, what the complex has ([`Existing`]) and what the user decided
//! ([`Choices`]), and puts every row into exactly one class: new, changed, unchanged, faulty or skipped. The plan of the
//! good rows is data; running it is not done here. Importing the same file again finds everything unchanged.
//!
//! Deliberately absent here: dues and arrears (their columns are recognised and left alone), merging people, guessing
//! that two homes with one address are the same.

mod choices;
mod columns;
mod drafts;
mod examine;
mod existing;
mod faults;
mod headers;
mod households;
mod neighbours;
mod phones;
mod plan;
mod report;
mod rows;
mod say;
mod suggestions;
mod tables;
#[cfg(test)]
mod tests;
mod units;
mod values;
mod words;

pub use choices::{Choices, ColumnChoice, Correction, RowPlace, Rule, Suggestion};
pub use columns::{ColumnMatch, Confidence, Meaning};
pub use examine::{Counts, Examination, RowClass, RowOutcome, correctable, examine};
pub use existing::{Existing, ExistingOccupant, ExistingPerson, ExistingUnit, Role};
pub use faults::{Fault, FaultKind, Warning, WarningKind};
pub use plan::{Change, Changed, Leaving, PlannedPerson, PlannedRow};
pub use report::{FaultLine, Report, csv_of, faulty_rows};
pub use say::say_refusal;
pub use tables::{Section, SkipReason};
pub use units::{area_name, unit_key};
pub use values::HomeStatus;
