//! The documents as plain data, and what a template is told about each of them.
//!
//! Amounts and dates arrive as amounts and dates and leave as text, through the formatter that the pages use too. Where a
//! document shows parts and their sum, the sum is made here or compared here.

mod invoice;
mod letter;
mod recap;
mod receipt;
mod statement;
mod table;
mod view;

pub use invoice::{Invoice, InvoiceState};
pub use letter::{Clearance, OpenInvoice, Signatory, Step, Warning};
pub use recap::{Block, Recap};
pub use receipt::{Receipt, Reversal};
pub use statement::{Entry, Statement};
pub use table::{Cell, Column, ColumnKind, Row, RowStyle, Table, Turn};
pub(crate) use view::View;

use kernel::{Date, Locale, Rupiah};
use serde_json::Value;

use crate::PaperFault;

/// A line with its amount: `Iuran pengelolaan (IPL)`, `November 2026`, Rp 350.000.
#[derive(Clone, Debug)]
pub struct Line {
    pub label: String,
    /// Smaller, below the label: the month, the meter's figures. Empty when there is nothing to say.
    pub detail: String,
    pub amount: Rupiah,
}

/// One way to pay, as a box on an invoice or letter.
#[derive(Clone, Debug)]
pub enum PaymentWay {
    /// A transfer to the account of the complex.
    Transfer {
        bank: String,
        account: String,
        holder: String,
        /// What to transfer to the rupiah, the unit's unique code included; `None` leaves the amount to the payer.
        exact: Option<Rupiah>,
        /// The unit's permanent unique code, as it is said aloud: `112`.
        unique_code: Option<String>,
    },
    /// Anything that one sentence explains: cash at the office, the page behind the link.
    Other { title: String, text: String },
}

/// What the press prints.
#[derive(Clone, Debug)]
pub enum Document {
    Invoice(Box<Invoice>),
    Receipt(Box<Receipt>),
    Statement(Box<Statement>),
    Warning(Box<Warning>),
    Clearance(Box<Clearance>),
    Recap(Box<Recap>),
    Table(Box<Table>),
}

/// Rows of one document. A statement of ten years of monthly dues and payments has 240.
const ROWS_LIMIT: usize = 20_000;
/// Lines of one invoice or receipt, open invoices of one letter.
const LINES_LIMIT: usize = 400;

impl Document {
    /// What the template is told; refuses a document that contradicts itself or is beyond all measure.
    pub(crate) fn view(&self, locale: Locale) -> Result<Value, PaperFault> {
        let view = View::new(locale);
        match self {
            Self::Invoice(it) => it.view(view),
            Self::Receipt(it) => it.view(view),
            Self::Statement(it) => it.view(view),
            Self::Warning(it) => it.view(view),
            Self::Clearance(it) => it.view(view),
            Self::Recap(it) => it.view(view),
            Self::Table(it) => it.view(view),
        }
    }

    /// The day that the file carries as its date.
    pub(crate) fn day(&self) -> Date {
        match self {
            Self::Invoice(it) => it.issued_on,
            Self::Receipt(it) => it.recorded_on,
            Self::Statement(it) => it.to,
            Self::Warning(it) => it.issued_on,
            Self::Clearance(it) => it.issued_on,
            Self::Recap(it) => it.as_of,
            Self::Table(it) => it.as_of,
        }
    }

    pub(crate) fn rows(&self) -> usize {
        match self {
            Self::Invoice(it) => it.lines.len() + it.arrears.len(),
            Self::Receipt(it) => it.lines.len(),
            Self::Statement(it) => it.entries.len(),
            Self::Warning(it) => it.open.len(),
            Self::Clearance(_) => 1,
            Self::Recap(it) => it.blocks.len(),
            Self::Table(it) => it.rows.len() * it.columns.len().div_ceil(4),
        }
    }
}

fn at_most(what: &'static str, found: usize, limit: usize) -> Result<(), PaperFault> {
    if found > limit { Err(PaperFault::TooMuch { what, found, limit }) } else { Ok(()) }
}

fn sum(amounts: impl IntoIterator<Item = Rupiah>) -> Result<Rupiah, PaperFault> {
    amounts.into_iter().try_fold(Rupiah::ZERO, |total, amount| Ok(total.checked_add(amount)?))
}

macro_rules! is_a_document {
    ($($kind:ident),+) => {$(
        impl From<$kind> for Document {
            fn from(document: $kind) -> Self {
                Self::$kind(Box::new(document))
            }
        }
    )+};
}
is_a_document!(Invoice, Receipt, Statement, Warning, Clearance, Recap, Table);
