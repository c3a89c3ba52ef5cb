//! What leaves the examination: the report of the command line and the table of faulty rows to download.

use std::collections::BTreeMap;

use kernel::Locale;
use serde::Serialize;
use spreadsheet::{Column, Field, Format, Separator, Table, Workbook, WriteFault};

use super::examine::{Counts, Examination};

/// `klustera import FILE --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub counts: Counts,
    pub faults: Vec<FaultLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultLine {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub reason: String,
}

impl Examination {
    pub fn report(&self, locale: Locale) -> Report {
        let line = |fault: &super::faults::Fault| FaultLine {
            sheet: fault.sheet.clone(),
            row: fault.row,
            column: fault.column.clone(),
            reason: fault.say(locale),
        };
        Report { counts: self.counts, faults: self.faults.iter().map(line).collect() }
    }
}

/// Only the faulty rows, as they stand in the file, with the reason behind: to repair outside and import again.
pub fn faulty_rows(
    workbook: &Workbook,
    found: &Examination,
    locale: Locale,
    format: Format,
) -> Result<Vec<u8>, WriteFault> {
    let mut reasons: BTreeMap<(usize, u32), Vec<String>> = BTreeMap::new();
    for fault in &found.faults {
        let sheet = found.sheets.iter().position(|name| *name == fault.sheet).unwrap_or_default();
        reasons.entry((sheet, fault.row)).or_default().push(fault.say(locale));
    }
    let titles = titles(found, &reasons);
    let words = match locale {
        Locale::Id => ["Lembar", "Baris", "Alasan"],
        Locale::En => ["Sheet", "Row", "Reason"],
    };
    let mut columns: Vec<Column> = titles.values().map(|title| Column::new(title.as_str(), 18)).collect();
    columns.extend([Column::new(words[0], 14), Column::new(words[1], 8), Column::new(words[2], 60)]);
    let mut table = Table::new(format, words[2], &columns, Vec::new())?;
    for ((sheet, row), reasons) in reasons {
        let cell = |column: &u16| {
            workbook
                .sheets
                .get(sheet)
                .and_then(|sheet| sheet.cell(row, *column))
                .map(|cell| cell.text().into_owned())
        };
        let mut fields: Vec<Field> = titles.keys().map(|column| Field::from(cell(column))).collect();
        let name = found.sheets.get(sheet).cloned().unwrap_or_default();
        fields.extend([Field::from(name), Field::Integer(row.into()), Field::from(reasons.join(" "))]);
        table.row(&fields)?;
    }
    table.finish()
}

/// The format in which a complex's own programs open a download.
pub const fn csv_of(locale: Locale) -> Format {
    match locale {
        Locale::Id => Format::Csv(Separator::Semicolon),
        Locale::En => Format::Csv(Separator::Comma),
    }
}

/// Titles by column, from the first table of a sheet with faults that has one there.
fn titles(found: &Examination, reasons: &BTreeMap<(usize, u32), Vec<String>>) -> BTreeMap<u16, String> {
    let mut titles = BTreeMap::new();
    let faulty =
        |sheet: &str| reasons.keys().any(|(at, _)| found.sheets.get(*at).is_some_and(|name| name == sheet));
    for section in found.sections.iter().filter(|section| faulty(&section.sheet)) {
        for column in &section.columns {
            let title = if column.title.is_empty() { column.letters.clone() } else { column.title.clone() };
            titles.entry(column.column).or_insert(title);
        }
    }
    titles
}
