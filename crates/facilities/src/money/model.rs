//! Prices and what goes back. Pure.

use chrono::{Datelike as _, Timelike as _};
use kernel::{Instant, InvoiceId, Rupiah, Zone};

/// Whose price it is: a house is a tenant's while a tenant lives there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Who {
    All,
    Owner,
    Tenant,
}

impl Who {
    pub const ALL: [Self; 3] = [Self::All, Self::Owner, Self::Tenant];

    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Owner => "owner",
            Self::Tenant => "tenant",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|who| who.code() == code).unwrap_or(Self::All)
    }

    const fn is(self, rented: bool) -> bool {
        match self {
            Self::All => true,
            Self::Owner => !rented,
            Self::Tenant => rented,
        }
    }
}

/// Another price at some hours or for some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRule {
    /// Monday is 1.
    pub days: Vec<i16>,
    /// Minutes after midnight between which the slot begins.
    pub from: i16,
    pub to: i16,
    pub who: Who,
    pub price: Rupiah,
}

/// Whoever cancels at least so many hours before it begins gets so many percent of the rent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    pub hours: i16,
    pub percent: i16,
}

/// What a facility costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Rupiah for one slot.
    pub price: Rupiah,
    pub deposit: Rupiah,
    pub pay_hours: i16,
    pub no_show_fee: Rupiah,
    /// Late dues above which a house books nothing; none: never asked.
    pub most_late: Option<Rupiah>,
    /// The longest first.
    pub tiers: Vec<Tier>,
    /// The first that fits counts.
    pub rules: Vec<PriceRule>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            price: Rupiah::ZERO,
            deposit: Rupiah::ZERO,
            pay_hours: 24,
            no_show_fee: Rupiah::ZERO,
            most_late: None,
            tiers: Vec::new(),
            rules: Vec::new(),
        }
    }
}

impl Terms {
    /// The rent of a slot that begins then.
    pub fn rent(&self, starts_at: Instant, zone: Zone, rented: bool) -> Rupiah {
        let local = zone.local(starts_at);
        let minute = i16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0);
        let day = i16::try_from(local.weekday().number_from_monday()).unwrap_or(1);
        let fits = |rule: &&PriceRule| {
            rule.days.contains(&day) && (rule.from..rule.to).contains(&minute) && rule.who.is(rented)
        };
        self.rules.iter().find(fits).map_or(self.price, |rule| rule.price)
    }
}

/// Terms of the sample complexes: a price, a deposit, and half of the rent back until a day before.
#[derive(Clone, Copy, Debug)]
pub struct SampleTerms {
    pub price: i64,
    pub deposit: i64,
    pub no_show_fee: i64,
    /// Hours and percent, the longest first.
    pub tiers: &'static [(i16, i16)],
    pub most_late: Option<i64>,
}

impl From<&SampleTerms> for Terms {
    fn from(sample: &SampleTerms) -> Self {
        let rupiah = |amount: i64| Rupiah::new(amount).unwrap_or(Rupiah::ZERO);
        Self {
            price: rupiah(sample.price),
            deposit: rupiah(sample.deposit),
            no_show_fee: rupiah(sample.no_show_fee),
            most_late: sample.most_late.map(rupiah),
            tiers: sample.tiers.iter().map(|&(hours, percent)| Tier { hours, percent }).collect(),
            ..Self::default()
        }
    }
}

/// What one booking costs, as it was when its slot was taken, and what became of it.
#[derive(Clone, Debug)]
pub struct Money {
    pub rent: Rupiah,
    pub deposit: Rupiah,
    pub no_show_fee: Rupiah,
    pub pay_hours: i16,
    pub refund_hours: Vec<i16>,
    pub refund_percent: Vec<i16>,
    pub invoice: Option<InvoiceId>,
    pub pay_until: Option<Instant>,
    pub deposit_back_at: Option<Instant>,
    pub deducted: Rupiah,
    pub deducted_for: String,
}

impl Money {
    pub fn total(&self) -> Rupiah {
        self.rent.checked_add(self.deposit).unwrap_or(self.rent)
    }

    pub fn tiers(&self) -> impl Iterator<Item = Tier> {
        self.refund_hours.iter().zip(&self.refund_percent).map(|(&hours, &percent)| Tier { hours, percent })
    }

    /// What of the rent goes back to a house that cancels now: whole rupiah, rounded down. Nothing without a tier that
    /// still fits.
    pub fn refund(&self, starts_at: Instant, now: Instant) -> Rupiah {
        let left = starts_at - now;
        let fits = self.tiers().filter(|tier| left >= chrono::TimeDelta::hours(i64::from(tier.hours)));
        let percent = fits.map(|tier| i64::from(tier.percent)).max().unwrap_or(0);
        Rupiah::new(self.rent.get() / 100 * percent + self.rent.get() % 100 * percent / 100)
            .unwrap_or(Rupiah::ZERO)
    }

    /// Paid, and not given back yet.
    pub fn holds_deposit(&self) -> bool {
        self.deposit > Rupiah::ZERO && self.invoice.is_some() && self.deposit_back_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _, Utc};

    use super::*;

    fn rp(amount: i64) -> Rupiah {
        Rupiah::new(amount).unwrap()
    }

    #[test]
    fn saturday_evening_costs_more_and_a_tenant_pays_their_own_price() {
        let rule =
            |who, price| PriceRule { days: vec![6, 7], from: 17 * 60, to: 22 * 60, who, price: rp(price) };
        let rules = vec![rule(Who::Tenant, 400_000), rule(Who::All, 300_000)];
        let terms = Terms { price: rp(150_000), rules, ..Terms::default() };
        // Saturday, 28 November 2026, 17.00 WIB.
        let saturday = Utc.with_ymd_and_hms(2026, 11, 28, 10, 0, 0).unwrap();
        assert_eq!(terms.rent(saturday, Zone::Wib, false), rp(300_000));
        assert_eq!(terms.rent(saturday, Zone::Wib, true), rp(400_000));
        assert_eq!(terms.rent(saturday - TimeDelta::minutes(1), Zone::Wib, true), rp(150_000));
        assert_eq!(terms.rent(saturday - TimeDelta::days(1), Zone::Wib, false), rp(150_000));
    }

    #[test]
    fn who_cancels_at_the_very_hour_still_gets_its_part_and_a_minute_later_the_next() {
        let money = Money {
            rent: rp(333_333),
            deposit: rp(500_000),
            no_show_fee: Rupiah::ZERO,
            pay_hours: 24,
            refund_hours: vec![72, 24],
            refund_percent: vec![100, 50],
            invoice: None,
            pay_until: None,
            deposit_back_at: None,
            deducted: Rupiah::ZERO,
            deducted_for: String::new(),
        };
        let starts_at = Utc.with_ymd_and_hms(2026, 11, 28, 10, 0, 0).unwrap();
        let after = |hours: i64, minutes: i64| {
            money.refund(starts_at, starts_at - TimeDelta::hours(hours) + TimeDelta::minutes(minutes)).get()
        };
        assert_eq!(
            [after(72, 0), after(72, 1), after(24, 0), after(24, 1), after(0, 1)],
            [333_333, 166_666, 166_666, 0, 0]
        );
    }
}
