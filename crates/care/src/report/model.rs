//! Figures of a month: what came in, how fast it was answered and solved, which promises were kept. Pure.

use std::collections::BTreeSet;

use kernel::{Instant, Period, Zone};

use crate::{clock::Calendar, complaint::model::Category};

/// A stretch of time, the second instant not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub since: Instant,
    pub until: Instant,
}

impl Span {
    /// A month as the clocks of the zone show it.
    pub fn of(month: Period, zone: Zone) -> Self {
        let begins = |month: Period| {
            let offset = *zone.local(Instant::default()).offset();
            let midnight = month.first_day().and_time(chrono::NaiveTime::MIN);
            (midnight - chrono::TimeDelta::seconds(offset.local_minus_utc().into())).and_utc()
        };
        Self { since: begins(month), until: begins(month.next()) }
    }

    fn has(self, at: Instant) -> bool {
        self.since <= at && at < self.until
    }
}

/// A complaint to which something happened in a month.
#[derive(Clone, Debug)]
pub struct Touched {
    pub category: Category,
    pub created_at: Instant,
    pub responded_at: Option<Instant>,
    pub respond_due: Instant,
    /// When it was solved, if it still is.
    pub solved_at: Option<Instant>,
    pub spent_minutes: i64,
    pub promised_minutes: i64,
    /// How often in this month.
    pub reopened: i64,
    /// In this month.
    pub is_merged: bool,
    /// Stars, if they were given in this month.
    pub rating: Option<i16>,
}

/// What happened in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub new: i64,
    /// Answered for the first time.
    pub answered: i64,
    /// Working minutes; none when nothing was answered.
    pub respond_median: Option<i64>,
    pub respond_kept: i64,
    /// Solved, and not reopened since.
    pub solved: i64,
    /// Working minutes, less those of waiting; none when nothing was solved.
    pub resolve_median: Option<i64>,
    pub resolve_kept: i64,
    pub reopened: i64,
    /// Went on in another one, so nobody solved it.
    pub merged: i64,
    pub ratings: i64,
    pub stars: i64,
}

impl Figures {
    /// Response times are counted by the calendar of today; whether a promise was kept was decided when it fell due.
    pub fn of<'a>(
        rows: impl Iterator<Item = &'a Touched>,
        span: Span,
        calendar: &Calendar,
        zone: Zone,
    ) -> Self {
        let mut sum = Self::default();
        let (mut respond, mut resolve) = (Vec::new(), Vec::new());
        for row in rows {
            sum.new += i64::from(span.has(row.created_at));
            if let Some(at) = row.responded_at.filter(|at| span.has(*at)) {
                respond.push(calendar.between(zone, row.created_at, at));
                sum.respond_kept += i64::from(at <= row.respond_due);
            }
            if row.solved_at.is_some_and(|at| span.has(at)) {
                resolve.push(row.spent_minutes);
                sum.resolve_kept += i64::from(row.spent_minutes <= row.promised_minutes);
            }
            sum.reopened += row.reopened;
            sum.merged += i64::from(row.is_merged);
            sum.ratings += i64::from(row.rating.is_some());
            sum.stars += i64::from(row.rating.unwrap_or(0));
        }
        sum.answered = count(&respond);
        sum.solved = count(&resolve);
        Self { respond_median: median(respond), resolve_median: median(resolve), ..sum }
    }

    pub const fn respond_broken(&self) -> i64 {
        self.answered - self.respond_kept
    }

    pub const fn resolve_broken(&self) -> i64 {
        self.solved - self.resolve_kept
    }

    /// The average of the stars in tenths, rounded: 45 is 4.5.
    pub const fn rating_tenths(&self) -> Option<i64> {
        if self.ratings == 0 { None } else { Some((self.stars * 20 + self.ratings) / (2 * self.ratings)) }
    }

    /// Kept of all promises that were judged, in percent.
    pub const fn kept_percent(&self) -> Option<i64> {
        let judged = self.answered + self.solved;
        if judged == 0 { None } else { Some((self.respond_kept + self.resolve_kept) * 100 / judged) }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn count(all: &[i64]) -> i64 {
    i64::try_from(all.len()).unwrap_or(i64::MAX)
}

/// The middle one; of two in the middle their average, the half minute left out.
fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    let upper = *all.get(all.len() / 2)?;
    if all.len() % 2 == 1 {
        return Some(upper);
    }
    Some(i64::midpoint(*all.get(all.len() / 2 - 1)?, upper))
}

/// All of them, and those of each category that has any, in the order of the categories.
pub fn by_category(
    rows: &[Touched],
    span: Span,
    calendar: &Calendar,
    zone: Zone,
) -> (Figures, Vec<(Category, Figures)>) {
    let of = |category: Category| {
        let own = rows.iter().filter(|row| row.category == category);
        (category, Figures::of(own, span, calendar, zone))
    };
    let categories: BTreeSet<Category> = rows.iter().map(|row| row.category).collect();
    let each = categories.into_iter().map(of).filter(|(_, figures)| !figures.is_empty());
    (Figures::of(rows.iter(), span, calendar, zone), each.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn november() -> Span {
        Span::of(Period::of("2026-11-09".parse().expect("a day")), Zone::Wib)
    }

    /// Reported on Monday at 09.00, answered an hour later, solved on Tuesday.
    fn lamp() -> Touched {
        Touched {
            category: Category::Electricity,
            created_at: at("2026-11-23T02:00:00Z"),
            responded_at: Some(at("2026-11-23T03:00:00Z")),
            respond_due: at("2026-11-23T06:00:00Z"),
            solved_at: Some(at("2026-11-24T03:00:00Z")),
            spent_minutes: 540,
            promised_minutes: 960,
            reopened: 0,
            is_merged: false,
            rating: Some(5),
        }
    }

    #[test]
    fn a_month_begins_at_midnight_in_the_zone_of_the_complex() {
        assert_eq!(november().since, at("2026-10-31T17:00:00Z"));
        assert_eq!(november().until, at("2026-11-30T17:00:00Z"));
        assert!(november().has(at("2026-10-31T17:00:00Z")) && !november().has(at("2026-11-30T17:00:00Z")));
    }

    #[test]
    fn medians_promises_and_stars_of_three_complaints() {
        let late = Touched {
            respond_due: at("2026-11-23T02:30:00Z"),
            spent_minutes: 1_000,
            rating: Some(2),
            reopened: 2,
            is_merged: true,
            ..lamp()
        };
        // Filed in October and answered then; still open.
        let old = Touched {
            category: Category::Water,
            created_at: at("2026-10-30T02:00:00Z"),
            responded_at: Some(at("2026-10-30T03:00:00Z")),
            solved_at: None,
            rating: None,
            reopened: 1,
            ..lamp()
        };
        let (all, each) = by_category(&[lamp(), late, old], november(), &Calendar::usual(), Zone::Wib);
        let wanted = Figures {
            new: 2,
            answered: 2,
            respond_median: Some(60),
            respond_kept: 1,
            solved: 2,
            resolve_median: Some(770),
            resolve_kept: 1,
            reopened: 3,
            merged: 1,
            ratings: 2,
            stars: 7,
        };
        assert_eq!(all, wanted);
        assert_eq!((all.rating_tenths(), all.kept_percent()), (Some(35), Some(50)));
        assert_eq!((all.respond_broken(), all.resolve_broken()), (1, 1));
        assert_eq!(
            each.iter().map(|(category, _)| *category).collect::<Vec<_>>(),
            [Category::Water, Category::Electricity]
        );
        assert_eq!((each[0].1.new, each[0].1.reopened, each[0].1.respond_median), (0, 1, None));
    }

    #[test]
    fn an_average_is_rounded_and_of_nothing_there_is_none() {
        let rated = |ratings, stars| Figures { ratings, stars, ..Figures::default() }.rating_tenths();
        assert_eq!(
            (rated(3, 14), rated(3, 13), rated(4, 17), rated(0, 0)),
            (Some(47), Some(43), Some(43), None)
        );
        assert_eq!((median(vec![]), median(vec![9, 1, 4]), median(vec![3, 8])), (None, Some(4), Some(5)));
    }
}
