//! Which month may be closed next, and why another may not. Pure.

use kernel::Period;

/// Why a month stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotClose {
    #[error("the month is not over")]
    NotOver,
    #[error("the month is closed already")]
    AlreadyClosed,
    #[error("nothing was ever booked")]
    NothingBooked,
}

/// The months that a closing may reach, the first of them the next one. `first_open`: the month behind the last closed
/// one, or the one of the first entry.
pub fn closable(first_open: Option<Period>, today: Period) -> Vec<Period> {
    let Some(first) = first_open else { return Vec::new() };
    std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(|month| *month < today)
        .collect()
}

/// May the books be closed up to this month?
pub fn check(through: Period, first_open: Option<Period>, today: Period) -> Result<(), CannotClose> {
    if through >= today {
        return Err(CannotClose::NotOver);
    }
    match first_open {
        None => Err(CannotClose::NothingBooked),
        Some(first) if through < first => Err(CannotClose::AlreadyClosed),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Period {
        Period::of(format!("{text}-01").parse().unwrap())
    }

    #[test]
    fn a_month_is_closed_when_it_is_over_and_only_once() {
        let (september, october, november) = (month("2026-09"), month("2026-10"), month("2026-11"));
        assert_eq!(closable(Some(september), november), [september, october]);
        assert_eq!(closable(Some(november), november), []);
        assert_eq!(check(october, Some(september), november), Ok(()));
        assert_eq!(check(november, Some(september), november), Err(CannotClose::NotOver));
        assert_eq!(check(september, Some(october), november), Err(CannotClose::AlreadyClosed));
        assert_eq!(check(september, None, november), Err(CannotClose::NothingBooked));
    }
}
