//! Numbers and dates as spreadsheet programs keep them: binary fractions and days since 1900.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use crate::Value;

/// A float as the decimal text a person typed: `85232367484`, `90.5`; never `8.5e10` or `90.500000000000003`.
pub fn number(value: f64) -> Value {
    if !value.is_finite() {
        return Value::Error("#NUM!".into());
    }
    // Whole numbers up to 2^53 are exact; fractions are kept to the fifteen digits that Excel keeps.
    let exact = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
    let rounded = if exact { value } else { format!("{value:.14e}").parse().unwrap_or(value) };
    // Minus zero is zero.
    Value::Number((rounded + 0.0).to_string().into())
}

/// A date from its serial number; `None` when no calendar has it.
pub fn date(serial: f64, from_1904: bool) -> Option<Value> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor();
    let seconds = ((serial - days) * 86_400.0).round();
    // Excel believes that 29 February 1900 existed.
    let epoch = match (from_1904, days < 60.0) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
        (false, true) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (false, false) => NaiveDate::from_ymd_opt(1899, 12, 30),
    }?;
    let at = epoch
        .and_time(NaiveTime::MIN)
        .checked_add_signed(Duration::seconds((days * 86_400.0 + seconds) as i64))?;
    Some(moment(at))
}

/// A date without a time of day is a date.
pub fn moment(at: NaiveDateTime) -> Value {
    if at.time() == NaiveTime::MIN { Value::Date(at.date()) } else { Value::DateTime(at) }
}

/// An ISO date or date-time, as xlsx (strict) and ods write them.
pub fn iso(text: &str) -> Option<Value> {
    let text = text.trim().trim_end_matches('Z');
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(Value::Date(date));
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok())
        .map(moment)
}

/// Whether a number format shows a date: a day, month or year outside quotes, brackets and escapes.
pub fn is_date_format(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for letter in code.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            // `General` holds no d, m or y; a lone m may be minutes, which is a time and still no amount.
            'd' | 'D' | 'y' | 'Y' | 'm' | 'M' if !quoted && !bracketed => return true,
            ';' if !quoted => return false,
            _ => {}
        }
    }
    false
}

pub fn is_builtin_date(format: u16) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}
