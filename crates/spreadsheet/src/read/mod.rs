//! Reading: what the file is, then the reader for it, all under one budget.

mod archive;
mod builder;
mod html;
mod numbers;
mod ods;
mod text;
mod xls;
mod xls_records;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use archive::Package;
use builder::Budget;

use crate::{Limits, Looks, Refusal, Workbook};

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Reads a workbook of any supported format. `name` is only used to name the single sheet of a text file.
pub fn read(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<Workbook, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::Empty);
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Refusal::FileTooLarge { bytes: bytes.len() as u64, limit: limits.file_bytes });
    }
    // Parsers of foreign formats may panic on hostile bytes. That is a damaged file, not a broken server.
    let workbook = catch_unwind(AssertUnwindSafe(|| by_content(bytes, &stem(name), limits)))
        .unwrap_or_else(|_| Err(Refusal::damaged("the parser gave up")))?;
    match workbook.sheets.as_slice() {
        [] => Err(Refusal::damaged("no sheet in it")),
        sheets if sheets.iter().all(|sheet| sheet.rows.is_empty()) => Err(Refusal::Empty),
        _ => Ok(workbook),
    }
}

/// Reads pasted text: tabs as a sheet copies them, or any separator that [`read`] knows.
pub fn read_text(text: &str, name: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if text.len() as u64 > limits.file_bytes {
        return Err(Refusal::FileTooLarge { bytes: text.len() as u64, limit: limits.file_bytes });
    }
    text::parse(text, name, Budget::new(limits))
}

fn by_content(bytes: &[u8], name: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    let budget = Budget::new(limits);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return match archive::inspect(bytes, limits)? {
            Package::Xlsx => xlsx::parse(bytes, budget),
            Package::Ods => ods::parse(bytes, budget),
        };
    }
    if bytes.starts_with(OLE) {
        return xls::parse(bytes, budget);
    }
    if let Some(looks) = binary_kind(bytes) {
        return Err(Refusal::looks(looks));
    }
    // Excel 2 to 4 wrote bare records.
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06, 0x00, ..]) {
        return Err(Refusal::UnsupportedFormat { format: "Excel 4".into() });
    }
    let text = text::decode(bytes)?;
    match html::kind(&text) {
        html::Kind::Table => html::parse(&text, name, budget),
        html::Kind::WebPage => Err(Refusal::looks(Looks::WebPage)),
        html::Kind::Xml2003 => Err(Refusal::UnsupportedFormat { format: "XML Spreadsheet 2003".into() }),
        html::Kind::Text => text::parse(&text, name, budget),
    }
}

fn binary_kind(bytes: &[u8]) -> Option<Looks> {
    const KNOWN: [(&[u8], Looks); 11] = [
        (b"%PDF", Looks::Pdf),
        (b"\x89PNG", Looks::Image),
        (b"\xFF\xD8\xFF", Looks::Image),
        (b"GIF8", Looks::Image),
        (b"II*\0", Looks::Image),
        (b"MM\0*", Looks::Image),
        (b"{\\rtf", Looks::Document),
        (b"Rar!", Looks::Archive),
        (b"7z\xBC\xAF", Looks::Archive),
        (b"\x1F\x8B", Looks::Archive),
        (b"BZh9", Looks::Archive),
    ];
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if riff || bytes.get(4..8) == Some(b"ftyp") {
        return Some(Looks::Image);
    }
    KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, looks)| *looks)
}

/// The file's name without folder and ending: the name of a text file's only sheet.
fn stem(name: Option<&str>) -> String {
    let file = name.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).chars().take(100).collect()
}
