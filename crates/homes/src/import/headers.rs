//! Finding the lines that title a table: one line, or two with merged groups.

use std::collections::BTreeMap;

use spreadsheet::{Row, Sheet, Value};

use super::{
    columns::{Meaning, recognise},
    units::looks_like_unit,
    words::{fold, tidy},
};

/// Filled rows in which the first header has to stand.
const FIRST_ROWS: usize = 500;
/// Headers above that a later one is compared with; a repeated one carries its titles on.
const REPEATED: usize = 20;
/// Rows that tell whether a single column lists units.
const SAMPLE: usize = 50;

/// The titles of a table by column, and the rows in which they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    pub first_row: u32,
    pub last_row: u32,
    pub titles: BTreeMap<u16, String>,
}

/// Every header of a sheet, from top to bottom. A later one either repeats the first or opens another table.
pub fn headers(sheet: &Sheet) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate() {
        if found.is_empty() && at >= FIRST_ROWS {
            break;
        }
        if found.last().is_some_and(|header| row.number <= header.last_row) || !could_be_titles(row) {
            continue;
        }
        let below = sheet.rows.get(at + 1).filter(|below| below.number == row.number + 1);
        let header = match found.is_empty() {
            true => first_header(sheet, row, below),
            false => later_header(sheet, at, &found),
        };
        found.extend(header);
    }
    found
}

/// Titles are words: no numbers, no dates, no long digits.
fn could_be_titles(row: &Row) -> bool {
    let word = |value: &Value| match value {
        Value::Text(text) => text.chars().filter(char::is_ascii_digit).count() <= 4 && text.len() <= 80,
        _ => false,
    };
    row.cells.iter().all(|(_, cell)| word(&cell.value))
}

fn first_header(sheet: &Sheet, row: &Row, below: Option<&Row>) -> Option<Header> {
    let single = one_line(row);
    let double = below.and_then(|below| two_lines(sheet, row, below));
    // A title over the whole table is no group: the line below has to gain from being read together.
    let alone =
        below.filter(|below| could_be_titles(below)).map_or((0, false), |below| strength(&one_line(below)));
    let gains = |double: &Header| strength(double).0 > alone.0 || !alone.1;
    let best = match double.filter(gains) {
        Some(double)
            if strength(&double) > strength(&single) || strength(&double).1 && !strength(&single).1 =>
        {
            double
        }
        _ => single,
    };
    let (meanings, complete) = strength(&best);
    let titled_below = below.is_some_and(|below| {
        best.last_row == row.number && could_be_titles(below) && strength(&one_line(below)).0 > meanings
    });
    let lone = meanings == 1 && best.last_row == row.number && is_list_of_units(sheet, row);
    (complete && (meanings >= 2 || lone) && !titled_below).then_some(best)
}

/// A sheet of nothing but units: one title, and units below it.
fn is_list_of_units(sheet: &Sheet, title: &Row) -> bool {
    let [(column, _)] = title.cells.as_slice() else { return false };
    let below = sheet.rows.iter().filter(|row| row.number > title.number).take(SAMPLE);
    let (mut rows, mut units) = (0, 0);
    for row in below {
        rows += 1;
        let alone = row.cells.len() == 1;
        units += usize::from(alone && row.cell(*column).is_some_and(|cell| looks_like_unit(&cell.text())));
    }
    units >= 2 && units * 10 >= rows * 8
}

fn later_header(sheet: &Sheet, at: usize, found: &[Header]) -> Option<Header> {
    let row = sheet.rows.get(at)?;
    let candidate = one_line(row);
    let repeats = |header: &Header| {
        let same = |(column, title): (&u16, &String)| {
            header.titles.get(column).is_some_and(|known| fold(known).ends_with(&fold(title)))
        };
        let equal = candidate.titles.iter().filter(|title| same(*title)).count();
        (equal >= 2 && equal * 10 >= candidate.titles.len() * 6).then(|| header.clone())
    };
    if let Some(known) = found.iter().rev().take(REPEATED).find_map(repeats) {
        return Some(Header { first_row: row.number, last_row: row.number, titles: known.titles });
    }
    let (meanings, complete) = strength(&candidate);
    let apart = at
        .checked_sub(1)
        .and_then(|above| sheet.rows.get(above))
        .is_none_or(|above| above.number + 1 < row.number || above.cells.len() <= 2);
    let telling = meanings >= 4 && complete && meanings * 10 >= candidate.titles.len() * 8;
    (telling && apart).then_some(candidate)
}

fn one_line(row: &Row) -> Header {
    let titles = row.cells.iter().map(|(column, cell)| (*column, tidy(&cell.text()))).collect();
    Header { first_row: row.number, last_row: row.number, titles }
}

/// How many different meanings the titles have, and whether they name a home or a human.
fn strength(header: &Header) -> (usize, bool) {
    let mut meanings: Vec<Meaning> =
        header.titles.values().filter_map(|title| recognise(title)).map(|(meaning, _)| meaning).collect();
    meanings.sort_unstable();
    meanings.dedup();
    let identity = meanings.iter().any(|meaning| meaning.is_place() || meaning.is_person());
    let identity = identity || (meanings.contains(&Meaning::RowNumber) && meanings.contains(&Meaning::Phone));
    (meanings.iter().filter(|meaning| **meaning != Meaning::Ignored).count(), identity)
}

/// Two lines joined: `Luas` over `Tanah` is `Luas Tanah`. Nothing when the second line is data.
fn two_lines(sheet: &Sheet, above: &Row, below: &Row) -> Option<Header> {
    if is_numbering(below) {
        return Some(Header { last_row: below.number, ..one_line(above) });
    }
    if !could_be_titles(below) {
        return None;
    }
    let mut titles: BTreeMap<u16, String> = one_line(above).titles;
    let mut recognised = 0;
    for (column, cell) in &below.cells {
        let title = tidy(&cell.text());
        let group = group_over(sheet, above, *column)?;
        let joined = match group.as_str() {
            "" => title.clone(),
            group => format!("{group} {title}"),
        };
        recognised += usize::from(recognise(&joined).is_some());
        titles.insert(*column, joined);
    }
    (recognised > 0).then_some(Header { first_row: above.number, last_row: below.number, titles })
}

/// What stands over a column: a merged group, a group that the next title has not ended yet, or nothing. `None` when
/// the column has a full title of its own already.
fn group_over(sheet: &Sheet, above: &Row, column: u16) -> Option<String> {
    let text = |column: u16| above.cell(column).map(|cell| tidy(&cell.text()));
    let covering = sheet.merged.iter().find(|span| {
        (span.first_row..=span.last_row).contains(&above.number)
            && (span.first_column..=span.last_column).contains(&column)
    });
    match covering {
        Some(span) if span.last_row > above.number => None,
        Some(span) if span.last_column > span.first_column => {
            Some(text(span.first_column).unwrap_or_default())
        }
        Some(_) => None,
        None if text(column).is_none() => {
            let unmerged = sheet.merged.iter().all(|span| span.first_row != above.number);
            let left = above.cells.iter().rev().find(|(at, _)| *at < column).filter(|_| unmerged);
            Some(left.map(|(_, cell)| tidy(&cell.text())).unwrap_or_default())
        }
        // In text files a group stands over its first column, and the column after it is blank above.
        None if sheet.merged.is_empty() && text(column + 1).is_none() => text(column),
        None => None,
    }
}

/// The line `1 2 3 4 …` that forms print under their titles.
pub fn is_numbering(row: &Row) -> bool {
    let numbers: Vec<u32> = row
        .cells
        .iter()
        .filter_map(|(_, cell)| cell.text().trim_matches(['(', ')', ' ']).parse().ok())
        .collect();
    numbers.len() >= 3
        && numbers.len() == row.cells.len()
        && numbers[0] == 1
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}
