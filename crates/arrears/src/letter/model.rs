//! Which warning comes next. Pure.

use chrono::Days;
use kernel::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    First,
    Second,
    Third,
    /// Surat bebas iuran.
    Clearance,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::First, Self::Second, Self::Third, Self::Clearance];

    pub const fn code(self) -> &'static str {
        match self {
            Self::First => "sp1",
            Self::Second => "sp2",
            Self::Third => "sp3",
            Self::Clearance => "clearance",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What its number begins with: `SP1-2026-0007`, `SBI-2026-0002`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::First => "SP1",
            Self::Second => "SP2",
            Self::Third => "SP3",
            Self::Clearance => "SBI",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "letter-first",
            Self::Second => "letter-second",
            Self::Third => "letter-third",
            Self::Clearance => "letter-clearance",
        }
    }
}

/// Days that somebody has to answer before the next warning may be written.
pub const DAYS_TO_ANSWER: u64 = 7;

/// The next warning, or the day from which on it may be written. `written` are the unit's warnings; those from before
/// the oldest open invoice belong to another story.
pub fn next(written: &[(Kind, Date)], oldest_due: Date, today: Date) -> Result<Kind, Date> {
    let story = written.iter().filter(|(kind, on)| *kind != Kind::Clearance && *on > oldest_due);
    let Some((last, on)) = story.max_by_key(|(_, on)| *on) else { return Ok(Kind::First) };
    let free = *on + Days::new(DAYS_TO_ANSWER);
    if today < free {
        return Err(free);
    }
    Ok(if *last == Kind::First { Kind::Second } else { Kind::Third })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn warnings_follow_each_other_with_a_week_to_answer_and_begin_anew_with_new_arrears() {
        let due = day("2026-08-10");
        assert_eq!(next(&[], due, day("2026-09-01")), Ok(Kind::First));
        let first = [(Kind::First, day("2026-09-01"))];
        assert_eq!(next(&first, due, day("2026-09-05")), Err(day("2026-09-08")));
        assert_eq!(next(&first, due, day("2026-09-08")), Ok(Kind::Second));
        let second = [first[0], (Kind::Second, day("2026-09-08"))];
        assert_eq!(next(&second, due, day("2026-09-20")), Ok(Kind::Third));
        assert_eq!(next(&second, day("2026-10-10"), day("2026-11-01")), Ok(Kind::First), "a new story");
    }
}
