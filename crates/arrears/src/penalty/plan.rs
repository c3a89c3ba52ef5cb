//! From what invoices have earned and what was charged already to what is still to be charged or taken back. Pure.

use std::collections::HashMap;

use dues::late::{LateInvoice, PenaltyLine};
use kernel::{Date, FundId, InvoiceId, Rupiah, UnitId};

use super::rule::{Facts, Grace, Rule};

/// A dated version of the rule: from its first day up to, not including, its end.
#[derive(Clone, Debug)]
pub struct Version {
    pub from: Date,
    pub until: Option<Date>,
    pub rule: Rule,
    pub fund: FundId,
}

/// What brings the fees of one unit to what its facts say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// To be charged, by invoice.
    pub add: Vec<Addition>,
    /// To be taken back from fees that were charged: line of which penalty invoice, how much.
    pub take_back: Vec<(InvoiceId, i16, Rupiah)>,
}

/// A fee that an invoice has earned and nobody charged yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Its place among the invoices that were looked at.
    pub place: usize,
    pub amount: Rupiah,
    pub fund: FundId,
}

/// Whether fees may also be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Fees become exactly what the facts say.
    Exactly,
    /// Fees may only grow: a look from an earlier day knows less than what was charged since.
    OnlyAdd,
}

/// The version by which an invoice is judged: the one in force on its due day.
pub fn version_on(versions: &[Version], due_on: Date) -> Option<&Version> {
    versions.iter().find(|version| version.from <= due_on && version.until.is_none_or(|until| due_on < until))
}

/// One unit's invoices, oldest first. `frozen` says since when a kept instalment plan covers an invoice.
pub fn step(
    versions: &[Version],
    invoices: &[LateInvoice],
    frozen: &HashMap<InvoiceId, Date>,
    as_of: Date,
    scope: Scope,
) -> Step {
    let mut step = Step::default();
    let mut open: i64 = invoices.iter().flat_map(|i| &i.penalties).map(|line| line.open.get()).sum();
    for (place, invoice) in invoices.iter().enumerate() {
        let Some(version) = version_on(versions, invoice.due_on) else { continue };
        let earned = version.rule.owed(&facts(invoice, frozen.get(&invoice.invoice).copied()), as_of).get();
        let charged: i64 = invoice.penalties.iter().map(stands).sum();
        if earned > charged {
            let room = version.rule.cap_unit.map_or(i64::MAX, |cap| (cap.get() - open).max(0));
            let amount = (earned - charged).min(room);
            open += amount;
            if let (true, Ok(amount)) = (amount > 0, Rupiah::new(amount)) {
                step.add.push(Addition { place, amount, fund: version.fund });
            }
        } else if scope == Scope::Exactly {
            step.take_back.extend(newest_first(&invoice.penalties, charged - earned));
        }
    }
    step
}

fn facts(invoice: &LateInvoice, frozen_from: Option<Date>) -> Facts {
    Facts {
        principal: invoice.principal,
        due_on: invoice.due_on,
        grace: if invoice.is_opening { Grace::None } else { Grace::ByRule },
        settled: invoice.settled.clone(),
        frozen_from,
    }
}

/// What of a charged fee is still meant, waived or not.
fn stands(line: &PenaltyLine) -> i64 {
    line.amount.get() - line.reversed.get()
}

fn newest_first(lines: &[PenaltyLine], mut excess: i64) -> Vec<(InvoiceId, i16, Rupiah)> {
    let mut back = Vec::new();
    for line in lines.iter().rev() {
        // What was given up is gone from the line already and cannot be taken back once more.
        let amount = (stands(line) - line.waived.get()).min(excess);
        excess -= amount;
        if let (true, Ok(amount)) = (amount > 0, Rupiah::new(amount)) {
            back.push((line.invoice, line.line, amount));
        }
    }
    back
}

/// Invoices come sorted by unit; each unit is a step of its own.
pub fn by_unit(invoices: &[LateInvoice]) -> impl Iterator<Item = (UnitId, &[LateInvoice])> {
    invoices.chunk_by(|one, next| one.unit == next.unit).map(|group| (group[0].unit, group))
}

#[cfg(test)]
mod tests {
    use kernel::Instant;
    use uuid::Uuid;

    use super::*;
    use crate::penalty::{Charge, Repeats};

    fn rp(amount: i64) -> Rupiah {
        Rupiah::new(amount).unwrap()
    }
    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    fn flat(amount: i64, cap_unit: Option<i64>) -> Vec<Version> {
        let rule = Rule {
            grace_days: 0,
            charge: Charge::Fixed { amount: rp(amount), repeats: Repeats::Monthly },
            minimum_open: Rupiah::ZERO,
            cap: None,
            cap_percent: None,
            cap_unit: cap_unit.map(rp),
        };
        vec![Version { from: day("2026-01-01"), until: None, rule, fund: FundId::from_uuid(Uuid::nil()) }]
    }
    fn invoice(due: &str, settled: &[(&str, i64)], penalties: &[(i64, i64)]) -> LateInvoice {
        let id = InvoiceId::new(Instant::from_timestamp(1_767_225_600, 0).unwrap());
        let line = |(at, (amount, reversed)): (usize, &(i64, i64))| PenaltyLine {
            invoice: id,
            line: i16::try_from(at).unwrap() + 1,
            amount: rp(*amount),
            reversed: rp(*reversed),
            waived: Rupiah::ZERO,
            open: rp(amount - reversed),
        };
        LateInvoice {
            invoice: id,
            number: "INV-2026-01-0012".into(),
            unit: UnitId::from_uuid(Uuid::nil()),
            unit_code: "A-12".into(),
            payer: None,
            payer_name: "Budi".into(),
            is_opening: false,
            due_on: day(due),
            principal: rp(425_000),
            settled: settled.iter().map(|(on, sum)| (day(on), rp(*sum))).collect(),
            penalties: penalties.iter().enumerate().map(line).collect(),
        }
    }
    fn amounts(step: &Step) -> (Vec<i64>, Vec<i64>) {
        let add = step.add.iter().map(|a| a.amount.get()).collect();
        (add, step.take_back.iter().map(|(_, _, amount)| amount.get()).collect())
    }

    #[test]
    fn the_same_night_twice_charges_once() {
        let none = HashMap::new();
        let until = day("2026-02-15");
        let first =
            step(&flat(25_000, None), &[invoice("2026-01-10", &[], &[])], &none, until, Scope::Exactly);
        assert_eq!(amounts(&first), (vec![50_000], vec![]), "January and February have begun");
        let again = [invoice("2026-01-10", &[], &[(50_000, 0)])];
        assert_eq!(step(&flat(25_000, None), &again, &none, until, Scope::Exactly), Step::default());
    }

    #[test]
    fn a_punctual_payment_recorded_late_takes_the_fee_back_newest_first() {
        let paid = [invoice("2026-01-10", &[("2026-01-09", 425_000)], &[(25_000, 0), (25_000, 5_000)])];
        let back = step(&flat(25_000, None), &paid, &HashMap::new(), day("2026-03-01"), Scope::Exactly);
        assert_eq!(amounts(&back), (vec![], vec![20_000, 25_000]));
        let earlier = step(&flat(25_000, None), &paid, &HashMap::new(), day("2026-03-01"), Scope::OnlyAdd);
        assert_eq!(earlier, Step::default());
    }

    #[test]
    fn a_fee_that_was_given_up_is_not_taken_back_once_more() {
        let mut paid = invoice("2026-01-10", &[("2026-01-09", 425_000)], &[(25_000, 0), (25_000, 0)]);
        paid.penalties[1].waived = rp(20_000);
        let back = step(&flat(25_000, None), &[paid], &HashMap::new(), day("2026-03-01"), Scope::Exactly);
        assert_eq!(amounts(&back), (vec![], vec![5_000, 25_000]));
    }

    #[test]
    fn a_unit_is_never_asked_for_more_than_its_cap() {
        let late = [invoice("2026-01-10", &[], &[(25_000, 0)]), invoice("2026-02-10", &[], &[])];
        let capped =
            step(&flat(25_000, Some(60_000)), &late, &HashMap::new(), day("2026-02-15"), Scope::Exactly);
        assert_eq!(amounts(&capped), (vec![25_000, 10_000], vec![]));
    }

    #[test]
    fn before_there_was_a_rule_nothing_is_charged() {
        let old = [invoice("2025-12-10", &[], &[])];
        assert_eq!(
            step(&flat(25_000, None), &old, &HashMap::new(), day("2026-06-01"), Scope::Exactly),
            Step::default()
        );
    }
}
