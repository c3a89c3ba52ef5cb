//! What a reading is, what it may be, and what it makes in use. Pure: the day and the past are arguments.
//!
//! The database counts by the same rules (0012_meters.sql); here they give a good sentence before, and say what is
//! unusual. Rules: B8 of the domain notes.

use chrono::{Days, Months};
use kernel::{Date, Period};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Readings that a unit needs behind it before something can be unusual for it.
pub const ENOUGH: usize = 3;
/// Months that make up what a unit usually uses.
pub const MONTHS_BEHIND: u32 = 12;
/// So many times the usual, or the usual divided by it, is unusual.
pub const TIMES: i64 = 3;
/// A month's reading may be taken so many days before the month, and until the end of the month after it.
const DAYS_AHEAD: u64 = 10;
/// Use that a month needs before three times the usual is worth a word: one to four cubic metres is no news.
const WORTH_A_WORD: i64 = 5;

/// How a reading came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Source {
    Officer,
    Resident,
    Import,
    Estimate,
    Iot,
}

impl Source {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Resident => "resident",
            Self::Import => "import",
            Self::Estimate => "estimate",
            Self::Iot => "iot",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Officer => "meter-source-officer",
            Self::Resident => "meter-source-resident",
            Self::Import => "meter-source-import",
            Self::Estimate => "meter-source-estimate",
            Self::Iot => "meter-source-iot",
        }
    }
}

/// What became of a reading. Accepted and disputed ones count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    Draft,
    Accepted,
    Disputed,
    Superseded,
    Rejected,
}

impl State {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Accepted => "accepted",
            Self::Disputed => "disputed",
            Self::Superseded => "superseded",
            Self::Rejected => "rejected",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "meter-state-draft",
            Self::Accepted => "meter-state-accepted",
            Self::Disputed => "meter-state-disputed",
            Self::Superseded => "meter-state-superseded",
            Self::Rejected => "meter-state-rejected",
        }
    }

    pub const fn counts(self) -> bool {
        matches!(self, Self::Accepted | Self::Disputed)
    }
}

/// Why a figure may be lower than the one before. A replaced meter is a meter of its own and needs no explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Explanation {
    /// The counter passed its end and began anew.
    Rollover,
    /// The reading before was too high; this month counts nothing and starts anew from here.
    Correction,
}

impl Explanation {
    pub const ALL: [Self; 2] = [Self::Rollover, Self::Correction];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Rollover => "rollover",
            Self::Correction => "correction",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|explanation| explanation.code() == code)
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Rollover => "meter-explained-rollover",
            Self::Correction => "meter-explained-correction",
        }
    }
}

/// A meter, as far as counting needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Whole digits: with five, 99999 is followed by 0.
    pub digits: u32,
    pub factor: Decimal,
}

/// The figure from which is counted: the reading before, or where the meter began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    pub value: Decimal,
    pub on: Date,
}

/// A reading that somebody wants to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub period: Period,
    pub value: Decimal,
    pub on: Date,
    pub explanation: Option<Explanation>,
}

/// What is known about the unit's use so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    pub usual: Option<Decimal>,
    /// More than this in a month is a leak until somebody says otherwise.
    pub leak_limit: Option<Decimal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotCount {
    #[error("the day lies ahead")]
    Future,
    #[error("the day does not belong to that month")]
    OutsideMonth { from: Date, to: Date },
    #[error("the day lies before the reading before it")]
    BeforePrevious { previous: Date },
    #[error("the counter has fewer digits")]
    TooManyDigits { digits: u32 },
    /// `would_use` when the counter may have passed its end.
    #[error("lower than the reading before it")]
    Lower { previous: Decimal, would_use: Option<Decimal> },
    #[error("the counter did not pass its end")]
    NoRollover { previous: Decimal },
    #[error("the reading before it is not higher")]
    NothingToCorrect { previous: Decimal },
}

/// Worth a second look; whoever is sure says so with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusual {
    Surge { usual: Decimal },
    Drop { usual: Decimal },
    Leak { limit: Decimal },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub from: Decimal,
    pub used: Decimal,
    pub unusual: Option<Unusual>,
}

impl Counter {
    /// One behind the counter's last figure.
    pub fn end(&self) -> Decimal {
        Decimal::from(10_i64.pow(self.digits.min(12)))
    }

    /// What was used if the counter passed its end: believable while it is less than a tenth of the way round.
    fn around(&self, from: Decimal, to: Decimal) -> Option<Decimal> {
        let steps = to - from + self.end();
        (to < from && steps < self.end() / Decimal::TEN).then_some(steps)
    }

    fn worth(&self, steps: Decimal) -> Decimal {
        (steps * self.factor).round_dp_with_strategy(3, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
    }
}

/// Refuses what cannot be, counts the rest, and says when it is unusual.
pub fn judge(
    counter: &Counter,
    before: &Before,
    reading: &Candidate,
    habit: &Habit,
    today: Date,
) -> Result<Counted, CannotCount> {
    check_day(before, reading, today)?;
    if reading.value >= counter.end() {
        return Err(CannotCount::TooManyDigits { digits: counter.digits });
    }
    let (from, to) = (before.value, reading.value);
    let around = counter.around(from, to);
    let (from, steps) = match reading.explanation {
        Some(Explanation::Rollover) => (from, around.ok_or(CannotCount::NoRollover { previous: from })?),
        Some(Explanation::Correction) if to < from => (to, Decimal::ZERO),
        Some(Explanation::Correction) => return Err(CannotCount::NothingToCorrect { previous: from }),
        None if to < from => {
            return Err(CannotCount::Lower {
                previous: from,
                would_use: around.map(|steps| counter.worth(steps)),
            });
        }
        None => (from, to - from),
    };
    let used = counter.worth(steps);
    let is_restart = reading.explanation == Some(Explanation::Correction);
    Ok(Counted { from, used, unusual: if is_restart { None } else { unusual(used, habit) } })
}

/// The days on which this month's reading may be taken.
pub fn window(period: Period) -> (Date, Date) {
    let from = period
        .first_day()
        .checked_sub_days(Days::new(DAYS_AHEAD))
        .expect("years stay far above the calendar's start");
    (from, period.next().last_day())
}

/// The middle of what a unit used in the months behind it; none with fewer than three of them.
pub fn usual(used: &[Decimal]) -> Option<Decimal> {
    if used.len() < ENOUGH {
        return None;
    }
    let mut sorted = used.to_vec();
    sorted.sort_unstable();
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    let middle = (low + high) / Decimal::TWO;
    Some(middle.round_dp_with_strategy(3, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
}

/// Where the counter would stand after usual use; past its end it begins anew. A factor other than one is taken out again.
pub fn estimate(counter: &Counter, before: &Before, usual: Decimal) -> (Decimal, Option<Explanation>) {
    let reached = (before.value + usual / counter.factor).round_dp(0).max(before.value);
    if reached >= counter.end() {
        (reached - counter.end(), Some(Explanation::Rollover))
    } else {
        (reached, None)
    }
}

/// The month that is being read on a day: the month itself from its tenth day on, until then the one before.
pub fn period_on(day: Date) -> Period {
    Period::of(day.checked_sub_days(Days::new(9)).unwrap_or(day))
}

/// The first month that counts towards what is usual in this one.
pub fn habit_from(period: Period) -> Date {
    let first = period.first_day();
    first.checked_sub_months(Months::new(MONTHS_BEHIND)).unwrap_or(first)
}

fn check_day(before: &Before, reading: &Candidate, today: Date) -> Result<(), CannotCount> {
    if reading.on > today {
        return Err(CannotCount::Future);
    }
    let (from, to) = window(reading.period);
    if reading.on < from || reading.on > to {
        return Err(CannotCount::OutsideMonth { from, to });
    }
    if reading.on < before.on {
        return Err(CannotCount::BeforePrevious { previous: before.on });
    }
    Ok(())
}

pub fn unusual(used: Decimal, habit: &Habit) -> Option<Unusual> {
    if let Some(limit) = habit.leak_limit.filter(|limit| used > *limit) {
        return Some(Unusual::Leak { limit });
    }
    let usual = habit.usual?;
    let times = Decimal::from(TIMES);
    let worth = used.max(usual) >= Decimal::from(WORTH_A_WORD);
    if worth && used > usual * times {
        Some(Unusual::Surge { usual })
    } else if worth && used * times < usual {
        Some(Unusual::Drop { usual })
    } else {
        None
    }
}
