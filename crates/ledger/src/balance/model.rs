//! Which part of a question about a span of days the closed months answer, and which days have to be added up. Pure.

use kernel::{Date, Period};

use crate::{chart::AccountKind, frame::first_day};

/// The days a report is about, both included. Without a first day only what stands at the end counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Date>,
    pub to: Date,
}

/// Where the figures of a span come from. Day ranges end before their second day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// What was booked before this day is the opening balance.
    pub opens_on: Date,
    /// The month whose written balances begin the sum.
    pub snapshot: Option<Period>,
    /// Closed months inside the span, first and last.
    pub months: Option<(Period, Period)>,
    /// Days to be added up before those months, and behind them.
    pub scans: [(Date, Date); 2],
}

impl Span {
    /// `closed`: the first and the last closed month; all between are closed, and before the first nothing was booked.
    pub fn reach(self, closed: Option<(Period, Period)>) -> Reach {
        let end = next_day(self.to);
        let opens_on = self.from.unwrap_or(end).min(end);
        let snapshot = closed.and_then(|(first, last)| {
            let before = Period::of(opens_on).previous().min(last);
            (before >= first).then_some(before)
        });
        let months = closed.and_then(|(first, last)| {
            let whole = Period::of(opens_on);
            let from = if whole.first_day() == opens_on { whole } else { whole.next() }.max(first);
            let to = Period::of(end).previous().min(last);
            (from <= to).then_some((from, to))
        });
        let start = snapshot.map_or(first_day(), |month| month.next().first_day());
        let scans = match months {
            Some((from, to)) => [(start, from.first_day()), (to.next().first_day(), end)],
            None => [(start, end), (end, end)],
        };
        Reach { opens_on, snapshot, months, scans }
    }
}

fn next_day(day: Date) -> Date {
    day.succ_opt().expect("days stay far below the calendar's end")
}

/// An amount as people read it in this account: what a cash box holds and what an income brought are both positive.
pub fn natural(kind: AccountKind, debit_less_credit: i64) -> i64 {
    match kind {
        AccountKind::Asset | AccountKind::Expense => debit_less_credit,
        AccountKind::Liability | AccountKind::Equity | AccountKind::Income => -debit_less_credit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn month(text: &str) -> Period {
        Period::of(day(&format!("{text}-01")))
    }

    #[test]
    fn without_closed_months_everything_is_added_up() {
        let reach = Span { from: None, to: day("2026-11-22") }.reach(None);
        assert_eq!(reach.snapshot, None);
        assert_eq!(reach.opens_on, day("2026-11-23"));
        assert_eq!(
            reach.scans,
            [(day("1900-01-01"), day("2026-11-23")), (day("2026-11-23"), day("2026-11-23"))]
        );
    }

    #[test]
    fn at_a_day_the_last_closed_month_begins_the_sum() {
        let reach =
            Span { from: None, to: day("2026-11-22") }.reach(Some((month("2017-01"), month("2026-09"))));
        assert_eq!(reach.snapshot, Some(month("2026-09")));
        assert_eq!(reach.months, None);
        assert_eq!(reach.scans[0], (day("2026-10-01"), day("2026-11-23")));
    }

    #[test]
    fn a_closed_month_is_read_and_nothing_is_added_up() {
        let reach = Span { from: Some(day("2026-03-01")), to: day("2026-03-31") }
            .reach(Some((month("2026-01"), month("2026-09"))));
        assert_eq!(reach.snapshot, Some(month("2026-02")));
        assert_eq!(reach.months, Some((month("2026-03"), month("2026-03"))));
        assert_eq!(
            reach.scans,
            [(day("2026-03-01"), day("2026-03-01")), (day("2026-04-01"), day("2026-04-01"))]
        );
    }

    #[test]
    fn a_span_that_begins_and_ends_inside_months_adds_up_its_edges() {
        let span = Span { from: Some(day("2026-02-15")), to: day("2026-10-10") };
        let reach = span.reach(Some((month("2026-01"), month("2026-08"))));
        assert_eq!(reach.snapshot, Some(month("2026-01")));
        assert_eq!(reach.months, Some((month("2026-03"), month("2026-08"))));
        assert_eq!(
            reach.scans,
            [(day("2026-02-01"), day("2026-03-01")), (day("2026-09-01"), day("2026-10-11"))]
        );
    }
}
