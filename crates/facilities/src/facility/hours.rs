//! Hours as people write them: `07.00-21.00`.

use chrono::{NaiveTime, Timelike as _};

use crate::availability::Hours;

/// `07.00-11.00, 16.00-21.00`
pub(super) fn said_day(windows: &[Hours]) -> String {
    windows.iter().map(|hours| said_hours(Some(*hours))).collect::<Vec<_>>().join(", ")
}

pub(crate) fn said_hours(hours: Option<Hours>) -> String {
    let time = |minutes: i16| format!("{:02}.{:02}", minutes / 60, minutes % 60);
    hours.map(|it| format!("{}-{}", time(it.opens), time(it.closes))).unwrap_or_default()
}

/// `07.00-21.00`; nothing when it is closed.
pub(crate) fn read_hours(text: &str) -> Result<Option<Hours>, ()> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let (from, to) = text.split_once(['-', '\u{2013}']).ok_or(())?;
    Ok(Some(Hours { opens: minutes(from)?, closes: minutes(to)? }))
}

/// Windows with a comma between them, in their order; none when it is closed.
pub(super) fn read_day(text: &str) -> Result<Vec<Hours>, ()> {
    let windows: Vec<_> = text.split([',', ';']).map(read_hours).collect::<Result<_, _>>()?;
    let mut windows: Vec<Hours> = windows.into_iter().flatten().collect();
    windows.sort_by_key(|hours| hours.opens);
    Ok(windows)
}

fn minutes(text: &str) -> Result<i16, ()> {
    let text = text.replace(':', ".");
    if text == "24.00" {
        return Ok(1440);
    }
    let time = NaiveTime::parse_from_str(&text, "%H.%M").map_err(|_| ())?;
    i16::try_from(time.hour() * 60 + time.minute()).map_err(|_| ())
}
