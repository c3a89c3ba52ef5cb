//! Collects cells into a workbook and refuses the first one that is too much.

use std::collections::BTreeMap;

use crate::{Cell, Limits, Refusal, Row, Sheet, Span, Value, Workbook};

/// Merged ranges beyond this are dropped: they only help to read headers.
const MERGED: usize = 5_000;

pub struct Budget<'a> {
    limits: &'a Limits,
    cells: usize,
    text_bytes: usize,
    sheets: Vec<Sheet>,
}

impl<'a> Budget<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, text_bytes: 0, sheets: Vec::new() }
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    pub fn sheet(&mut self, name: &str, hidden: bool) -> Result<SheetBuilder<'_, 'a>, Refusal> {
        if self.sheets.len() >= self.limits.sheets {
            return Err(Refusal::TooManySheets { limit: self.limits.sheets });
        }
        let name = name.chars().take(200).collect();
        Ok(SheetBuilder { budget: self, name, hidden, rows: BTreeMap::new(), merged: Vec::new() })
    }

    pub fn workbook(self) -> Workbook {
        Workbook { sheets: self.sheets }
    }

    fn spend(&mut self, value: &Value) -> Result<(), Refusal> {
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(Refusal::TooManyCells { limit: self.limits.cells });
        }
        if let Value::Text(text) | Value::Number(text) | Value::Error(text) = value {
            self.text_bytes += text.len();
        }
        if self.text_bytes > self.limits.text_bytes {
            return Err(Refusal::TooMuchText { limit: self.limits.text_bytes });
        }
        Ok(())
    }
}

pub struct SheetBuilder<'b, 'a> {
    budget: &'b mut Budget<'a>,
    name: String,
    hidden: bool,
    rows: BTreeMap<u32, Vec<(u16, Cell)>>,
    merged: Vec<Span>,
}

impl SheetBuilder<'_, '_> {
    /// Takes a cell at a position counted from 0, as files do. Blank text is no cell.
    pub fn cell(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Refusal> {
        if let Value::Text(text) = &cell.value
            && text.trim().is_empty()
        {
            return Ok(());
        }
        let limits = self.budget.limits;
        if row >= limits.rows {
            return Err(Refusal::TooManyRows { sheet: self.name.clone(), limit: limits.rows });
        }
        let too_wide = || Refusal::TooManyColumns { sheet: self.name.clone(), limit: limits.columns };
        let column = u16::try_from(column).ok().filter(|at| *at < limits.columns).ok_or_else(too_wide)?;
        self.budget.spend(&cell.value)?;
        self.rows.entry(row + 1).or_default().push((column, cell));
        Ok(())
    }

    pub fn merge(&mut self, span: Span) {
        let real = span.first_row <= span.last_row && span.first_column <= span.last_column;
        if real && self.merged.len() < MERGED {
            self.merged.push(span);
        }
    }

    pub fn finish(self) {
        let rows = self.rows.into_iter().map(|(number, mut cells)| {
            cells.sort_by_key(|(column, _)| *column);
            cells.dedup_by_key(|(column, _)| *column);
            Row { number, cells }
        });
        let rows = rows.collect();
        self.budget.sheets.push(Sheet { name: self.name, hidden: self.hidden, rows, merged: self.merged });
    }
}
