//! The billing run: a month is looked at first (the preview), then issued step by step in the background.
//!
//! The preview and the run walk through the same units with the same arithmetic, so what was shown is what is issued,
//! unless somebody changed something in between. What is promised: the same unit, charge and period is billed once,
//! whatever is retried, killed or run twice; the index `invoice_line_billed_once` keeps it, not this code.
//!
//! Deliberately absent: the arithmetic (`charge`), numbers and books (`invoice`), messages to residents (notices
//! listens to [`InvoicesIssued`]).

pub(crate) mod api;
mod draft;
mod households;
mod jobs;
mod kill;
mod look;
mod pages;
mod preview;
mod schedule;
mod sql;
mod start;
mod step;

use ::jobs::{Announcement, Registry};
pub(crate) use draft::{Issue, invoices, readings};
pub(crate) use households::Households;
pub(crate) use jobs::bill_now;
pub use jobs::{BillBySchedule, BillMonth};
use kernel::BillingRunId;
pub use kill::{KILL_POINTS, KillPoints};
use serde::{Deserialize, Serialize};
pub(crate) use sql::{lock_readings, unlock_readings};
use tenancy::Routes;

/// A month was billed to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicesIssued {
    pub run: BillingRunId,
}

impl Announcement for InvoicesIssued {
    const NAME: &'static str = "dues.invoices_issued";
}

pub fn routes() -> Routes {
    pages::routes().and(api::routes())
}

pub fn jobs() -> Registry {
    Registry::new().job::<BillMonth>().daily::<jobs::BillBySchedule>(6)
}
