//! What a complex promises on its complaints: when it works, and for each category the first priority, who does it, and
//! within how many working minutes. Pure; the rules of docs/care.md.

use std::collections::BTreeMap;

use kernel::{Instant, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    classifier::Problem,
    clock::Calendar,
    complaint::model::{Category, Priority},
};

/// Promises are made in quarters of an hour.
pub const QUARTER: i32 = 15;
/// The longest promise: 1,000 working hours.
const LONGEST: i32 = 60_000;

/// Within how many working minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Until somebody answers; a multiple of 15
    pub respond_minutes: i32,
    /// Until it is solved; a multiple of 15, not before the answer
    pub resolve_minutes: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LevelFault {
    #[error("a promise is a quarter of an hour to 1,000 hours, in quarters")]
    Quarters,
    #[error("it cannot be solved before it is answered")]
    Order,
}

impl Level {
    /// # Errors
    /// [`LevelFault`].
    pub const fn checked(self) -> Result<Self, LevelFault> {
        let Self { respond_minutes: respond, resolve_minutes: resolve } = self;
        if respond <= 0 || resolve > LONGEST || respond % QUARTER != 0 || resolve % QUARTER != 0 {
            return Err(LevelFault::Quarters);
        }
        if resolve < respond { Err(LevelFault::Order) } else { Ok(self) }
    }

    /// What is promised where a complex set nothing.
    pub fn usual(priority: Priority) -> Self {
        let minutes = |minutes: i64| i32::try_from(minutes).unwrap_or(LONGEST);
        Self {
            respond_minutes: minutes(priority.respond_minutes()),
            resolve_minutes: minutes(priority.resolve_minutes()),
        }
    }
}

/// What is done with complaints of one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How urgent one is before anybody has looked
    pub priority: Priority,
    /// Who does it unless somebody else is named; up to 80 letters, empty: nobody yet
    pub assignee: String,
    pub urgent: Level,
    pub high: Level,
    pub normal: Level,
}

impl Rule {
    /// What holds where a complex set nothing.
    pub fn usual(category: Category) -> Self {
        Self {
            priority: category.priority(),
            assignee: String::new(),
            urgent: Level::usual(Priority::Urgent),
            high: Level::usual(Priority::High),
            normal: Level::usual(Priority::Normal),
        }
    }

    pub const fn level(&self, priority: Priority) -> Level {
        match priority {
            Priority::Urgent => self.urgent,
            Priority::High => self.high,
            Priority::Normal => self.normal,
        }
    }

    pub const fn set(&mut self, priority: Priority, level: Level) {
        match priority {
            Priority::Urgent => self.urgent = level,
            Priority::High => self.high = level,
            Priority::Normal => self.normal = level,
        }
    }
}

/// All of it, as it stands in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub calendar: Calendar,
    /// Those that a complex set.
    pub(super) rules: BTreeMap<Category, Rule>,
    /// With their own priority, executor and promise where they have them.
    pub(super) problems: Vec<Problem>,
}

impl Plan {
    pub fn rule(&self, category: Category) -> Rule {
        self.rules.get(&category).cloned().unwrap_or_else(|| Rule::usual(category))
    }

    fn problem(&self, problem: Option<Uuid>) -> Option<&Problem> {
        self.problems.iter().find(|it| Some(it.id) == problem)
    }

    /// Priority and executor of a new complaint.
    pub fn first(&self, category: Category, problem: Option<Uuid>) -> (Priority, String) {
        let rule = self.rule(category);
        let problem = self.problem(problem);
        let own = problem.map(|it| it.assignee.clone()).filter(|name| !name.is_empty());
        (problem.and_then(|it| it.priority).unwrap_or(rule.priority), own.unwrap_or(rule.assignee))
    }

    /// Within how many working minutes.
    pub fn level(&self, category: Category, problem: Option<Uuid>, priority: Priority) -> Level {
        let own = self.problem(problem).and_then(|it| it.level);
        own.unwrap_or_else(|| self.rule(category).level(priority))
    }

    /// Working minutes until it is solved.
    pub fn resolve_minutes(&self, category: Category, problem: Option<Uuid>, priority: Priority) -> i64 {
        self.level(category, problem, priority).resolve_minutes.into()
    }
}

/// What is not settled yet of an open complaint's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    pub category: Category,
    pub problem: Option<Uuid>,
    pub priority: Priority,
    pub spent_minutes: i64,
    pub running_since: Option<Instant>,
    pub is_answered: bool,
    pub respond_due: Instant,
    pub resolve_due: Option<Instant>,
    pub promised_minutes: i64,
}

impl Running {
    /// As it stands once the plan has changed: the minutes used until now were counted by the hours that held then and stay
    /// used; what is left of the new promise runs from now on. What was due before and is still over stays due then.
    #[must_use]
    pub fn recounted(self, before: &Calendar, after: &Plan, zone: Zone, now: Instant) -> Self {
        let used = self.running_since.map_or(0, |since| before.between(zone, since, now));
        let spent_minutes = self.spent_minutes + used;
        let level = after.level(self.category, self.problem, self.priority);
        let promised_minutes = i64::from(level.resolve_minutes);
        let respond_left = i64::from(level.respond_minutes) - spent_minutes;
        let runs = self.running_since.is_some();
        let due = |left: i64, was: Option<Instant>| match was {
            _ if left > 0 && !runs => None,
            _ if left > 0 => after.calendar.due(zone, now, left),
            Some(was) if was <= now => Some(was),
            _ => Some(now),
        };
        let respond_due = due(respond_left, Some(self.respond_due)).unwrap_or(self.respond_due);
        Self {
            resolve_due: due(promised_minutes - spent_minutes, self.resolve_due),
            // Nothing moves before it is answered, so until then all minutes that were used passed without an answer.
            respond_due: if self.is_answered { self.respond_due } else { respond_due },
            running_since: self.running_since.map(|_| now),
            spent_minutes,
            promised_minutes,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{Days, TimeDelta};
    use kernel::Date;
    use proptest::prelude::*;

    use super::*;
    use crate::clock::{Week, Window};

    fn plan(calendar: Calendar, level: Level) -> Plan {
        let rule = |category| Rule { urgent: level, high: level, normal: level, ..Rule::usual(category) };
        let rules = Category::SEEDED.into_iter().map(|category| (category, rule(category))).collect();
        Plan { calendar, rules, problems: Vec::new() }
    }

    fn level(respond_minutes: i32, resolve_minutes: i32) -> Level {
        Level { respond_minutes, resolve_minutes }
    }

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn lamp(now: Instant) -> Running {
        let usual = Calendar::usual();
        Running {
            category: Category::Electricity,
            problem: None,
            priority: Priority::High,
            spent_minutes: 0,
            running_since: Some(now),
            is_answered: false,
            respond_due: usual.due(Zone::Wib, now, 240).expect("a day with work"),
            resolve_due: usual.due(Zone::Wib, now, 960),
            promised_minutes: 960,
        }
    }

    #[test]
    fn a_shorter_promise_counts_what_was_used_before_it() {
        // Monday 09.00 in Jakarta, changed at 11.00: two of four hours are gone.
        let lamp = lamp(at("2026-11-23T02:00:00Z"));
        let after = plan(Calendar::usual(), level(60, 240));
        let lamp = lamp.recounted(&Calendar::usual(), &after, Zone::Wib, at("2026-11-23T04:00:00Z"));
        assert_eq!((lamp.spent_minutes, lamp.promised_minutes), (120, 240));
        assert_eq!(lamp.resolve_due, Some(at("2026-11-23T07:00:00Z")), "12.00 to 13.00 is no work");
        assert_eq!(
            lamp.respond_due,
            at("2026-11-23T04:00:00Z"),
            "one hour is over already, from now on it is late"
        );
    }

    #[test]
    fn a_longer_promise_mends_a_broken_one_and_the_same_one_changes_nothing() {
        let begun = at("2026-11-23T02:00:00Z");
        let now = at("2026-11-26T02:00:00Z");
        let late = lamp(begun);
        let same = plan(Calendar::usual(), level(240, 960));
        let kept = late.clone().recounted(&Calendar::usual(), &same, Zone::Wib, now);
        assert_eq!((kept.respond_due, kept.resolve_due), (late.respond_due, late.resolve_due));
        let longer = plan(Calendar::usual(), level(240, 60 * 60));
        let mended = late.recounted(&Calendar::usual(), &longer, Zone::Wib, now);
        assert!(mended.resolve_due.is_some_and(|due| due > now), "{mended:?}");
    }

    #[test]
    fn what_waits_is_due_only_if_its_time_is_over() {
        let now = at("2026-11-26T02:00:00Z");
        let waits = Running {
            spent_minutes: 300,
            running_since: None,
            is_answered: true,
            resolve_due: None,
            ..lamp(at("2026-11-23T02:00:00Z"))
        };
        let (shorter, longer) =
            (plan(Calendar::usual(), level(60, 240)), plan(Calendar::usual(), level(60, 480)));
        let over = waits.clone().recounted(&Calendar::usual(), &shorter, Zone::Wib, now);
        assert_eq!((over.resolve_due, over.spent_minutes), (Some(now), 300));
        assert_eq!(waits.recounted(&Calendar::usual(), &longer, Zone::Wib, now).resolve_due, None);
    }

    fn weeks() -> impl Strategy<Value = Week> {
        let window = (0_u32..1440, 1_u32..600)
            .prop_filter_map("within a day", |(from, long)| Window::new(from, (from + long).min(1440)));
        proptest::array::uniform7(proptest::collection::vec(window, 1..4))
    }

    fn calendars() -> impl Strategy<Value = Calendar> {
        (weeks(), proptest::collection::btree_set(0_u64..10, 0..3)).prop_map(|(week, off)| {
            let first: Date = "2026-11-16".parse().expect("a day");
            let off: BTreeSet<Date> = off.into_iter().map(|ahead| first + Days::new(ahead)).collect();
            Calendar::new(week, off)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(120))]
        #[test]
        fn after_a_change_of_hours_it_is_due_when_counting_minute_by_minute_says(
            before in calendars(), after in calendars(), start in 0_i64..3_000, changed in 0_i64..3_000,
            quarters in 1_i32..80,
        ) {
            let monday = at("2026-11-15T17:00:00Z");
            let (begun, now) = (monday + TimeDelta::minutes(start), monday + TimeDelta::minutes(start + changed));
            let promise = i64::from(quarters) * 15;
            let row = Running {
                running_since: Some(begun),
                resolve_due: before.due(Zone::Wib, begun, promise),
                promised_minutes: promise,
                ..lamp(begun)
            };
            let plan = plan(after.clone(), level(15, quarters * 15));
            let row = row.recounted(&before, &plan, Zone::Wib, now);
            let works = |calendar: &Calendar, at: Instant| calendar.between(Zone::Wib, at, at + TimeDelta::minutes(1)) == 1;
            let mut left = promise;
            let mut minute = begun;
            while left > 0 {
                left -= i64::from(works(if minute < now { &before } else { &after }, minute));
                minute += TimeDelta::minutes(1);
            }
            // What was used up before the change is late since then.
            prop_assert_eq!(row.resolve_due, Some(minute));
        }
    }
}
