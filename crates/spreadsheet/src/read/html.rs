//! HTML tables that banks and portals save as `.xls`: a tolerant scanner for table, row and cell, nothing more.

use super::builder::Budget;
use crate::{Cell, Refusal, Span, Value, Workbook};

pub enum Kind {
    Table,
    WebPage,
    Xml2003,
    Text,
}

pub fn kind(text: &str) -> Kind {
    let head: String = text.trim_start().chars().take(4_096).collect::<String>().to_lowercase();
    if !head.starts_with('<') {
        return Kind::Text;
    }
    let page = ["<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<style", "<div"];
    match () {
        () if head.contains("urn:schemas-microsoft-com:office:spreadsheet") => Kind::Xml2003,
        () if page.iter().any(|tag| head.contains(tag)) && find(text, "<table").is_some() => Kind::Table,
        () if page.iter().any(|tag| head.contains(tag)) || head.starts_with("<?xml") => Kind::WebPage,
        () => Kind::Text,
    }
}

pub fn parse(text: &str, name: &str, mut budget: Budget<'_>) -> Result<Workbook, Refusal> {
    let widest = u32::from(budget.limits().columns);
    let mut sheet = budget.sheet(name, false)?;
    let (mut row, mut column, mut begun) = (0_u32, 0_u32, false);
    let mut rest = text;
    while let Some((tag, after)) = next_tag(rest) {
        rest = after;
        match tag_name(tag).as_str() {
            "tr" => {
                row += u32::from(begun);
                (column, begun) = (0, true);
            }
            "td" | "th" => {
                let (inner, after) = cell_text(rest);
                rest = after;
                sheet.cell(row, column, Cell::plain(Value::Text(inner.into())))?;
                let wide = attribute(tag, "colspan").clamp(1, widest);
                let high = attribute(tag, "rowspan").clamp(1, 1_000);
                if wide * high > 1 {
                    sheet.merge(span(row, column, wide, high));
                }
                column = column.saturating_add(wide);
                begun = true;
            }
            _ => {}
        }
    }
    sheet.finish();
    Ok(budget.workbook())
}

fn span(row: u32, column: u32, wide: u32, high: u32) -> Span {
    let narrow = |at: u32| u16::try_from(at).unwrap_or(u16::MAX);
    Span {
        first_row: row + 1,
        last_row: row + high,
        first_column: narrow(column),
        last_column: narrow(column + wide - 1),
    }
}

/// The inside of the next tag and what follows it.
fn next_tag(text: &str) -> Option<(&str, &str)> {
    let open = text.find('<')?;
    let inside = &text[open + 1..];
    if let Some(comment) = inside.strip_prefix("!--") {
        return Some(("", comment.find("-->").map_or("", |end| &comment[end + 3..])));
    }
    let close = inside.find('>')?;
    Some((&inside[..close], &inside[close + 1..]))
}

fn tag_name(tag: &str) -> String {
    tag.trim_start()
        .chars()
        .take(12)
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}

fn attribute(tag: &str, name: &str) -> u32 {
    let Some(at) = find(tag, name) else { return 1 };
    let digits = tag[at + name.len()..].trim_start_matches([' ', '=', '"', '\'']);
    digits.chars().take(4).take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(1)
}

/// Text up to the end of the cell (or the start of the next one, for pages that never close a cell).
fn cell_text(text: &str) -> (String, &str) {
    let mut cell = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        cell.push_str(&rest[..open]);
        let name = rest[open + 1..].trim_start_matches('/');
        match tag_name(name).as_str() {
            "td" | "th" | "tr" | "table" | "tbody" | "thead" => return (unescaped(&cell), &rest[open..]),
            "br" | "p" | "div" => cell.push(' '),
            _ => {}
        }
        rest = next_tag(&rest[open..]).map_or("", |(_, after)| after);
    }
    (unescaped(&cell), rest)
}

fn unescaped(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.contains('&') {
        return words;
    }
    let mut plain = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let entity = rest[at + 1..].find(';').filter(|end| *end <= 8).map(|end| &rest[at + 1..=at + end]);
        match entity.and_then(|entity| letter(entity).map(|letter| (entity, letter))) {
            Some((entity, letter)) => {
                plain.push(letter);
                rest = &rest[at + entity.len() + 2..];
            }
            None => {
                plain.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn letter(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "eacute" => Some('é'),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Finds an ASCII word in any case.
fn find(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}
