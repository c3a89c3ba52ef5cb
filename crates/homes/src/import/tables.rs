//! From a sheet to tables: which rows are titles, headings, sums and notes, and which are data.

use serde::{Deserialize, Serialize};
use spreadsheet::{Row, Sheet, Value, column_letters};

use super::{
    choices::Choices,
    columns::{ColumnMatch, Confidence, Meaning, recognise},
    headers::{Header, headers, is_numbering},
    headings::{Heading, block_named, heading},
    settling::settle,
    units::{area_name, looks_like_unit},
    words::{numbered, opens_note, opens_total, tidy, whole},
};

/// Rows below the header that are looked at to understand a column.
const SAMPLE_ROWS: usize = 200;

/// Why a row is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    Title,
    Header,
    /// `BLOK A`
    Heading,
    Total,
    /// Signatures and remarks below the table.
    Note,
    Blank,
    /// The sheet holds no table of homes.
    NoTable,
    HiddenSheet,
    /// Left out by the user.
    ByHand,
}

/// A table: its header rows (0 when it has none) and its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub sheet: String,
    pub header_row: u32,
    pub last_header_row: u32,
    pub columns: Vec<ColumnMatch>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    Skipped(SkipReason),
    Data(DataRow),
}

/// A row of data and what the rows above say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct DataRow {
    pub section: usize,
    pub block: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
}

/// A sheet taken apart; `rows` has one entry for every row up to the last used one.
pub struct Scan {
    pub sections: Vec<Section>,
    pub rows: Vec<RowKind>,
}

impl Section {
    pub fn column(&self, meaning: Meaning) -> Option<&ColumnMatch> {
        self.columns.iter().find(|column| column.meaning == meaning)
    }

    fn meaning(&self, column: u16) -> Meaning {
        self.columns
            .iter()
            .find(|known| known.column == column)
            .map_or(Meaning::Ignored, |known| known.meaning)
    }
}

pub fn scan(sheet: &Sheet, choices: &Choices) -> Scan {
    let last = sheet.last_row() as usize;
    let all = |reason| Scan { sections: Vec::new(), rows: vec![RowKind::Skipped(reason); last] };
    if sheet.hidden {
        return all(SkipReason::HiddenSheet);
    }
    let mut headers = headers(sheet);
    if headers.is_empty() {
        headers.push(Header { first_row: 0, last_row: 0, titles: Default::default() });
    }
    let sections: Vec<Section> = (0..headers.len()).map(|at| section(sheet, &headers, at, choices)).collect();
    let untitled = sections.len() == 1 && sections[0].header_row == 0;
    let tells = |section: &Section| {
        let counting = section.columns.iter().filter(|column| column.meaning.counts()).count();
        section.columns.iter().any(|column| column.meaning.is_place()) && counting >= 2
    };
    if untitled && !tells(&sections[0]) {
        return all(SkipReason::NoTable);
    }
    let mut walk = Walk::new(sheet, &sections);
    let rows = (1..=sheet.last_row()).map(|number| walk.kind(number)).collect();
    Scan { sections, rows }
}

fn section(sheet: &Sheet, headers: &[Header], at: usize, choices: &Choices) -> Section {
    let header = &headers[at];
    let end = headers.get(at + 1).map_or(u32::MAX, |next| next.first_row);
    let first = sheet.rows.partition_point(|row| row.number <= header.last_row);
    let below: Vec<&Row> =
        sheet.rows[first..].iter().take_while(|row| row.number < end).take(SAMPLE_ROWS).collect();
    let values = |column: u16| -> Vec<String> {
        let texts = below
            .iter()
            .filter(|row| row.cells.len() > 1)
            .filter_map(|row| row.cell(column))
            .map(|cell| whole(tidy(&cell.text())));
        texts.filter(|text| !text.is_empty() && !opens_total(text)).collect()
    };
    let mut used: Vec<u16> = header.titles.keys().copied().collect();
    used.extend(
        below
            .iter()
            .filter(|row| row.cells.len() > 1)
            .flat_map(|row| row.cells.iter().map(|(column, _)| *column)),
    );
    used.sort_unstable();
    used.dedup();
    let mut columns: Vec<ColumnMatch> =
        used.into_iter().map(|column| column_match(column, header, &values(column))).collect();
    let chosen = |columns: &mut [ColumnMatch]| {
        for column in columns {
            if let Some(meaning) = choices.meaning(&sheet.name, header.first_row, column.column) {
                (column.meaning, column.confidence) = (meaning, Confidence::Chosen);
            }
        }
    };
    chosen(&mut columns);
    settle(&mut columns, &values);
    if header.first_row == 0 {
        untitled_names(&mut columns, &values);
    }
    chosen(&mut columns);
    Section {
        sheet: sheet.name.clone(),
        header_row: header.first_row,
        last_header_row: header.last_row,
        columns,
    }
}

fn column_match(column: u16, header: &Header, values: &[String]) -> ColumnMatch {
    let title = header.titles.get(&column).cloned().unwrap_or_default();
    let (meaning, confidence) = recognise(&title).unwrap_or((Meaning::Ignored, Confidence::Guess));
    let mut samples: Vec<String> = Vec::new();
    for value in values {
        if samples.len() < 3 && !samples.contains(value) {
            samples.push(value.chars().take(60).collect());
        }
    }
    ColumnMatch { column, letters: column_letters(column), title, meaning, confidence, samples }
}

/// Pasted without titles: the first column of words is the name, a column that counts is the row number.
fn untitled_names(columns: &mut [ColumnMatch], values: &dyn Fn(u16) -> Vec<String>) {
    let open =
        |column: &ColumnMatch| column.meaning == Meaning::Ignored && column.confidence == Confidence::Guess;
    for column in columns.iter_mut().filter(|column| open(column)) {
        let values = values(column.column);
        let words = values.iter().filter(|value| {
            value.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
                && !value.chars().any(|letter| letter.is_ascii_digit())
        });
        if !values.is_empty() && words.count() * 10 >= values.len() * 7 {
            (column.meaning, column.confidence) = (Meaning::Name, Confidence::Guess);
            return;
        }
    }
}

/// Walks down a sheet and remembers what headings said.
struct Walk<'s> {
    sheet: &'s Sheet,
    sections: &'s [Section],
    current: Option<usize>,
    block: Option<String>,
    rt: Option<String>,
    rw: Option<String>,
    /// Below the signatures nothing without a unit is data.
    in_notes: bool,
}

impl<'s> Walk<'s> {
    fn new(sheet: &'s Sheet, sections: &'s [Section]) -> Self {
        let (rt, rw) = (numbered(&sheet.name, "rt"), numbered(&sheet.name, "rw"));
        let letter = |name: &&str| name.len() == 1 && name.chars().all(|letter| letter.is_ascii_alphabetic());
        let block =
            block_named(&sheet.name).or_else(|| Some(sheet.name.trim()).filter(letter).map(area_name));
        Self { sheet, sections, current: None, block, rt, rw, in_notes: false }
    }

    fn kind(&mut self, number: u32) -> RowKind {
        let Some(row) = self.sheet.row(number) else { return RowKind::Skipped(SkipReason::Blank) };
        let at = self.sections.partition_point(|section| section.last_header_row < number);
        if self.sections.get(at).is_some_and(|section| section.header_row <= number) {
            self.current = Some(at);
            self.in_notes = false;
            return RowKind::Skipped(SkipReason::Header);
        }
        if self.current.is_none() && self.opens_untitled(row) {
            self.current = Some(0);
        }
        let Some(section) = self.current else {
            self.read_title(row);
            return RowKind::Skipped(SkipReason::Title);
        };
        match self.skip(row, &self.sections[section]) {
            Some(reason) => {
                if reason == SkipReason::Heading {
                    self.read_heading(row);
                }
                self.in_notes |= reason == SkipReason::Note;
                RowKind::Skipped(reason)
            }
            None => {
                self.in_notes = false;
                RowKind::Data(DataRow {
                    section,
                    block: self.block.clone(),
                    rt: self.rt.clone(),
                    rw: self.rw.clone(),
                })
            }
        }
    }

    /// Without titles the table opens with its first row of several cells; a line alone above it is a title.
    fn opens_untitled(&self, row: &Row) -> bool {
        let untitled = self.sections.first().is_some_and(|first| first.header_row == 0);
        let text = joined(row);
        untitled && (row.cells.len() > 1 || heading(&text).is_some() || looks_like_unit(&text))
    }

    fn skip(&self, row: &Row, section: &Section) -> Option<SkipReason> {
        let typed = |(column, cell): &&(u16, spreadsheet::Cell)| {
            !cell.formula && section.meaning(*column) != Meaning::RowNumber
        };
        let counting =
            row.cells.iter().filter(|cell| typed(cell) && section.meaning(cell.0).counts()).count();
        if self.is_heading(row, section) {
            return Some(SkipReason::Heading);
        }
        if self.is_total(row, section) {
            return Some(SkipReason::Total);
        }
        if is_numbering(row) && row.number <= section.last_header_row + 1 {
            return Some(SkipReason::Header);
        }
        if self.is_note(row, section) {
            return Some(SkipReason::Note);
        }
        let says_something = row.cells.iter().any(|cell| typed(&cell) && !is_dash(&cell.1.value));
        // A printed number with nothing beside it, or formulas waiting for a line to be filled in.
        (counting == 0 && !says_something).then_some(SkipReason::Blank)
    }

    fn is_heading(&self, row: &Row, section: &Section) -> bool {
        if row.cells.len() > 2 || row.cells.iter().any(|(_, cell)| !matches!(cell.value, Value::Text(_))) {
            return false;
        }
        let text = joined(row);
        let Some(heading) = heading(&text) else { return false };
        let spread = self.sheet.merged.iter().any(|span| {
            (span.first_row..=span.last_row).contains(&row.number)
                && span.last_column > span.first_column
                && row.cells.iter().any(|(column, _)| *column == span.first_column)
        });
        let in_place = row.cells.iter().any(|(column, _)| section.meaning(*column).is_place());
        // `BLOK B (2 unit)` is a heading, `Blok B 2` in the unit column is a home.
        let home = in_place && looks_like_unit(text.split('(').next().unwrap_or_default());
        match heading {
            Heading::Block(_) => spread || !in_place || row.cells.len() == 1 && !home,
            Heading::Rt(_) | Heading::Rw(_) | Heading::Title => spread || row.cells.len() == 1,
        }
    }

    fn is_total(&self, row: &Row, section: &Section) -> bool {
        let words = |text: &str| text.chars().any(char::is_alphabetic) && !opens_total(text);
        let label = row
            .cells
            .iter()
            .position(|(_, cell)| matches!(&cell.value, Value::Text(text) if opens_total(text)));
        // Below `Jumlah` a number counts: the homes under the unit, the people under the name.
        let place = row.cells.iter().any(|(column, cell)| {
            section.meaning(*column).is_place()
                && !opens_total(&cell.text())
                && (label != Some(0) || words(&cell.text()))
        });
        let only_formulas = row.cells.iter().all(|(_, cell)| cell.formula);
        let people = row
            .cells
            .iter()
            .filter(|(column, cell)| section.meaning(*column).is_person() && words(&cell.text()))
            .count();
        only_formulas || (label.is_some() && !place && people == 0)
    }

    fn is_note(&self, row: &Row, section: &Section) -> bool {
        let unit = row.cells.iter().any(|(column, cell)| {
            let meaning = section.meaning(*column);
            matches!(meaning, Meaning::Unit | Meaning::Number) && looks_like_unit(&cell.text())
                || meaning == Meaning::Number && cell.text().trim().parse::<u32>().is_ok()
        });
        let counted = row.cells.iter().any(|(column, cell)| {
            section.meaning(*column) == Meaning::RowNumber && cell.text().trim().parse::<u32>().is_ok()
        });
        let numbers = row.cells.iter().any(|(_, cell)| cell.is_number());
        let named = row.cells.iter().any(|(column, cell)| {
            let meaning = section.meaning(*column);
            meaning.is_place() || meaning.is_person() && cell.text().chars().any(char::is_alphabetic)
        });
        // `Rekap`, and below it `Kosong: 12`.
        if self.in_notes && !named && !counted && row.cells.len() <= 3 {
            return true;
        }
        if unit || counted || numbers {
            return false;
        }
        let remark = row
            .cells
            .iter()
            .take(1)
            .chain(row.cells.iter().filter(|_| row.cells.len() <= 3))
            .any(|(_, cell)| opens_note(&cell.text()));
        let counting = row.cells.iter().filter(|(column, _)| section.meaning(*column).counts()).count();
        let last = row.number >= self.last_sure_row(section);
        remark && row.cells.len() <= 4 || self.in_notes || (last && counting <= 1 && row.cells.len() <= 2)
    }

    /// The last row that is certainly data of this sheet: it has a place and somebody or something beside it.
    fn last_sure_row(&self, section: &Section) -> u32 {
        let sure = |row: &&Row| {
            let place = row.cells.iter().any(|(column, cell)| {
                section.meaning(*column).is_place()
                    && cell.text().chars().any(|letter| letter.is_ascii_digit())
            });
            place && row.cells.len() >= 3
        };
        self.sheet.rows.iter().rev().take(60).find(sure).map_or(u32::MAX, |row| row.number)
    }

    fn read_title(&mut self, row: &Row) {
        let text = joined(row);
        self.rt = numbered(&text, "rt").or(self.rt.take());
        self.rw = numbered(&text, "rw").or(self.rw.take());
        self.block = block_named(&text).or(self.block.take());
    }

    fn read_heading(&mut self, row: &Row) {
        match heading(&joined(row)) {
            Some(Heading::Rt(number)) => self.rt = Some(number),
            Some(Heading::Rw(number)) => self.rw = Some(number),
            Some(Heading::Block(block)) => self.block = Some(block),
            Some(Heading::Title) => self.block = None,
            None => {}
        }
    }
}

fn joined(row: &Row) -> String {
    row.cells.iter().map(|(_, cell)| tidy(&cell.text())).collect::<Vec<_>>().join(" ")
}

fn is_dash(value: &Value) -> bool {
    matches!(value, Value::Text(text) if !text.chars().any(char::is_alphanumeric))
}
