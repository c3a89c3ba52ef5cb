//! An instalment plan: how a sum is parted, and whether it is kept. Pure but for one question.

use std::collections::HashMap;

use chrono::{Days, Months};
use dues::invoice;
use kernel::{Date, InvoiceId, Rupiah, UnitId, format};
use tenancy::TenantTx;
use web::Shell;

use super::sql;

/// Days after an instalment's day on which it may still come.
pub const DAYS_OF_PATIENCE: u64 = 7;

/// A sum in equal parts, a month apart; what does not divide goes with the first.
pub fn parts(total: Rupiah, times: u8, first: Date) -> Vec<(Date, Rupiah)> {
    let times = i64::from(times.max(1));
    let each = total.get() / times;
    let rest = total.get() - each * times;
    let part = |place: i64| {
        let amount = if place == 0 { each + rest } else { each };
        let on = first.checked_add_months(Months::new(u32::try_from(place).unwrap_or(0))).unwrap_or(first);
        (on, Rupiah::new(amount).unwrap_or(Rupiah::ZERO))
    };
    (0..times).map(part).filter(|(_, amount)| *amount > Rupiah::ZERO).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Everything that was agreed is paid.
    Kept,
    OnTime,
    /// An instalment is past its day, within the days of patience.
    Late,
    Broken,
}

/// How a plan stands when `paid` of its total has come in.
pub fn standing(parts: &[(Date, Rupiah)], total: Rupiah, paid: Rupiah, today: Date) -> Standing {
    if paid >= total {
        return Standing::Kept;
    }
    let owed_by = |day: Date| parts.iter().filter(|(on, _)| *on < day).map(|(_, sum)| sum.get()).sum::<i64>();
    if owed_by(today) <= paid.get() {
        Standing::OnTime
    } else if today
        .checked_sub_days(Days::new(DAYS_OF_PATIENCE))
        .is_some_and(|then| owed_by(then) > paid.get())
    {
        Standing::Broken
    } else {
        Standing::Late
    }
}

/// A running plan as a page shows it.
#[derive(Clone, Debug)]
pub struct PlanView {
    pub agreed: String,
    pub paid: i64,
    pub total: i64,
    pub paid_text: String,
    pub total_text: String,
    pub word: &'static str,
    pub tone: &'static str,
    pub next: String,
}

/// What has come in of what a plan covers: what was open then less what is open now.
pub async fn paid_of(tx: &mut TenantTx, plan: &sql::PlanRow) -> tenancy::Result<Rupiah> {
    let open: HashMap<InvoiceId, Rupiah> = invoice::open_of_units(tx, &[plan.unit])
        .await?
        .into_iter()
        .map(|open| (open.id, open.open))
        .collect();
    let left: i64 = plan
        .invoices
        .iter()
        .filter_map(|id| open.get(&InvoiceId::from_uuid(*id)))
        .map(|open| open.get())
        .sum();
    Ok(Rupiah::new((plan.total.get() - left).max(0)).unwrap_or(Rupiah::ZERO))
}

pub fn parts_of(plan: &sql::PlanRow) -> Vec<(Date, Rupiah)> {
    let amounts = plan.amounts.iter().map(|amount| Rupiah::new(*amount).unwrap_or(Rupiah::ZERO));
    plan.due_on.iter().copied().zip(amounts).collect()
}

pub async fn running_plan(
    tx: &mut TenantTx,
    s: &Shell,
    unit: UnitId,
    today: Date,
) -> tenancy::Result<Option<PlanView>> {
    let Some(plan) = sql::running_plans(tx, Some(unit)).await?.into_iter().next() else { return Ok(None) };
    let paid = paid_of(tx, &plan).await?;
    let parts = parts_of(&plan);
    let (word, tone) = match standing(&parts, plan.total, paid, today) {
        Standing::Kept => ("plan-kept", "ok"),
        Standing::OnTime => ("plan-on-time", "ok"),
        Standing::Late => ("plan-late", "warn"),
        Standing::Broken => ("plan-broken", "bad"),
    };
    let mut sum = 0;
    let next = parts.iter().find(|(_, amount)| {
        sum += amount.get();
        sum > paid.get()
    });
    Ok(Some(PlanView {
        agreed: s.t2("plan-agreed", "date", s.date(&plan.agreed_on), "with", plan.agreed_with.as_str()),
        paid: paid.get(),
        total: plan.total.get(),
        paid_text: format::rupiah(paid),
        total_text: format::rupiah(plan.total),
        word,
        tone,
        next: next.map_or(String::new(), |(on, amount)| {
            s.t2("plan-next", "date", s.date(on), "amount", format::rupiah(*amount))
        }),
    }))
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

    #[test]
    fn a_million_in_three_parts_is_a_million() {
        let parts = parts(rp(1_000_000), 3, day("2026-12-31"));
        let expected = [("2026-12-31", 333_334), ("2027-01-31", 333_333), ("2027-02-28", 333_333)];
        assert_eq!(parts, expected.map(|(on, amount)| (day(on), rp(amount))));
    }

    #[test]
    fn a_plan_is_broken_a_week_after_an_instalment_that_did_not_come() {
        let parts = parts(rp(900_000), 3, day("2026-09-10"));
        let standing = |paid, on| standing(&parts, rp(900_000), rp(paid), day(on));
        assert_eq!(standing(0, "2026-09-10"), Standing::OnTime);
        assert_eq!(standing(0, "2026-09-17"), Standing::Late);
        assert_eq!(standing(0, "2026-09-18"), Standing::Broken);
        assert_eq!(standing(300_000, "2026-09-18"), Standing::OnTime);
        assert_eq!(standing(900_000, "2026-09-18"), Standing::Kept);
    }
}
