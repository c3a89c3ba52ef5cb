//! xls: the BIFF records of Excel 5 to 2003 inside an OLE container.
//!
//! Read by hand because the general reader makes room for what a record promises and copies one long text into as many
//! cells as point at it; here every cell goes through the budget.

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use encoding_rs::{Encoding, WINDOWS_1252};

use super::{
    builder::{Budget, SheetBuilder},
    numbers,
    xls_records::{Record, Records, Strings, long_text, rk, short_text, u16_at, u32_at},
};
use crate::{Cell, Looks, Refusal, Span, Value, Workbook};

/// What the workbook part says for all sheets.
pub struct Globals {
    pub biff8: bool,
    pub encoding: &'static Encoding,
    from_1904: bool,
    /// Per cell format: whether it shows a date.
    dates: Vec<bool>,
    strings: Strings,
    sheets: Vec<(usize, String, bool)>,
}

pub fn parse(bytes: &[u8], mut budget: Budget<'_>) -> Result<Workbook, Refusal> {
    let stream = workbook_stream(bytes)?;
    let globals = globals(&stream, &budget)?;
    for (position, name, hidden) in &globals.sheets {
        let mut sheet = budget.sheet(name, *hidden)?;
        if let Some(records) = stream.get(*position..) {
            read_sheet(records, &globals, &mut sheet)?;
        }
        sheet.finish();
    }
    Ok(budget.workbook())
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(Refusal::damaged)?;
    let has = |name: &str| container.exists(name);
    if has("/EncryptedPackage") {
        return Err(Refusal::PasswordProtected);
    }
    let name = match () {
        () if has("/Workbook") => "/Workbook",
        () if has("/Book") => "/Book",
        () if has("/WordDocument") => return Err(Refusal::looks(Looks::Document)),
        () if has("/PowerPoint Document") => return Err(Refusal::looks(Looks::Presentation)),
        () => return Err(Refusal::looks(Looks::Unknown)),
    };
    let stream = container.open_stream(name).map_err(Refusal::damaged)?;
    let mut records = Vec::new();
    // A stream cannot be longer than the file that holds it, whatever its directory entry says.
    stream.take(bytes.len() as u64).read_to_end(&mut records).map_err(Refusal::damaged)?;
    Ok(records)
}

fn globals(stream: &[u8], budget: &Budget<'_>) -> Result<Globals, Refusal> {
    let mut found = Globals {
        biff8: true,
        encoding: WINDOWS_1252,
        from_1904: false,
        dates: Vec::new(),
        strings: Strings::default(),
        sheets: Vec::new(),
    };
    let (mut date_formats, mut cell_formats) = (Vec::new(), Vec::new());
    for record in Records::new(stream) {
        match record.kind {
            0x0809 => found.biff8 = u16_at(record.data, 0) == Some(0x0600),
            0x002F => return Err(Refusal::PasswordProtected),
            0x0042 => found.encoding = code_page(u16_at(record.data, 0).unwrap_or(1252)),
            0x0022 => found.from_1904 = u16_at(record.data, 0) == Some(1),
            0x041E => date_formats.extend(custom_date_format(&record, &found)),
            0x00E0 => cell_formats.push(u16_at(record.data, 2).unwrap_or(0)),
            0x0085 => found.sheets.extend(bound_sheet(&record, &found)),
            0x00FC => found.strings = Strings::read(&record, budget.limits())?,
            0x000A => break,
            _ => {}
        }
        if found.sheets.len() > budget.limits().sheets {
            return Err(Refusal::TooManySheets { limit: budget.limits().sheets });
        }
    }
    let is_date = |format: &u16| numbers::is_builtin_date(*format) || date_formats.contains(format);
    found.dates = cell_formats.iter().map(is_date).collect();
    Ok(found)
}

fn code_page(page: u16) -> &'static Encoding {
    match page {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1256 => encoding_rs::WINDOWS_1256,
        _ => WINDOWS_1252,
    }
}

fn custom_date_format(record: &Record<'_>, globals: &Globals) -> Option<u16> {
    let code = match globals.biff8 {
        true => long_text(record.data.get(2..)?, globals),
        false => short_text(record.data.get(2..)?, globals),
    }?;
    numbers::is_date_format(&code).then_some(u16_at(record.data, 0)?)
}

/// Position, name and whether it is hidden; charts and macro sheets are no sheets.
fn bound_sheet(record: &Record<'_>, globals: &Globals) -> Option<(usize, String, bool)> {
    let position = usize::try_from(u32_at(record.data, 0)?).ok()?;
    let (state, kind) = (*record.data.get(4)?, *record.data.get(5)?);
    let name = short_text(record.data.get(6..)?, globals)?;
    (kind == 0).then_some((position, name, state & 3 != 0))
}

fn read_sheet(stream: &[u8], globals: &Globals, sheet: &mut SheetBuilder<'_, '_>) -> Result<(), Refusal> {
    // Embedded charts are sheets within the sheet, with cells of their own.
    let mut depth = 0_usize;
    // A formula whose text follows in the next record.
    let mut awaited = None;
    for record in Records::new(stream) {
        match record.kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            _ if depth > 1 => {}
            0x00E5 => merged(record.data).for_each(|span| sheet.merge(span)),
            0x00BD => several(&record, globals, sheet)?,
            0x0207 => {
                if let (Some((row, column)), Some(text)) = (awaited.take(), long_text(record.data, globals)) {
                    sheet.cell(row, column, Cell { value: Value::Text(text.into()), formula: true })?;
                }
            }
            0x0006 => awaited = formula(&record, globals, sheet)?,
            _ => single(&record, globals, sheet)?,
        }
    }
    Ok(())
}

/// NUMBER, RK, LABEL, RSTRING, LABELSST and BOOLERR: one cell in one record.
fn single(record: &Record<'_>, globals: &Globals, sheet: &mut SheetBuilder<'_, '_>) -> Result<(), Refusal> {
    let data = record.data;
    let (Some(row), Some(column), Some(format)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4)) else {
        return Ok(());
    };
    let value = match record.kind {
        0x0203 => float_at(data, 6).map(|number| globals.number(number, format)),
        0x027E => u32_at(data, 6).map(|packed| globals.number(rk(packed), format)),
        0x0204 | 0x00D6 => {
            data.get(6..).and_then(|rest| long_text(rest, globals)).map(|text| Value::Text(text.into()))
        }
        0x00FD => u32_at(data, 6).and_then(|at| globals.strings.get(at)).map(|text| Value::Text(text.into())),
        0x0205 => bool_or_error(data.get(6), data.get(7)),
        _ => None,
    };
    match value {
        Some(value) => sheet.cell(row.into(), column.into(), Cell::plain(value)),
        None => Ok(()),
    }
}

/// MULRK: neighbours in one row.
fn several(record: &Record<'_>, globals: &Globals, sheet: &mut SheetBuilder<'_, '_>) -> Result<(), Refusal> {
    let (Some(row), Some(first)) = (u16_at(record.data, 0), u16_at(record.data, 2)) else { return Ok(()) };
    let packed = record.data.get(4..record.data.len().saturating_sub(2)).unwrap_or_default();
    for (column, six) in (u32::from(first)..).zip(packed.chunks_exact(6)) {
        if let (Some(format), Some(number)) = (u16_at(six, 0), u32_at(six, 2)) {
            sheet.cell(row.into(), column, Cell::plain(globals.number(rk(number), format)))?;
        }
    }
    Ok(())
}

/// FORMULA with its cached value; gives the position when the value is a text that follows.
fn formula(
    record: &Record<'_>,
    globals: &Globals,
    sheet: &mut SheetBuilder<'_, '_>,
) -> Result<Option<(u32, u32)>, Refusal> {
    let data = record.data;
    let (Some(row), Some(column), Some(format)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4)) else {
        return Ok(None);
    };
    let (row, column) = (u32::from(row), u32::from(column));
    let special = u16_at(data, 12) == Some(0xFFFF);
    let value = match (special, data.get(6)) {
        (true, Some(0)) => return Ok(Some((row, column))),
        (true, Some(kind @ (1 | 2))) => bool_or_error(data.get(8), Some(&(kind - 1))),
        (true, _) => None,
        (false, _) => float_at(data, 6).map(|number| globals.number(number, format)),
    };
    if let Some(value) = value {
        sheet.cell(row, column, Cell { value, formula: true })?;
    }
    Ok(None)
}

fn merged(data: &[u8]) -> impl Iterator<Item = Span> {
    data.get(2..).unwrap_or_default().chunks_exact(8).filter_map(|eight| {
        Some(Span {
            first_row: u32::from(u16_at(eight, 0)?) + 1,
            last_row: u32::from(u16_at(eight, 2)?) + 1,
            first_column: u16_at(eight, 4)?,
            last_column: u16_at(eight, 6)?,
        })
    })
}

fn float_at(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

fn bool_or_error(value: Option<&u8>, is_error: Option<&u8>) -> Option<Value> {
    let value = *value?;
    if *is_error? == 0 {
        return Some(Value::Bool(value != 0));
    }
    let name = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Some(Value::Error(name.into()))
}

impl Globals {
    fn number(&self, number: f64, format: u16) -> Value {
        let is_date = self.dates.get(usize::from(format)).copied().unwrap_or(false);
        let date = if is_date { numbers::date(number, self.from_1904) } else { None };
        date.unwrap_or_else(|| numbers::number(number))
    }
}
