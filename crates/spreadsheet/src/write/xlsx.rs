//! xlsx with a frozen, filterable header.

use std::io;

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Workbook};

use super::{Column, Field, WriteFault};

/// What Excel takes in one cell.
const LONGEST: usize = 32_767;

pub struct XlsxTable {
    workbook: Workbook,
    row: u32,
    columns: u16,
    whole: Format,
    date: Format,
    text: Format,
}

impl XlsxTable {
    pub fn new(sheet: &str, columns: &[Column]) -> Result<Self, WriteFault> {
        let mut workbook = Workbook::new();
        let header = Format::new().set_bold();
        let worksheet = workbook.add_worksheet_with_constant_memory()?;
        worksheet.set_name(sheet_name(sheet))?;
        worksheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(columns) {
            worksheet.set_column_width(at, f64::from(column.width.clamp(4, 80)))?;
        }
        for (at, column) in (0_u16..).zip(columns) {
            worksheet.write_string_with_format(0, at, &column.title, &header)?;
        }
        Ok(Self {
            workbook,
            row: 0,
            columns: u16::try_from(columns.len()).unwrap_or(u16::MAX),
            whole: Format::new().set_num_format("#,##0"),
            date: Format::new().set_num_format("dd/mm/yyyy"),
            text: Format::new().set_num_format("@"),
        })
    }

    pub fn row(&mut self, fields: &[Field]) -> Result<(), WriteFault> {
        self.row += 1;
        for (at, field) in (0_u16..).zip(fields) {
            self.cell(at, field)?;
        }
        Ok(())
    }

    pub fn finish<W: io::Write + Send>(mut self, mut out: W) -> Result<W, WriteFault> {
        let (row, last) = (self.row, self.columns.saturating_sub(1));
        self.workbook.worksheet_from_index(0)?.autofilter(0, 0, row, last)?;
        self.workbook.save_to_writer(&mut out)?;
        Ok(out)
    }

    fn cell(&mut self, at: u16, field: &Field) -> Result<(), WriteFault> {
        let row = self.row;
        let Self { workbook, whole, date, text, .. } = self;
        let sheet = workbook.worksheet_from_index(0)?;
        match field {
            Field::Empty => {}
            Field::Text(words) => {
                // A string cell is never run, whatever it begins with; the text format keeps it so after an edit.
                sheet.write_string_with_format(
                    row,
                    at,
                    words.chars().take(LONGEST).collect::<String>(),
                    text,
                )?;
            }
            Field::Integer(number) if number.unsigned_abs() < 1 << 53 => {
                sheet.write_number_with_format(row, at, *number as f64, whole)?;
            }
            // Beyond what a binary fraction holds exactly, a figure is safer as text.
            Field::Integer(number) => {
                sheet.write_string_with_format(row, at, number.to_string(), text)?;
            }
            Field::Decimal(number) => {
                sheet.write_number(row, at, number.to_f64().unwrap_or_default())?;
            }
            Field::Date(day) => {
                sheet.write_date_with_format(row, at, day, date)?;
            }
        }
        Ok(())
    }
}

/// Excel takes 31 letters and none of `[]:*?/\`, and no apostrophe at the ends.
fn sheet_name(name: &str) -> String {
    let clean: String =
        name.chars().map(|letter| if "[]:*?/\\".contains(letter) { ' ' } else { letter }).collect();
    let clean: String = clean.trim_matches(['\'', ' ']).chars().take(31).collect();
    if clean.trim().is_empty() { "Data".into() } else { clean.trim_matches(['\'', ' ']).to_owned() }
}
