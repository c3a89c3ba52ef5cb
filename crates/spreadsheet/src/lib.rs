//! Workbooks that people send: read within fixed bounds, written so that nobody is harmed by opening them.
//!
//! [`read`] takes the bytes of an xlsx, xls, ods, csv or tsv file (or an HTML table that a bank calls `.xls`) and gives
//! a sparse [`Workbook`], or says in a [`Refusal`] why not. What a file *is* is decided by its content, never by its
//! name, and every bound of [`Limits`] is checked before memory is spent. [`Table`] writes rows to xlsx or csv.
//!
//! Deliberately absent: what the cells mean (that is the importing room's work), formulas (a formula cell is its cached
//! value), styles, pictures, and sentences for people.

mod read;
mod refusal;
mod workbook;
mod write;

pub use read::{read, read_text};
pub use refusal::{Looks, Refusal};
pub use workbook::{Cell, Limits, Row, Sheet, Span, Value, Workbook, column_letters};
pub use write::{Column, Field, Format, Separator, Table, WriteFault};
