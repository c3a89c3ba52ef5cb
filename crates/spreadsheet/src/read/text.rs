//! Text tables: which encoding, which separator, and rows counted as a spreadsheet program counts them.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::builder::Budget;
use crate::{Cell, Looks, Refusal, Value, Workbook, write::spoken};

/// A quoted cell that runs over more lines than this is a stray quotation mark, not a cell.
const QUOTED_LINES: usize = 60;
/// Separators in the order in which a tie is decided.
const SEPARATORS: [char; 4] = ['\t', ';', ',', '|'];
const SAMPLE_ROWS: usize = 60;

pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (guess(bytes), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    if looks_binary(&text) {
        return Err(Refusal::looks(Looks::Unknown));
    }
    Ok(text.into_owned())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(8_192) & !1];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half > 0 && odd * 10 > half * 4 && even * 10 < half {
        return UTF_16LE;
    }
    if half > 0 && even * 10 > half * 4 && odd * 10 < half {
        return UTF_16BE;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    // A UTF-8 file with a few broken places is still UTF-8; Windows-1252 has hardly any valid sequence.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.chars().filter(|letter| *letter == char::REPLACEMENT_CHARACTER).count();
    let sound = lossy.chars().filter(|letter| !letter.is_ascii()).count() - broken;
    if sound > 4 * broken { UTF_8 } else { WINDOWS_1252 }
}

fn looks_binary(text: &str) -> bool {
    let control = |letter: &char| {
        letter.is_control() && !matches!(letter, '\t' | '\r' | '\n' | '\x0B' | '\x0C' | '\x1A')
    };
    let (mut controls, mut broken, mut letters) = (0, 0, 0);
    for letter in text.chars().take(65_536) {
        letters += 1;
        controls += usize::from(control(&letter));
        broken += usize::from(letter == char::REPLACEMENT_CHARACTER);
    }
    text.contains('\0') || controls * 100 > letters || broken * 4 > letters
}

pub fn parse(text: &str, name: &str, mut budget: Budget<'_>) -> Result<Workbook, Refusal> {
    let text = text.trim_start_matches('\u{FEFF}').trim_end_matches('\x1A');
    let (text, separator) = match announced(text) {
        Some((separator, rest)) => (rest, separator),
        None => (text, separator(text)),
    };
    let last_row = budget.limits().rows;
    let mut sheet = budget.sheet(name, false)?;
    for (row, cells) in Records::new(text, separator).enumerate() {
        let row = u32::try_from(row).unwrap_or(last_row);
        for (column, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            sheet.cell(row, column, Cell::plain(Value::Text(spoken(&cell).into())))?;
        }
    }
    sheet.finish();
    Ok(budget.workbook())
}

/// Excel's own first line, `sep=;`, which it does not count as a row.
fn announced(text: &str) -> Option<(char, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let mut after = line.trim_end_matches('\r').strip_prefix("sep=")?.chars();
    let separator = after.next()?;
    after.next().is_none().then_some((separator, rest))
}

/// The separator with which most rows have the same number of cells.
fn separator(text: &str) -> char {
    let score = |separator: char| {
        let mut counts = [0_usize; 64];
        let mut rows = 0;
        for cells in Records::new(text, separator)
            .take(SAMPLE_ROWS * 4)
            .filter(|cells| cells.iter().any(|cell| !cell.is_empty()))
            .take(SAMPLE_ROWS)
        {
            rows += 1;
            counts[cells.len().min(63)] += 1;
        }
        let (width, agreeing) =
            counts.iter().enumerate().skip(2).max_by_key(|(_, rows)| **rows).unwrap_or((0, &0));
        if *agreeing == 0 { 0 } else { agreeing * 1_000 / rows.max(1) + width.min(40) }
    };
    let best = SEPARATORS
        .iter()
        .rev()
        .map(|separator| (score(*separator), *separator))
        .max_by_key(|(score, _)| *score);
    best.map_or(',', |(_, separator)| separator)
}

/// Rows of cells, quotes obeyed, blank lines kept so that row numbers stay true.
struct Records<'t> {
    rest: &'t str,
    separator: char,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, separator: char) -> Self {
        Self { rest: text, separator }
    }

    /// Takes one cell; tells whether the row ends after it.
    fn cell(&mut self) -> (String, bool) {
        if let Some(quoted) = self.rest.strip_prefix('"')
            && let Some((cell, rest)) = quoted_cell(quoted, self.separator)
        {
            self.rest = rest;
            return (cell, self.step());
        }
        let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
        let cell = self.rest[..end].to_owned();
        self.rest = &self.rest[end..];
        (cell, self.step())
    }

    /// Steps over a separator (row goes on) or a line end.
    fn step(&mut self) -> bool {
        if let Some(rest) = self.rest.strip_prefix(self.separator) {
            self.rest = rest;
            return false;
        }
        self.rest = self
            .rest
            .strip_prefix("\r\n")
            .or_else(|| self.rest.strip_prefix(['\n', '\r']))
            .unwrap_or(self.rest);
        true
    }
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            let (cell, ends) = self.cell();
            cells.push(cell);
            // More cells than any sheet has: stop here, the budget refuses what was taken.
            if ends || cells.len() > 20_000 {
                return Some(cells);
            }
        }
    }
}

/// The cell after an opening quote, or nothing when the quote never closes properly.
fn quoted_cell(text: &str, separator: char) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    let mut lines = 0;
    loop {
        let at = rest.find('"')?;
        cell.push_str(&rest[..at]);
        lines += rest[..at].matches('\n').count();
        if lines > QUOTED_LINES {
            return None;
        }
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('"') {
            cell.push('"');
            rest = after;
            continue;
        }
        let closed = rest.is_empty() || rest.starts_with([separator, '\n', '\r']);
        return closed.then_some((cell, rest));
    }
}
