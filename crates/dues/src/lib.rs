//! Dues: what is charged, how a month is billed, and how an invoice is settled.
//!
//! - `charge`: charge types, dated tariffs, overrides of a unit, and the arithmetic from them to a plan of invoices.
//! - `setting`: due day, automatic run, bank account and letterhead of the complex.
//! - `run` and `invoice`: the preview, the run, the issued invoice, its void and its credit note.
//! - `opening`: what was owed before, from a spreadsheet; `print`: many invoices on paper, in the background.
//! - `settle`: money received for a unit, what it settles, what is left as credit.
//!
//! Deliberately absent: how money came (payments), penalties, relief and letters (arrears), meters (their own room),
//! and the books themselves (ledger; `postings` is the list of every way dues move money).

mod api;
mod charge;
mod invariants;
pub mod invoice;
pub mod late;
mod opening;
pub mod owing;
mod postings;
mod print;
mod run;
pub mod sample;
pub mod setting;
pub mod settle;

pub use invariants::invariants;
pub use print::{PrintInvoices, TidyPrints};
pub use run::{BillBySchedule, BillMonth, InvoicesIssued, KILL_POINTS, KillPoints};
use tenancy::Routes;

/// Pages and API of this room.
pub fn routes() -> Routes {
    charge::routes()
        .and(setting::routes())
        .and(run::routes())
        .and(invoice::routes())
        .and(opening::routes())
        .and(print::routes())
}

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::document()
}

/// What this room does in the background.
pub fn jobs() -> jobs::Registry {
    run::jobs().and(print::jobs())
}

/// How the entries of this room are called in the books, and where their documents open.
pub const KINDS: &[ledger::Kind] = &[
    ledger::Kind { code: "invoice_issued", word: "dues-kind-issued", path: Some("tagihan") },
    ledger::Kind { code: "invoice_voided", word: "dues-kind-voided", path: Some("tagihan") },
    ledger::Kind { code: "invoice_reduced", word: "dues-kind-reduced", path: None },
    ledger::Kind { code: "payment_received", word: "dues-kind-received", path: None },
    ledger::Kind { code: "payment_reversed", word: "dues-kind-reversed", path: None },
    ledger::Kind { code: "credit_applied", word: "dues-kind-applied", path: None },
    ledger::Kind { code: "credit_released", word: "dues-kind-released", path: None },
    ledger::Kind { code: "reduction_released", word: "dues-kind-unreduced", path: None },
    ledger::Kind { code: "credit_refunded", word: "dues-kind-refunded", path: None },
];
