//! Hours as people type them. Pure.

use kernel::Locale;

use super::model::QUARTER;
use crate::clock::{NoWindow, Window, joined};

/// `08.00-12.00, 13.00-17.00`, also with `;`, a line for each, or `s.d.` in between. Nothing: no work on that day.
///
/// # Errors
/// [`NoWindow`].
pub fn windows(text: &str) -> Result<Vec<Window>, NoWindow> {
    let text = text.replace(['–', '—'], "-").replace("s.d.", "-").replace("s/d", "-");
    let parts = text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    Ok(joined(parts.map(str::parse).collect::<Result<_, _>>()?))
}

/// The same as a form shows it.
pub fn shown(windows: &[Window], locale: Locale) -> String {
    let all: Vec<String> = windows.iter().map(ToString::to_string).collect();
    let all = all.join(", ");
    if locale == Locale::En { all } else { all.replace(':', ".") }
}

/// Hours with quarters (`4`, `0,25`, `1.5`) as minutes; none: something else.
pub fn minutes(text: &str) -> Option<i32> {
    let (whole, part) = text.trim().split_once([',', '.']).unwrap_or((text.trim(), ""));
    let quarters = match part.trim_end_matches('0') {
        "" => 0,
        "25" => 1,
        "5" => 2,
        "75" => 3,
        _ => return None,
    };
    let figures = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let hours: i32 = whole.parse().ok().filter(|hours| figures && *hours <= 1_000)?;
    Some(hours * 60 + quarters * QUARTER)
}

/// Minutes as hours with quarters.
pub fn hours(minutes: i32, locale: Locale) -> String {
    let whole = minutes / 60;
    let part = match minutes % 60 / QUARTER {
        0 => return whole.to_string(),
        1 => "25",
        2 => "5",
        _ => "75",
    };
    format!("{whole}{}{part}", if locale == Locale::En { '.' } else { ',' })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_typed_with_several_windows_and_shown_in_order() {
        let day = windows("13.00–17.00; 8-12").unwrap();
        assert_eq!(shown(&day, Locale::Id), "08.00-12.00, 13.00-17.00");
        assert_eq!(shown(&windows("08.00 s.d. 12.00\n11-13").unwrap(), Locale::En), "08:00-13:00");
        assert_eq!(windows(" "), Ok(Vec::new()));
        assert_eq!(windows("8-12, libur"), Err(NoWindow));
    }

    #[test]
    fn promises_are_typed_in_hours_and_quarters() {
        assert_eq!(["4", "0,25", "1.50", "0,75"].map(minutes), [Some(240), Some(15), Some(90), Some(45)]);
        assert_eq!(["", "1,3", "-1", "x", "1001", "1,2,5"].map(minutes), [None; 6]);
        for typed in [15, 90, 240, 60_000] {
            assert_eq!(minutes(&hours(typed, Locale::Id)), Some(typed));
        }
    }
}
