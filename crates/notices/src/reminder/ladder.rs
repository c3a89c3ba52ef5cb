//! The rungs of the ladder. Pure.

use chrono::TimeDelta;
use kernel::Date;

/// Nobody is reminded earlier or later than this, in days from the due day.
const EARLIEST: i16 = -30;
const LATEST: i16 = 120;
const MOST: usize = 12;

/// When a household is reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// By itself every morning, or only when somebody presses the button.
    pub is_automatic: bool,
    /// Days from the due day, in order, each once; below zero: before it.
    pub rungs: Vec<i16>,
}

impl Default for Ladder {
    fn default() -> Self {
        Self { is_automatic: false, rungs: vec![-3, 0, 3, 7, 14] }
    }
}

/// Why a text is no ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LadderFault {
    #[error("a rung is a whole number of days")]
    NotDays,
    #[error("a rung lies between {EARLIEST} and {LATEST}")]
    TooFar,
    #[error("a ladder has one to {MOST} rungs")]
    HowMany,
}

impl Ladder {
    /// `-3, 0, 3, 7` in any order; `H-3 H H+3` too.
    ///
    /// # Errors
    /// [`LadderFault`].
    pub fn parse(typed: &str) -> Result<Vec<i16>, LadderFault> {
        let parts =
            typed.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|part| !part.is_empty());
        let mut rungs = parts.map(rung).collect::<Result<Vec<i16>, _>>()?;
        rungs.sort_unstable();
        rungs.dedup();
        if rungs.is_empty() || rungs.len() > MOST { Err(LadderFault::HowMany) } else { Ok(rungs) }
    }

    /// As somebody would type it.
    pub fn typed(&self) -> String {
        self.rungs.iter().map(|rung| day(*rung)).collect::<Vec<_>>().join(", ")
    }

    /// The due days of the invoices whose rung is today.
    pub fn due_days(&self, today: Date) -> Vec<Date> {
        self.rungs.iter().map(|rung| today - TimeDelta::days(i64::from(*rung))).collect()
    }
}

/// `H-3`, `H`, `H+7`.
pub fn day(rung: i16) -> String {
    if rung == 0 { "H".to_owned() } else { format!("H{rung:+}") }
}

fn rung(part: &str) -> Result<i16, LadderFault> {
    let bare = part.strip_prefix(['H', 'h']).unwrap_or(part);
    let days = if bare.is_empty() { Ok(0) } else { bare.replace('−', "-").parse::<i16>() };
    let days = days.map_err(|_| LadderFault::NotDays)?;
    if (EARLIEST..=LATEST).contains(&days) { Ok(days) } else { Err(LadderFault::TooFar) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_is_understood_as_people_write_it() {
        assert_eq!(Ladder::parse("H-3, H, H+3, H+7, H+14"), Ok(vec![-3, 0, 3, 7, 14]));
        assert_eq!(Ladder::parse("7 -3;0 7 +3"), Ok(vec![-3, 0, 3, 7]));
        assert_eq!(Ladder::default().typed(), "H-3, H, H+3, H+7, H+14");
        assert_eq!(Ladder::parse(&Ladder::default().typed()), Ok(Ladder::default().rungs));
        assert_eq!(Ladder::parse("besok"), Err(LadderFault::NotDays));
        assert_eq!(Ladder::parse("H+500"), Err(LadderFault::TooFar));
        assert_eq!(Ladder::parse(" , "), Err(LadderFault::HowMany));
        assert_eq!(Ladder::parse("1 2 3 4 5 6 7 8 9 10 11 12 13"), Err(LadderFault::HowMany));
    }

    #[test]
    fn three_days_before_the_tenth_is_the_seventh() {
        let seventh = Date::from_ymd_opt(2026, 12, 7).unwrap();
        let days = Ladder { is_automatic: true, rungs: vec![-3, 7] }.due_days(seventh);
        assert_eq!(days.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-12-10", "2026-11-30"]);
    }
}
