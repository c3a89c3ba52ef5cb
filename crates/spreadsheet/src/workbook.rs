//! The workbook as data: sheets of sparse rows, so that one far cell costs one cell.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};

/// Bounds within which a file is read. The defaults fit 50,000 homes and stay far below 128 MB of memory.
#[derive(Clone, Debug)]
pub struct Limits {
    pub file_bytes: u64,
    /// What all parts of a zipped workbook may unpack to, declared and actual.
    pub unpacked_bytes: u64,
    pub parts: usize,
    pub sheets: usize,
    /// The last row number a sheet may use.
    pub rows: u32,
    pub columns: u16,
    /// Filled cells of the whole workbook.
    pub cells: usize,
    /// Bytes of text of the whole workbook.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 16 << 20,
            unpacked_bytes: 64 << 20,
            parts: 2_000,
            sheets: 64,
            rows: 50_000,
            columns: 256,
            cells: 800_000,
            text_bytes: 24 << 20,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    /// Rows with at least one filled cell, in order.
    pub rows: Vec<Row>,
    pub merged: Vec<Span>,
}

/// One row; `number` is what the spreadsheet program shows at its left edge (from 1).
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub number: u32,
    /// Filled cells by column (from 0), in order.
    pub cells: Vec<(u16, Cell)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// The value is the cached result of a formula.
    pub formula: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text as typed; may carry blanks around it.
    Text(Box<str>),
    /// A numeric cell as decimal text (`85232367484`, `90.5`): a phone number here has lost its leading zero.
    Number(Box<str>),
    Date(NaiveDate),
    DateTime(NaiveDateTime),
    Bool(bool),
    /// `#N/A`, `#REF!` and the like.
    Error(Box<str>),
}

/// A merged range, both ends included; rows from 1, columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u16,
    pub last_column: u16,
}

impl Sheet {
    /// The number of the last filled row, 0 for an empty sheet.
    pub fn last_row(&self) -> u32 {
        self.rows.last().map_or(0, |row| row.number)
    }

    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }

    pub fn cell(&self, number: u32, column: u16) -> Option<&Cell> {
        self.row(number)?.cell(column)
    }
}

impl Row {
    pub fn cell(&self, column: u16) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        self.cells.get(at).map(|(_, cell)| cell)
    }
}

impl Cell {
    pub fn plain(value: Value) -> Self {
        Self { value, formula: false }
    }

    pub fn text(&self) -> Cow<'_, str> {
        self.value.text()
    }

    pub fn is_number(&self) -> bool {
        matches!(self.value, Value::Number(_))
    }
}

impl Value {
    /// The value as a person would type it; dates as `2026-11-22`.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::DateTime(at) => Cow::Owned(at.format("%Y-%m-%d %H:%M:%S").to_string()),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }
}

/// The letters above a column: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}
