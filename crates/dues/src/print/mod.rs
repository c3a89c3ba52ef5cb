//! A print of many invoices: ordered once, made in the background in parts of 150, watched while it grows, and fetched
//! part by part. Up to 500 are one PDF at once (`invoice::pages::print`); beyond them this.
//!
//! Deliberately absent: what an invoice looks like on paper (`invoice::paper`), and keeping prints: after a week their
//! files go, since the same print can be made again.

pub(crate) mod api;
mod jobs;
mod order;
mod pages;
mod sql;

use ::jobs::Registry;
pub use jobs::{PrintInvoices, TidyPrints};
pub(crate) use order::{MOST, order};
pub(crate) use pages::path;
use tenancy::Routes;

pub fn routes() -> Routes {
    pages::routes().and(api::routes())
}

pub fn jobs() -> Registry {
    Registry::new().job::<PrintInvoices>().daily::<TidyPrints>(2)
}
