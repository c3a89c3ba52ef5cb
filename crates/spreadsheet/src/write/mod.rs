//! Writing: one table, as xlsx or csv, row by row in constant memory.
//!
//! A text that a spreadsheet program would run as a formula stays text: in xlsx it is written as a string cell, in csv
//! it gets an apostrophe in front, which reading takes away again.

mod csv;
mod xlsx;

use std::{borrow::Cow, io};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use self::{csv::CsvTable, xlsx::XlsxTable};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Xlsx,
    Csv(Separator),
}

/// What separates csv cells; it decides the decimal mark too, so that a double click opens it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `;` with decimal commas, for programs set to Indonesian.
    Semicolon,
    /// `,` with decimal points.
    Comma,
}

/// A column: its title, and how many letters wide it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub width: u16,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Empty,
    /// Names, codes, and phone numbers, which are no numbers.
    Text(String),
    Integer(i64),
    Decimal(Decimal),
    Date(NaiveDate),
}

#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    #[error("the table could not be written: {0}")]
    Io(#[from] io::Error),
    #[error("the table could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    #[error("the table could not be written: {0}")]
    Csv(#[from] ::csv::Error),
}

/// A table being written into `W`.
pub struct Table<W: io::Write>(Kind<W>);

enum Kind<W: io::Write> {
    Xlsx(Box<XlsxTable>, W),
    Csv(Box<CsvTable<W>>),
}

impl Column {
    pub fn new(title: impl Into<String>, width: u16) -> Self {
        Self { title: title.into(), width }
    }
}

impl<W: io::Write + Send> Table<W> {
    /// Opens a table; `sheet` names the sheet of a workbook (csv has no place for it).
    pub fn new(format: Format, sheet: &str, columns: &[Column], out: W) -> Result<Self, WriteFault> {
        Ok(Self(match format {
            Format::Xlsx => Kind::Xlsx(Box::new(XlsxTable::new(sheet, columns)?), out),
            Format::Csv(separator) => Kind::Csv(Box::new(CsvTable::new(separator, columns, out)?)),
        }))
    }

    pub fn row(&mut self, fields: &[Field]) -> Result<(), WriteFault> {
        match &mut self.0 {
            Kind::Xlsx(table, _) => table.row(fields),
            Kind::Csv(table) => table.row(fields),
        }
    }

    pub fn finish(self) -> Result<W, WriteFault> {
        match self.0 {
            Kind::Xlsx(table, out) => table.finish(out),
            Kind::Csv(table) => table.finish(),
        }
    }
}

impl Format {
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv(_) => "csv",
        }
    }

    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv(_) => "text/csv; charset=utf-8",
        }
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl<T: Into<Field>> From<Option<T>> for Field {
    fn from(field: Option<T>) -> Self {
        field.map_or(Self::Empty, Into::into)
    }
}

impl From<i64> for Field {
    fn from(whole: i64) -> Self {
        Self::Integer(whole)
    }
}

impl From<Decimal> for Field {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}

impl From<NaiveDate> for Field {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

/// A text that a spreadsheet program would take for a formula, behind any apostrophes of its own.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// The text as it goes into csv.
fn neutralised(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text as it was before [`neutralised`].
pub fn spoken(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(inner) if is_formula(inner) => inner,
        _ => text,
    }
}
