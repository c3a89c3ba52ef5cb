//! What was owed before the complex came to Klustera, brought in from a spreadsheet at the start: looked at first, then
//! one opening invoice for each figure, numbered, due and booked against the opening balance (saldo awal) like any other.
//! What a unit had paid ahead becomes its titipan. The same figure twice is brought in once; the indexes
//! `invoice_opening_once` and `credit_opening_once` keep it, not this code.
//!
//! Nothing is kept between the look and the bringing in: the page carries the figures that were understood, and they are
//! judged once more when they come back. Deliberately absent: opening cash (the ledger's), and what was paid in the years
//! before; those stay in the old books.

pub(crate) mod api;
mod bring;
mod columns;
mod facts;
mod figures;
mod judge;
mod pages;
mod say;
mod sql;
#[cfg(test)]
mod tests;

use tenancy::Routes;

/// A spreadsheet of ten thousand units, and the figures of it that a page carries back.
const LIMIT_BYTES: usize = 8_000_000;
/// Figures of one file. Whoever has more brings them in block by block.
const MOST: usize = 20_000;

pub fn routes() -> Routes {
    pages::routes().and(api::routes())
}
