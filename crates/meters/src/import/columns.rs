//! Which columns of a spreadsheet mean what, and the rows as text. Pure.

use kernel::Date;
use rust_decimal::Decimal;
use spreadsheet::{Cell, Row, Sheet, Value, Workbook};

use crate::figure;

/// Rows above the titles: a letterhead, a heading.
const TITLES_WITHIN: usize = 15;

/// A row as it was understood; figures and days still as text, so that a fault can show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub row: u32,
    pub code: String,
    pub value: String,
    pub day: String,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Unit,
    Value,
    Day,
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    unit: u16,
    value: u16,
    day: Option<u16>,
    note: Option<u16>,
}

/// Titles that people here and in English give these columns. The first that fits wins, so that "meter akhir" goes
/// before "meter".
const TITLES: [(Meaning, &[&str]); 4] = [
    (
        Meaning::Unit,
        &[
            "unit",
            "kode unit",
            "kode",
            "no rumah",
            "nomor rumah",
            "rumah",
            "blok/no",
            "blok no",
            "kavling",
            "house",
            "house number",
            "unit code",
        ],
    ),
    (
        Meaning::Value,
        &[
            "sekarang",
            "angka sekarang",
            "stand akhir",
            "meter akhir",
            "stan akhir",
            "akhir",
            "angka meter",
            "stand meter",
            "angka",
            "stand",
            "stan",
            "pembacaan",
            "meter",
            "now",
            "current",
            "reading",
            "meter reading",
            "value",
        ],
    ),
    (
        Meaning::Day,
        &[
            "tanggal catat",
            "tanggal baca",
            "tanggal",
            "tgl",
            "tgl catat",
            "date of reading",
            "reading date",
            "read on",
            "date",
        ],
    ),
    (Meaning::Note, &["keterangan", "catatan", "alasan", "remarks", "remark", "note", "notes"]),
];

/// The rows with a unit and a figure; none when no columns for them are found.
pub fn lines(book: &Workbook) -> Option<Vec<Line>> {
    book.sheets.iter().filter(|sheet| !sheet.hidden).find_map(of_sheet)
}

/// What the page carries: one line of text for each row, cells parted by tabs.
pub fn carried(lines: &[Line]) -> String {
    let plain = |text: &str| text.replace(['\t', '\r', '\n'], " ");
    lines
        .iter()
        .map(|line| {
            format!(
                "{}\t{}\t{}\t{}\t{}",
                line.row,
                plain(&line.code),
                plain(&line.value),
                plain(&line.day),
                plain(&line.note)
            )
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// What the page carried, back again.
pub fn brought_back(text: &str) -> Vec<Line> {
    let line = |text: &str| {
        let mut cells = text.trim_end_matches('\r').split('\t').map(str::to_owned);
        Some(Line {
            row: cells.next()?.trim().parse().ok()?,
            code: cells.next()?,
            value: cells.next()?,
            day: cells.next()?,
            note: cells.next()?,
        })
    };
    text.lines().filter_map(line).collect()
}

fn of_sheet(sheet: &Sheet) -> Option<Vec<Line>> {
    let titled =
        sheet.rows.iter().take(TITLES_WITHIN).enumerate().find_map(|(at, row)| Some((at + 1, titles(row)?)));
    let (from, columns) = titled.or_else(|| Some((0, bare(sheet.rows.first()?)?)))?;
    let lines = sheet.rows.iter().skip(from).filter_map(|row| line(row, &columns));
    Some(lines.collect())
}

fn titles(row: &Row) -> Option<Columns> {
    let found = |meaning: Meaning| {
        let (_, names) = TITLES.iter().find(|(one, _)| *one == meaning)?;
        names.iter().find_map(|name| {
            row.cells.iter().find(|(_, cell)| words(&cell.text()) == *name).map(|(at, _)| *at)
        })
    };
    let (unit, value) = (found(Meaning::Unit)?, found(Meaning::Value)?);
    (unit != value).then_some(Columns { unit, value, day: found(Meaning::Day), note: found(Meaning::Note) })
}

/// Without titles: a house number in the first column, a figure in the second.
fn bare(row: &Row) -> Option<Columns> {
    let (unit, value) = (row.cell(0)?, row.cell(1)?);
    let is_house = unit.text().chars().any(|c| c.is_ascii_digit());
    let fits = is_house && figure::parse(&figure_text(value)).is_ok();
    fits.then_some(Columns { unit: 0, value: 1, day: Some(2), note: None })
}

/// Small letters, one space, no unit in brackets.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let before = lower.split('(').next().unwrap_or_default();
    let plain: String =
        before.chars().map(|c| if matches!(c, '_' | '.' | ':' | '*') { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A unit that nobody read has no figure, and is left alone.
fn line(row: &Row, columns: &Columns) -> Option<Line> {
    let text = |at: Option<u16>| {
        at.and_then(|at| row.cell(at)).map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    };
    let code = text(Some(columns.unit));
    let value = row.cell(columns.value).map(figure_text).unwrap_or_default();
    if code.is_empty() || value.is_empty() {
        return None;
    }
    let day = columns.day.and_then(|at| row.cell(at)).map(day_text).unwrap_or_default();
    Some(Line { row: row.number, code, value, day, note: text(columns.note) })
}

/// A numeric cell has a decimal point and no thousands; a typed text is left as it is.
fn figure_text(cell: &Cell) -> String {
    match &cell.value {
        Value::Number(text) => match text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(text)) {
            Ok(figure) => figure::typed(figure.round_dp(figure::DECIMALS)),
            Err(_) => text.to_string(),
        },
        other => other.text().trim().to_owned(),
    }
}

fn day_text(cell: &Cell) -> String {
    let iso = |day: Date| day.to_string();
    match &cell.value {
        Value::Date(day) => iso(*day),
        Value::DateTime(at) => iso(at.date()),
        other => other.text().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use spreadsheet::Limits;

    use super::*;

    fn read(text: &str) -> Option<Vec<Line>> {
        lines(&spreadsheet::read_text(text, "meter", &Limits::default()).unwrap())
    }

    fn line(row: u32, code: &str, value: &str, day: &str, note: &str) -> Line {
        Line { row, code: code.into(), value: value.into(), day: day.into(), note: note.into() }
    }

    #[test]
    fn columns_are_known_by_what_they_are_called() {
        let text = "Catatan meter\t\t\t\nNo. Rumah\tStand awal\tStand akhir (m3)\tTgl.\nA-01\t100\t120,5\t20/11/2026\nA-02\t90\t\t\n";
        assert_eq!(read(text), Some(vec![line(3, "A-01", "120,5", "20/11/2026", "")]));
        let english = "Unit\tBefore\tNow\tRemarks\nA-01\t100\t120\tleak mended\n";
        assert_eq!(read(english), Some(vec![line(2, "A-01", "120", "", "leak mended")]));
    }

    #[test]
    fn two_columns_without_titles_are_houses_and_figures() {
        assert_eq!(read("A-01\t120\nA-02\t98\n").map(|lines| lines.len()), Some(2));
        assert_eq!(read("Rapat warga\tSabtu\nAgenda\tIuran\n"), None);
    }

    #[test]
    fn what_a_page_carries_comes_back_the_same() {
        let all =
            vec![line(3, "A-01", "120,5", "2026-11-20", "bocor\tdiperbaiki"), line(4, "A-02", "7", "", "")];
        let back = brought_back(&carried(&all));
        assert_eq!(back[0], line(3, "A-01", "120,5", "2026-11-20", "bocor diperbaiki"));
        assert_eq!(back[1], all[1]);
    }
}
