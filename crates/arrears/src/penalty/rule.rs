//! What being late costs: the rule as a treasurer would say it, and the arithmetic from it to rupiah.
//!
//! An invoice's penalty is a function of facts alone: what was owed, when it was due, on which days money moved, and
//! up to which day it is asked. Asked again with more facts it gives another figure, and the difference is what is
//! charged or taken back. So a transfer that is recorded late but was made in time undoes its penalty by itself.

use chrono::{Days, Months};
use kernel::{Date, Rupiah};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive as _};
use serde::{Deserialize, Serialize};

/// The late-fee rule of a complex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Days after the due day in which nothing is charged. Opening arrears have none: their grace is long over.
    pub grace_days: u16,
    pub charge: Charge,
    /// Below this open principal nothing is charged, rupiah.
    #[serde(default)]
    pub minimum_open: Rupiah,
    /// Never more than this per invoice, rupiah.
    #[serde(default)]
    pub cap: Option<Rupiah>,
    /// Never more than this share of the invoice's principal, percent.
    #[serde(default)]
    pub cap_percent: Option<Decimal>,
    /// Never more than this open at one unit at a time, over all its invoices, rupiah.
    #[serde(default)]
    pub cap_unit: Option<Rupiah>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Charge {
    /// An amount, once or for every month that has begun.
    Fixed { amount: Rupiah, repeats: Repeats },
    /// A share of what is open on the day it is charged, percent.
    Percent { percent: Decimal, repeats: Repeats },
    /// An amount for each day, counted from the day after the due day once the grace is over.
    Daily { amount: Rupiah },
    /// Simple interest, percent a year of 365 days, on what was open each day; counted as `Daily` is.
    Interest { percent_a_year: Decimal },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    Once,
    Monthly,
}

/// What is known of one invoice: its principal is what may bear a penalty (compulsory charges and opening arrears;
/// never a penalty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub principal: Rupiah,
    pub due_on: Date,
    pub grace: Grace,
    /// What settled the principal, by the day the money moved; negative when it was taken back.
    pub settled: Vec<(Date, Rupiah)>,
    /// While an instalment plan is kept, time stands still from this day on.
    pub frozen_from: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grace {
    ByRule,
    /// Arrears from before the books began.
    None,
}

impl Facts {
    /// What was open at the end of a day.
    fn open_after(&self, day: Date) -> Rupiah {
        let settled: i64 = self.settled.iter().filter(|(on, _)| *on <= day).map(|(_, sum)| sum.get()).sum();
        Rupiah::new((self.principal.get() - settled).max(0)).unwrap_or(Rupiah::ZERO)
    }
}

impl Rule {
    /// The penalty that this invoice has earned up to the end of `as_of`, caps of the invoice applied.
    pub fn owed(&self, facts: &Facts, as_of: Date) -> Rupiah {
        let until = facts.frozen_from.map_or(as_of, |frozen| frozen.min(as_of));
        let grace = match facts.grace {
            Grace::ByRule => u64::from(self.grace_days),
            Grace::None => 0,
        };
        let last_day_free = facts.due_on + Days::new(grace);
        if until <= last_day_free || facts.open_after(last_day_free) <= self.minimum_open {
            return Rupiah::ZERO;
        }
        let earned = match &self.charge {
            Charge::Fixed { amount, repeats } => {
                let times = charged_on(last_day_free, until, *repeats)
                    .filter(|day| facts.open_after(*day) > self.minimum_open)
                    .count();
                whole(Decimal::from(amount.get()) * Decimal::from(times))
            }
            Charge::Percent { percent, repeats } => {
                let shares = charged_on(last_day_free, until, *repeats)
                    .map(|day| facts.open_after(day))
                    .filter(|open| *open > self.minimum_open)
                    .map(|open| whole(Decimal::from(open.get()) * percent / Decimal::ONE_HUNDRED).get());
                rupiah(shares.sum())
            }
            Charge::Daily { amount } => {
                let days = open_days(facts, until).filter(|(open, _)| *open > self.minimum_open);
                let days: i64 = days.map(|(_, days)| days).sum();
                whole(Decimal::from(amount.get()) * Decimal::from(days))
            }
            Charge::Interest { percent_a_year } => {
                let rupiah_days: Decimal = open_days(facts, until)
                    .filter(|(open, _)| *open > self.minimum_open)
                    .map(|(open, days)| Decimal::from(open.get()) * Decimal::from(days))
                    .sum();
                whole(rupiah_days * percent_a_year / Decimal::from(36_500))
            }
        };
        earned.min(self.cap_of(facts.principal))
    }

    fn cap_of(&self, principal: Rupiah) -> Rupiah {
        let share = self
            .cap_percent
            .map(|percent| whole(Decimal::from(principal.get()) * percent / Decimal::ONE_HUNDRED));
        [self.cap, share].into_iter().flatten().min().unwrap_or(rupiah(Rupiah::LIMIT))
    }

    /// Whether its figures can be meant: amounts above nothing, shares of more than nothing and at most the whole.
    pub fn is_sound(&self) -> bool {
        let share = |percent: &Decimal| *percent > Decimal::ZERO && *percent <= Decimal::ONE_HUNDRED;
        let charge = match &self.charge {
            Charge::Fixed { amount, .. } | Charge::Daily { amount } => *amount > Rupiah::ZERO,
            Charge::Percent { percent, .. } => share(percent),
            Charge::Interest { percent_a_year } => share(percent_a_year),
        };
        let caps = [self.cap, self.cap_unit].iter().flatten().all(|cap| *cap > Rupiah::ZERO);
        charge
            && caps
            && self.grace_days <= 90
            && self.cap_percent.is_none_or(|percent| percent > Decimal::ZERO)
    }

    /// Whether the figure moves every day, so that it is written down at the month's end and with each payment
    /// rather than every night.
    pub const fn runs_daily(&self) -> bool {
        matches!(self.charge, Charge::Daily { .. } | Charge::Interest { .. })
    }
}

/// The days at whose end an amount falls due: the last free day (whoever is open then is late), and the same day of
/// each month behind it, as long as it lies before `until`.
fn charged_on(last_day_free: Date, until: Date, repeats: Repeats) -> impl Iterator<Item = Date> {
    let times = match repeats {
        Repeats::Once => 1,
        Repeats::Monthly => u32::MAX,
    };
    (0..times)
        .map_while(move |month| last_day_free.checked_add_months(Months::new(month)))
        .take_while(move |day| *day < until)
}

/// Stretches of days on which the same amount was open, from the day after the due day to `until`: a payment's own
/// day still counts what was open before it.
fn open_days(facts: &Facts, until: Date) -> impl Iterator<Item = (Rupiah, i64)> {
    let mut turns: Vec<Date> =
        facts.settled.iter().map(|(on, _)| *on).filter(|on| *on > facts.due_on && *on < until).collect();
    turns.push(facts.due_on);
    turns.push(until);
    turns.sort_unstable();
    turns.dedup();
    let stretches: Vec<(Date, Date)> = turns.windows(2).map(|pair| (pair[0], pair[1])).collect();
    stretches.into_iter().map(|(from, to)| (facts.open_after(from), (to - from).num_days()))
}

fn whole(exact: Decimal) -> Rupiah {
    let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    rupiah(rounded.to_i64().unwrap_or(Rupiah::LIMIT))
}

fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount.clamp(0, Rupiah::LIMIT)).unwrap_or(Rupiah::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    fn rp(amount: i64) -> Rupiah {
        Rupiah::new(amount).unwrap()
    }
    fn rule(charge: Charge) -> Rule {
        Rule {
            grace_days: 0,
            charge,
            minimum_open: Rupiah::ZERO,
            cap: None,
            cap_percent: None,
            cap_unit: None,
        }
    }
    fn invoice(settled: &[(&str, i64)]) -> Facts {
        Facts {
            principal: rp(1_000),
            due_on: day("2026-01-10"),
            grace: Grace::ByRule,
            settled: settled.iter().map(|(on, sum)| (day(on), rp(*sum))).collect(),
            frozen_from: None,
        }
    }

    /// The five flat cases that ADDA publishes: full in time, full late, part in time, part late, none.
    #[test]
    fn a_fixed_fee_is_charged_to_whoever_is_open_after_the_due_day() {
        let flat = rule(Charge::Fixed { amount: rp(50), repeats: Repeats::Once });
        let until = day("2026-01-31");
        for (settled, owed) in [
            (vec![("2026-01-10", 1_000)], 0),
            (vec![("2026-01-11", 1_000)], 50),
            (vec![("2026-01-05", 400), ("2026-01-20", 600)], 50),
            (vec![("2026-01-15", 400)], 50),
            (vec![], 50),
        ] {
            assert_eq!(flat.owed(&invoice(&settled), until), rp(owed), "{settled:?}");
        }
    }

    /// ADDA's simple-interest case: 1,000 at 18 %, 600 of it 10 days late, then 66 days on 400: 18.
    #[test]
    fn interest_follows_what_was_open_day_by_day() {
        let interest = rule(Charge::Interest { percent_a_year: Decimal::from(18) });
        let facts = invoice(&[("2026-01-20", 600)]);
        assert_eq!(interest.owed(&facts, day("2026-03-27")), rp(18));
        assert_eq!(interest.owed(&invoice(&[("2026-01-10", 1_000)]), day("2026-03-27")), Rupiah::ZERO);
        let year = Facts { principal: rp(1_000_000), ..invoice(&[]) };
        assert_eq!(interest.owed(&year, day("2027-01-10")), rp(180_000), "365 days are a year");
    }

    #[test]
    fn the_due_day_and_the_days_of_grace_cost_nothing() {
        let gentle = Rule {
            grace_days: 5,
            ..rule(Charge::Percent { percent: Decimal::from(2), repeats: Repeats::Once })
        };
        let facts = Facts { principal: rp(425_000), ..invoice(&[]) };
        assert_eq!(gentle.owed(&facts, day("2026-01-15")), Rupiah::ZERO);
        assert_eq!(gentle.owed(&facts, day("2026-01-16")), rp(8_500));
        let opening = Facts { grace: Grace::None, ..facts };
        assert_eq!(gentle.owed(&opening, day("2026-01-11")), rp(8_500), "old arrears have had their grace");
    }

    #[test]
    fn a_percentage_is_of_what_is_open_and_repeats_while_it_is() {
        let monthly = rule(Charge::Percent { percent: Decimal::from(2), repeats: Repeats::Monthly });
        let facts = Facts { principal: rp(500_000), ..invoice(&[("2026-02-20", 300_000)]) };
        assert_eq!(monthly.owed(&facts, day("2026-02-10")), rp(10_000));
        assert_eq!(monthly.owed(&facts, day("2026-02-11")), rp(20_000));
        assert_eq!(monthly.owed(&facts, day("2026-03-11")), rp(24_000), "2 % of the 200,000 that were left");
    }

    #[test]
    fn a_transfer_recorded_late_but_made_in_time_leaves_no_penalty() {
        let daily = rule(Charge::Daily { amount: rp(1_000) });
        let until = day("2026-01-25");
        assert_eq!(daily.owed(&invoice(&[]), until), rp(15_000));
        assert_eq!(daily.owed(&invoice(&[("2026-01-09", 1_000)]), until), Rupiah::ZERO);
        assert_eq!(daily.owed(&invoice(&[("2026-01-13", 1_000)]), until), rp(3_000), "three days late");
    }

    #[test]
    fn caps_hold_and_a_kept_plan_stops_the_clock() {
        let daily = Rule { cap_percent: Some(Decimal::from(10)), ..rule(Charge::Daily { amount: rp(7) }) };
        assert_eq!(daily.owed(&invoice(&[]), day("2026-12-31")), rp(100));
        let frozen = Facts { frozen_from: Some(day("2026-01-14")), ..invoice(&[]) };
        assert_eq!(daily.owed(&frozen, day("2026-12-31")), rp(28), "four days until the plan was agreed");
        let capped = Rule { cap: Some(rp(20)), ..daily };
        assert_eq!(capped.owed(&invoice(&[]), day("2026-12-31")), rp(20));
    }

    #[test]
    fn a_payment_taken_back_is_as_if_it_never_was() {
        let flat = rule(Charge::Fixed { amount: rp(50), repeats: Repeats::Once });
        let bounced = invoice(&[("2026-01-08", 1_000), ("2026-01-08", -1_000)]);
        assert_eq!(flat.owed(&bounced, day("2026-01-31")), rp(50));
    }

    #[test]
    fn small_change_is_let_go() {
        let kind = Rule {
            minimum_open: rp(999),
            ..rule(Charge::Fixed { amount: rp(50_000), repeats: Repeats::Monthly })
        };
        assert_eq!(kind.owed(&invoice(&[("2026-01-02", 1)]), day("2026-06-30")), Rupiah::ZERO);
        assert_eq!(kind.owed(&invoice(&[]), day("2026-01-11")), rp(50_000));
    }
}
