//! A month's readings from a spreadsheet: which columns mean what, what would be new, changed, unchanged or faulty, and
//! only then, when somebody says so, the same writing as from the sheet. The same file again changes nothing.
//!
//! Nothing is kept between the look and the import: the page carries the rows that were understood, and they are judged
//! once more when they come back. Deliberately absent: rules, which are the reading's.

mod columns;
mod pages;

use tenancy::Routes;

/// A spreadsheet of ten thousand units, and the rows of it that a page carries.
const LIMIT_BYTES: usize = 4_000_000;

pub fn routes() -> Routes {
    Routes::new("meters")
        .get("/k/{complex}/meter/impor", pages::index)
        .upload("/k/{complex}/meter/impor", LIMIT_BYTES, pages::look)
        .upload("/k/{complex}/meter/impor/terap", LIMIT_BYTES, pages::apply)
}
