//! Which month bills itself today. Pure.

use chrono::Datelike as _;
use kernel::{Date, Period};

/// So many months are caught up at most when nobody billed for long; older ones are somebody's decision.
const CATCH_UP: u32 = 3;

/// The month to bill on this day: this month from its day on, or, when the server was off, the first one behind the
/// latest that was billed. A month that any run has billed is never begun by the clock again.
pub fn due(run_day: Option<u32>, today: Date, latest: Option<Period>) -> Option<Period> {
    let run_day = run_day?;
    let this = Period::of(today);
    let newest = if today.day() >= run_day { this } else { this.previous() };
    let Some(latest) = latest else { return (newest == this).then_some(this) };
    let oldest = (1..CATCH_UP).fold(newest, |month, _| month.previous());
    let wanted = latest.next().max(oldest);
    (wanted <= newest).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn on(today: &str, latest: Option<&str>) -> Option<String> {
        due(Some(25), day(today), latest.map(|text| Period::of(day(text)))).map(|period| period.to_string())
    }

    #[test]
    fn the_month_bills_itself_from_its_day_on_and_once() {
        assert_eq!(on("2026-11-24", Some("2026-10-01")), None);
        assert_eq!(on("2026-11-25", Some("2026-10-01")).as_deref(), Some("2026-11"));
        assert_eq!(on("2026-11-30", Some("2026-10-01")).as_deref(), Some("2026-11"));
        assert_eq!(on("2026-11-30", Some("2026-11-01")), None);
        assert_eq!(on("2026-11-30", Some("2026-12-01")), None);
        assert_eq!(due(None, day("2026-11-30"), None), None);
    }

    #[test]
    fn a_server_that_was_off_catches_up_month_by_month_but_not_for_years() {
        assert_eq!(on("2026-12-03", Some("2026-10-01")).as_deref(), Some("2026-11"));
        assert_eq!(on("2026-12-26", Some("2026-10-01")).as_deref(), Some("2026-11"));
        assert_eq!(on("2026-12-26", Some("2024-01-01")).as_deref(), Some("2026-10"));
        assert_eq!(on("2026-11-03", None), None);
        assert_eq!(on("2026-11-26", None).as_deref(), Some("2026-11"));
    }
}
