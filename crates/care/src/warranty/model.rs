//! Until when a house is under warranty for what, and by when such a complaint is to be solved. Pure.

use chrono::{Months, TimeDelta};
use kernel::Date;
use uuid::Uuid;

use crate::complaint::model::Category;

/// Terms that one complex may have.
pub const MOST: usize = 12;

/// What the developer answers for, and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub id: Uuid,
    pub name: String,
    pub category: Category,
    /// From the handover.
    pub months: i16,
    /// In which a complaint is to be solved.
    pub target_days: i16,
}

/// What is wrong with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadTerm {
    Name,
    Category,
    Months,
    Days,
}

impl Term {
    /// # Errors
    /// [`BadTerm`] for the first part of it that cannot stay so.
    pub fn new(
        id: Uuid,
        name: &str,
        category: Option<Category>,
        months: &str,
        days: &str,
    ) -> Result<Self, BadTerm> {
        let within = |text: &str, most: i16| {
            text.trim().parse::<i16>().ok().filter(|number| (1..=most).contains(number))
        };
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > 60 {
            return Err(BadTerm::Name);
        }
        Ok(Self {
            id,
            name,
            category: category.ok_or(BadTerm::Category)?,
            months: within(months, 360).ok_or(BadTerm::Months)?,
            target_days: within(days, 365).ok_or(BadTerm::Days)?,
        })
    }

    /// The last day: the day before the one on which the handover is that many months ago.
    pub fn until(&self, handed_over_on: Date) -> Option<Date> {
        let months = u32::try_from(self.months).ok()?;
        handed_over_on.checked_add_months(Months::new(months))?.pred_opt()
    }

    pub fn covers(&self, handed_over_on: Date, day: Date) -> bool {
        handed_over_on <= day && self.until(handed_over_on).is_some_and(|until| day <= until)
    }

    pub fn due(&self, reported_on: Date) -> Date {
        reported_on + TimeDelta::days(self.target_days.into())
    }
}

/// Which term a new complaint falls under: of those that cover it the one that ends first, so that nobody is promised more
/// than holds for sure. The office may choose another.
pub fn first(terms: &[Term], category: Category, handed_over_on: Date, day: Date) -> Option<&Term> {
    let fitting = terms.iter().filter(|term| term.category == category && term.covers(handed_over_on, day));
    fitting.min_by_key(|term| (term.months, term.target_days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn term(name: &str, months: &str) -> Term {
        Term::new(Uuid::nil(), name, Some(Category::Building), months, "14").unwrap()
    }

    #[test]
    fn a_roof_of_twelve_months_holds_until_the_day_before_its_birthday() {
        let roof = term("Atap", "12");
        assert_eq!(roof.until(day("2026-03-10")), Some(day("2027-03-09")));
        assert!(roof.covers(day("2026-03-10"), day("2026-03-10")));
        assert!(roof.covers(day("2026-03-10"), day("2027-03-09")));
        assert!(!roof.covers(day("2026-03-10"), day("2027-03-10")));
        assert!(!roof.covers(day("2026-03-10"), day("2026-03-09")), "not before it was handed over");
        assert_eq!(term("Cat", "1").until(day("2026-01-31")), Some(day("2026-02-27")));
        assert_eq!(roof.due(day("2026-11-23")), day("2026-12-07"));
    }

    #[test]
    fn of_two_terms_the_one_that_ends_first_is_taken_while_it_holds() {
        let terms = [term("Struktur", "120"), term("Atap", "12")];
        let name =
            |on| first(&terms, Category::Building, day("2026-01-01"), day(on)).map(|it| it.name.clone());
        assert_eq!(name("2026-06-01").as_deref(), Some("Atap"));
        assert_eq!(name("2027-06-01").as_deref(), Some("Struktur"));
        assert_eq!(name("2036-01-01"), None);
        assert_eq!(first(&terms, Category::Water, day("2026-01-01"), day("2026-06-01")), None);
    }

    #[test]
    fn a_term_has_a_name_and_figures_that_somebody_meant() {
        let of = |name, months, days| Term::new(Uuid::nil(), name, Some(Category::Water), months, days);
        assert_eq!(of(" ", "6", "7"), Err(BadTerm::Name));
        assert_eq!(of("Pipa", "0", "7"), Err(BadTerm::Months));
        assert_eq!(of("Pipa", "361", "7"), Err(BadTerm::Months));
        assert_eq!(of("Pipa", "6", "nanti"), Err(BadTerm::Days));
        assert_eq!(Term::new(Uuid::nil(), "Pipa", None, "6", "7"), Err(BadTerm::Category));
    }
}
