//! Documents: invoices, receipts, statements, letters and tables, as PDF to print and keep, and as picture to share.
//!
//! The main words: a [`Document`] is plain data; a [`Letterhead`] says who sends it; the [`Press`] turns both into bytes,
//! in a few threads of its own with a bounded queue. `templates/` says how a document looks, `words/` what it says in
//! Indonesian and English.
//!
//! ```no_run
//! # async fn example(letterhead: paper::Letterhead, receipt: paper::Receipt) -> Result<(), paper::PaperFault> {
//! let press = paper::Press::start(paper::PressSettings::default())?;
//! let pdf = press.pdf(&letterhead, kernel::Locale::Id, receipt.clone().into()).await?;
//! let png = press.png(&letterhead, kernel::Locale::Id, receipt.into()).await?;
//! # drop((pdf, png)); Ok(()) }
//! ```
//!
//! Deliberately absent: rooms, the database, HTTP, files, the clock (a document carries its dates, so the same data give
//! the same bytes), fonts of the machine, packages, and any text of a user as typst source: what people wrote reaches
//! the templates as data only.

mod clean;
mod document;
mod fault;
mod letterhead;
mod picture;
mod press;
mod qr;
mod setting;
mod world;

pub use document::{
    Block, Cell, Clearance, Column, ColumnKind, Document, Entry, Invoice, InvoiceState, Line, OpenInvoice,
    PaymentWay, Recap, Receipt, Reversal, Row, RowStyle, Signatory, Statement, Step, Table, Turn, Warning,
};
pub use fault::{LogoFault, PaperFault};
pub use letterhead::{Letterhead, Logo};
pub use picture::PNG_LIMIT_BYTES;
pub use press::{Press, PressSettings};

#[cfg(test)]
mod tests;
