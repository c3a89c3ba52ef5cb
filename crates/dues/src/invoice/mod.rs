//! Issued invoices: one road by which any of them comes to be, the list, the page of one, its void and its reissue.
//!
//! An issued invoice does not change. What is wrong is voided with a reason and issued again, or lowered by a credit
//! note; what is paid is known from its settlements. Whoever charges something (the run, a late fee, an opening
//! balance, another room) drafts [`NewInvoice`]s and calls [`issue`].

mod again;
pub(crate) mod api;
mod issue;
mod model;
pub(crate) mod pages;
pub(crate) mod paper;
mod postings;
pub(crate) mod sql;

pub use again::{PLANNED_ANEW, reissue, void_and_free};
pub use issue::{issue, void};
pub use model::{InvoiceKind, Issued, NewInvoice, NewLine, OpenInvoice};
pub use sql::{Standing, invoices_of_unit, open_of_units};
use tenancy::Routes;

pub fn routes() -> Routes {
    pages::routes().and(api::routes())
}
