//! xlsx, cell by cell, behind the guard of `archive`.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{builder::Budget, numbers};
use crate::{Cell, Refusal, Span, Value, Workbook};

pub fn parse(bytes: &[u8], mut budget: Budget<'_>) -> Result<Workbook, Refusal> {
    let mut xlsx = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let sheets: Vec<_> =
        xlsx.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect();
    for sheet in sheets {
        let merged = xlsx.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut target = budget.sheet(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        let mut cells = match xlsx.worksheet_cells_reader(&sheet.name) {
            Ok(cells) => cells,
            // A chart sheet, or one that the package names but does not hold.
            Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => continue,
            Err(error) => return Err(refused(error)),
        };
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(refused)? {
            if let Some(value) = value(&cell.value) {
                target.cell(cell.pos.0, cell.pos.1, Cell { value, formula: cell.formula.is_some() })?;
            }
        }
        for span in merged.iter().filter_map(span) {
            target.merge(span);
        }
        target.finish();
    }
    Ok(budget.workbook())
}

fn value(data: &DataRef<'_>) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text.as_str().into()),
        DataRef::SharedString(text) => Value::Text((*text).into()),
        DataRef::Int(whole) => Value::Number(whole.to_string().into()),
        DataRef::Float(number) => numbers::number(*number),
        DataRef::Bool(yes) => Value::Bool(*yes),
        DataRef::DateTimeIso(text) => numbers::iso(text).unwrap_or_else(|| Value::Text(text.as_str().into())),
        DataRef::Error(error) => Value::Error(error.to_string().into()),
        DataRef::DateTime(at) if at.is_duration() => numbers::number(at.as_f64()),
        DataRef::DateTime(at) => match at.as_datetime() {
            Some(moment) if numbers::date(at.as_f64(), false).is_some() => numbers::moment(moment),
            _ => numbers::number(at.as_f64()),
        },
    })
}

fn span(range: &Dimensions) -> Option<Span> {
    Some(Span {
        first_row: range.start.0.checked_add(1)?,
        last_row: range.end.0.checked_add(1)?,
        first_column: u16::try_from(range.start.1).ok()?,
        last_column: u16::try_from(range.end.1).ok()?,
    })
}

fn refused(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::PasswordProtected,
        other => Refusal::damaged(other),
    }
}
