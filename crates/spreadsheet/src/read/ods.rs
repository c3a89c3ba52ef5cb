//! OpenDocument spreadsheets, streamed from `content.xml`. Repeated cells and rows are only written out when filled,
//! so that the million blank repeats at the end of every sheet cost nothing.

use std::{
    collections::HashSet,
    io::{BufReader, Cursor, Read},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{builder::Budget, builder::SheetBuilder, numbers};
use crate::{Cell, Refusal, Span, Value, Workbook};

type Xml<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

pub fn parse(bytes: &[u8], mut budget: Budget<'_>) -> Result<Workbook, Refusal> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(Refusal::damaged)?;
    if is_encrypted(&mut zip) {
        return Err(Refusal::PasswordProtected);
    }
    let part: Box<dyn Read> = Box::new(zip.by_name("content.xml").map_err(Refusal::damaged)?);
    let mut xml = Reader::from_reader(BufReader::new(part));
    xml.config_mut().expand_empty_elements = true;
    let mut hidden_styles = HashSet::new();
    let mut style = String::new();
    let mut buffer = Vec::new();
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Start(tag) => match tag.name().as_ref() {
                "style:style" => style = attribute(&tag, "style:name").unwrap_or_default(),
                "style:table-properties" if attribute(&tag, "table:display").as_deref() == Some("false") => {
                    hidden_styles.insert(style.clone());
                }
                "table:table" => {
                    let name = attribute(&tag, "table:name").unwrap_or_default();
                    let hidden = attribute(&tag, "table:style-name")
                        .is_some_and(|style| hidden_styles.contains(&style));
                    let mut sheet = budget.sheet(&name, hidden)?;
                    table(&mut xml, &mut sheet)?;
                    sheet.finish();
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    Ok(budget.workbook())
}

fn is_encrypted(zip: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut manifest = String::new();
    let Ok(part) = zip.by_name("META-INF/manifest.xml") else { return false };
    let read = part.take(4 << 20).read_to_string(&mut manifest);
    read.is_ok() && manifest.contains("encryption-data")
}

fn next<'b>(xml: &mut Xml<'_>, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Refusal> {
    xml.read_event_into(buffer).map_err(Refusal::damaged)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(
        quick_xml::escape::unescape(&attribute.value)
            .map_or_else(|_| attribute.value.to_string(), |text| text.into_owned()),
    )
}

fn count(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

fn table(xml: &mut Xml<'_>, sheet: &mut SheetBuilder<'_, '_>) -> Result<(), Refusal> {
    let mut row = 0_u32;
    let mut buffer = Vec::new();
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                let repeats = count(&tag, "table:number-rows-repeated");
                let cells = cells_of_row(xml, sheet, row)?;
                let filled = if cells.is_empty() { 0 } else { repeats };
                for at in 0..filled {
                    for (column, copies, cell) in &cells {
                        for copy in 0..*copies {
                            sheet.cell(row.saturating_add(at), column.saturating_add(copy), cell.clone())?;
                        }
                    }
                }
                row = row.saturating_add(repeats);
            }
            Event::End(tag) if tag.name().as_ref() == "table:table" => return Ok(()),
            Event::Eof => return Err(Refusal::damaged("a sheet without an end")),
            _ => {}
        }
        buffer.clear();
    }
}

fn cells_of_row(
    xml: &mut Xml<'_>,
    sheet: &mut SheetBuilder<'_, '_>,
    row: u32,
) -> Result<Vec<(u32, u32, Cell)>, Refusal> {
    let mut cells = Vec::new();
    let mut column = 0_u32;
    let mut buffer = Vec::new();
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(tag)
                if matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
            {
                let repeats = count(&tag, "table:number-columns-repeated");
                merge(sheet, &tag, row, column);
                let (kind, formula) = (typed_value(&tag), attribute(&tag, "table:formula").is_some());
                let text = paragraphs(xml)?;
                if let Some(value) =
                    kind.or_else(|| (!text.trim().is_empty()).then(|| Value::Text(text.into())))
                {
                    // Copies are made one by one under the budget: the first that is too much refuses the file.
                    cells.push((column, repeats, Cell { value, formula }));
                }
                column = column.saturating_add(repeats);
            }
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(cells),
            Event::Eof => return Err(Refusal::damaged("a row without an end")),
            _ => {}
        }
        buffer.clear();
    }
}

fn typed_value(tag: &BytesStart<'_>) -> Option<Value> {
    match attribute(tag, "office:value-type")?.as_str() {
        "float" | "currency" | "percentage" => {
            let text = attribute(tag, "office:value")?;
            Some(text.parse().map_or_else(|_| Value::Text(text.as_str().into()), numbers::number))
        }
        "date" => {
            let text = attribute(tag, "office:date-value")?;
            Some(numbers::iso(&text).unwrap_or_else(|| Value::Text(text.as_str().into())))
        }
        "boolean" => Some(Value::Bool(attribute(tag, "office:boolean-value")? == "true")),
        _ => None,
    }
}

fn merge(sheet: &mut SheetBuilder<'_, '_>, tag: &BytesStart<'_>, row: u32, column: u32) {
    let (wide, high) = (count(tag, "table:number-columns-spanned"), count(tag, "table:number-rows-spanned"));
    let last = |from: u32, size: u32| from.saturating_add(size - 1);
    let narrow = |at: u32| u16::try_from(at).unwrap_or(u16::MAX);
    if wide > 1 || high > 1 {
        sheet.merge(Span {
            first_row: row.saturating_add(1),
            last_row: last(row, high).saturating_add(1),
            first_column: narrow(column),
            last_column: narrow(last(column, wide)),
        });
    }
}

/// The text of a cell up to its end; paragraphs are lines, notes are left out.
fn paragraphs(xml: &mut Xml<'_>) -> Result<String, Refusal> {
    let (mut text, mut lines, mut depth, mut inside, mut note) =
        (String::new(), 0, 0_usize, 0_usize, 0_usize);
    let mut buffer = Vec::new();
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(tag) => {
                depth += 1;
                match tag.name().as_ref() {
                    "office:annotation" => note += 1,
                    "text:p" => {
                        inside += 1;
                        if lines > 0 && note == 0 {
                            text.push('\n');
                        }
                        lines += usize::from(note == 0);
                    }
                    "text:s" if note == 0 => {
                        text.extend(std::iter::repeat_n(' ', count(&tag, "text:c").min(1_000) as usize))
                    }
                    "text:tab" if note == 0 => text.push('\t'),
                    "text:line-break" if note == 0 => text.push('\n'),
                    _ => {}
                }
            }
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(tag) => {
                depth -= 1;
                match tag.name().as_ref() {
                    "office:annotation" => note = note.saturating_sub(1),
                    "text:p" => inside = inside.saturating_sub(1),
                    _ => {}
                }
            }
            Event::Text(piece) if inside > 0 && note == 0 => text.push_str(&piece),
            Event::GeneralRef(entity) if inside > 0 && note == 0 => push_entity(&mut text, &entity),
            Event::Eof => return Err(Refusal::damaged("a cell without an end")),
            _ => {}
        }
        buffer.clear();
    }
}

fn push_entity(text: &mut String, entity: &str) {
    let escaped = format!("&{entity};");
    match quick_xml::escape::unescape(&escaped) {
        Ok(plain) => text.push_str(&plain),
        Err(_) => text.push_str(&escaped),
    }
}
