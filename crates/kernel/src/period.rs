//! A calendar month, the step in which dues are charged.

use std::fmt;

use chrono::{Datelike as _, Months};
use serde::{Deserialize, Serialize};

use crate::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Date", into = "Date")]
pub struct Period(Date);

impl Period {
    pub fn of(date: Date) -> Self {
        Self(date.with_day(1).expect("every month has a first day"))
    }
    pub const fn first_day(self) -> Date {
        self.0
    }
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).expect("years stay far below the calendar's end"))
    }
    pub fn previous(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).expect("years stay far above the calendar's start"))
    }
    pub fn last_day(self) -> Date {
        self.next().0.pred_opt().expect("a first day has a day before it")
    }
}

impl From<Date> for Period {
    fn from(date: Date) -> Self {
        Self::of(date)
    }
}

impl From<Period> for Date {
    fn from(period: Period) -> Self {
        period.0
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn february_ends_on_the_day_the_calendar_says() {
        let leap = Period::of(Date::from_ymd_opt(2028, 2, 17).unwrap());
        assert_eq!(leap.last_day().to_string(), "2028-02-29");
        assert_eq!(leap.previous().to_string(), "2028-01");
        assert_eq!(leap.next().next().first_day().to_string(), "2028-04-01");
    }
}
