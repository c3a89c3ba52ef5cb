use kernel::{Date, Rupiah};
use serde_json::{Value, json};

use super::{ROWS_LIMIT, View, at_most, view::some};
use crate::PaperFault;

/// Any list as a document: a title, columns, rows, perhaps a last row of totals.
#[derive(Clone, Debug)]
pub struct Table {
    pub title: String,
    /// Below the title: the month, the filter. Empty when there is nothing to say.
    pub subtitle: String,
    pub as_of: Date,
    pub turn: Turn,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// A sentence below the table; empty when there is none.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Portrait,
    Landscape,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub title: String,
    pub kind: ColumnKind,
}

/// What stands in a column decides where it stands and how much room it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Takes the room that is left.
    Text,
    /// A code, number or date: as wide as it is.
    Short,
    /// To the right, digits below digits.
    Figure,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub style: RowStyle,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowStyle {
    Plain,
    /// A heading of the rows that follow.
    Heading,
    /// A sum of rows above.
    Total,
}

#[derive(Clone, Debug)]
pub enum Cell {
    Text(String),
    /// Without `Rp`: the column's title says it.
    Amount(Rupiah),
    Count(i64),
    Day(Date),
    Empty,
}

const COLUMNS_LIMIT: usize = 14;

impl Table {
    pub(super) fn view(&self, view: View) -> Result<Value, PaperFault> {
        at_most("columns of a table", self.columns.len(), COLUMNS_LIMIT)?;
        at_most("rows of a table", self.rows.len(), ROWS_LIMIT)?;
        if self.columns.is_empty() || self.rows.iter().any(|row| row.cells.len() != self.columns.len()) {
            return Err(PaperFault::DoesNotAddUp("cells of a table"));
        }
        let column = |column: &Column| json!({"title": column.title, "kind": column.kind.name()});
        let row = |row: &Row| {
            let cells: Vec<Option<String>> = row.cells.iter().map(|cell| cell.text(view)).collect();
            json!({"style": row.style.name(), "cells": cells})
        };
        Ok(json!({
            "kind": "table",
            "title": self.title,
            "subtitle": some(&self.subtitle),
            "as-of": view.date(self.as_of),
            "landscape": self.turn == Turn::Landscape,
            "columns": self.columns.iter().map(column).collect::<Value>(),
            "rows": self.rows.iter().map(row).collect::<Value>(),
            "note": some(&self.note),
        }))
    }
}

impl ColumnKind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Short => "short",
            Self::Figure => "figure",
        }
    }
}

impl RowStyle {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Heading => "heading",
            Self::Total => "total",
        }
    }
}

impl Cell {
    fn text(&self, view: View) -> Option<String> {
        match self {
            Self::Text(text) => some(text).map(str::to_owned),
            Self::Amount(amount) => Some(view.figure(*amount)),
            Self::Count(count) => Some(view.number(*count)),
            Self::Day(day) => Some(view.short_date(*day)),
            Self::Empty => None,
        }
    }
}
