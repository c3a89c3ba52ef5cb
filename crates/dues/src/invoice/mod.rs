//! Issued invoices: one road by which any of them comes to be, the list, the page of one, its void and its reissue.
//!
//! An issued invoice does not change. What is wrong is voided with a reason and issued again, or lowered by a credit
//! note; what is paid is known from its settlements. Whoever charges something (the run, a late fee, an opening
//! balance, another room) drafts [`NewInvoice`]s and calls [`issue`].

mod issue;
mod model;
mod postings;
pub(crate) mod sql;

pub use issue::{issue, void};
pub use model::{InvoiceKind, Issued, NewInvoice, NewLine, OpenInvoice};
pub use sql::{invoices_of_unit, open_of_units};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
}
