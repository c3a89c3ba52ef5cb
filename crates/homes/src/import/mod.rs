//! Import: from somebody's own spreadsheet to units, people and occupancies.
//!
//! The heart is pure. [`examine`] takes a workbook, what the complex has ([`Existing`]) and what the user decided
//! ([`Choices`]), and puts every row into exactly one class: new, changed, unchanged, faulty or skipped. The plan of the
//! good rows is data. Importing the same file again finds everything unchanged. Around it: [`apply`] writes a plan and
//! takes it back, `record` and `sql` remember the file and the decisions, `pages` and `api` are the doors.
//!
//! Deliberately absent: dues and arrears (their columns are recognised and left alone), merging people, guessing
//! that two homes with one address are the same.

pub mod api;
pub mod apply;
mod choices;
mod columns;
pub mod command;
mod drafts;
mod examine;
mod existing;
mod faults;
mod headers;
mod headings;
mod households;
mod jobs;
mod look;
mod neighbours;
mod pages;
mod phones;
mod plan;
pub mod record;
mod report;
mod rows;
mod say;
mod seen;
mod settling;
mod sql;
mod status;
mod suggestions;
mod tables;
#[cfg(test)]
mod tests;
mod units;
mod values;
mod words;

pub use self::jobs::{ApplyImport, ForgetImportFiles};
pub use choices::{Choices, ColumnChoice, Correction, RowPlace, Rule, Suggestion};
pub use columns::{ColumnMatch, Confidence, Meaning};
pub use examine::{Counts, Examination, RowClass, RowOutcome, correctable, examine};
pub use existing::{Existing, ExistingOccupant, ExistingPerson, ExistingUnit, Role};
pub use faults::{Fault, FaultKind, Warning, WarningKind};
pub use plan::{Change, Changed, Leaving, PlannedPerson, PlannedRow};
pub use report::{FaultLine, Report, csv_of, faulty_rows};
pub use say::say_refusal;
pub use status::HomeStatus;
pub use tables::{Section, SkipReason};
pub use units::{area_name, unit_key};

use ::jobs::Registry;
use tenancy::Routes;

pub fn routes() -> Routes {
    pages::routes().and(api::routes())
}

/// Writing in the background; forgetting files at three in the morning.
pub fn registry() -> Registry {
    Registry::new().job::<ApplyImport>().daily::<ForgetImportFiles>(3)
}
