//! What a charge type, a tariff version and an override are. Pure: days are given, nothing is read.

use std::fmt;

use chrono::Months;
use kernel::{ChargeTypeId, Date, FundId, LedgerAccountId, OverrideId, Period, Rupiah, TariffId, UnitId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rule::Rule;

/// From a day up to, not including, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Date,
    pub until: Date,
}

impl Stretch {
    pub fn new(from: Date, until: Date) -> Self {
        Self { from, until }
    }

    /// So many whole months, beginning with this one.
    pub fn months(first: Period, how_many: u32) -> Self {
        let until = first
            .first_day()
            .checked_add_months(Months::new(how_many))
            .expect("far below the calendar's end");
        Self { from: first.first_day(), until }
    }

    /// As many days as this; none when it ends before it begins.
    pub fn days(self) -> u32 {
        u32::try_from((self.until - self.from).num_days()).unwrap_or(0)
    }

    pub fn is_empty(self) -> bool {
        self.until <= self.from
    }

    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day < self.until
    }

    /// What both have in common; possibly empty.
    pub fn both(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }

    /// The last day of it, which is what people say.
    pub fn last_day(self) -> Date {
        self.until.pred_opt().expect("a day has a day before it")
    }
}

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$own:meta])* $variant:ident => $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[sqlx(type_name = "text", rename_all = "snake_case")]
        pub enum $name { $($(#[$own])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it stands in the database, in forms and in the API.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

coded! {
    /// How often a charge is due.
    Cadence { Monthly => "monthly", Quarterly => "quarterly", Yearly => "yearly", Once => "once" }
}

coded! {
    /// Voluntary charges are billed like all others, but never carry a penalty.
    Obligation { Compulsory => "compulsory", Voluntary => "voluntary" }
}

coded! {
    /// Who is billed: whoever pays for the house on that day, or always the owner.
    Liable { Occupant => "occupant", Owner => "owner" }
}

coded! {
    /// PP 49/2022 as the tax office reads it: the service part of a fee is taxable, what is passed through is not.
    TaxClass { None => "none", PassThrough => "pass_through", Service => "service" }
}

coded! {
    /// Whether a part of a month costs its days or a whole month.
    Proration { Days => "days", WholeMonth => "whole_month" }
}

impl Cadence {
    /// How many months one amount is for.
    pub const fn months(self) -> u32 {
        match self {
            Self::Monthly | Self::Once => 1,
            Self::Quarterly => 3,
            Self::Yearly => 12,
        }
    }

    /// The first month of the stretch that this month lies in, counted from the anchor; `None` before the anchor, and
    /// for `once` in any month but that one.
    pub fn begins(self, anchor: Period, month: Period) -> Option<Period> {
        let apart = months_between(anchor, month)?;
        match self {
            Self::Monthly => Some(month),
            Self::Once => (apart == 0).then_some(month),
            Self::Quarterly | Self::Yearly => {
                let back = Months::new(apart % self.months());
                month.first_day().checked_sub_months(back).map(Period::of)
            }
        }
    }
}

/// Whole months from one to a later one.
fn months_between(earlier: Period, later: Period) -> Option<u32> {
    use chrono::Datelike as _;
    let count = |period: Period| period.first_day().year() * 12 + period.first_day().month0().cast_signed();
    u32::try_from(count(later) - count(earlier)).ok()
}

/// A kind of dues (jenis iuran): Iuran lingkungan, Air, THR satpam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeType {
    pub id: ChargeTypeId,
    pub code: String,
    pub name: String,
    pub cadence: Cadence,
    /// The month that a quarter or year is counted from, or the one month of `once`. Nothing is charged before it.
    pub anchor: Period,
    pub obligation: Obligation,
    pub liable: Liable,
    pub fund: FundId,
    pub income_account: LedgerAccountId,
    pub tax_class: TaxClass,
    /// Which of two lines of one age is settled first; smaller goes first.
    pub priority: i16,
    /// What the meter counts, for a metered charge: `water`, `electricity`, `gas`.
    pub utility: Option<String>,
    pub note: String,
}

/// A dated version of what a charge costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    pub id: TariffId,
    pub charge_type: ChargeTypeId,
    pub from: Date,
    /// Up to, not including; `None`: until further notice.
    pub until: Option<Date>,
    pub rule: Rule,
    pub proration: Proration,
    /// Percent of tax on top.
    pub tax_percent: Option<Decimal>,
    /// The meeting that decided it.
    pub decision: String,
    /// Stands on an issued invoice, so it stays as it is.
    pub is_used: bool,
}

impl Tariff {
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What a unit pays instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figure {
    /// Nothing.
    Exempt,
    /// This amount, whatever the tariff says.
    Fixed {
        #[schema(value_type = i64)]
        amount: Rupiah,
    },
    /// So many rupiah less; never below nothing.
    DiscountRupiah {
        #[schema(value_type = i64)]
        amount: Rupiah,
    },
    /// So many percent less.
    DiscountPercent {
        #[schema(value_type = String, example = "25")]
        percent: Decimal,
    },
}

impl Figure {
    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::Fixed { .. } => "fixed",
            Self::DiscountRupiah { .. } => "discount_rupiah",
            Self::DiscountPercent { .. } => "discount_percent",
        }
    }

    pub const fn amount(self) -> Option<Rupiah> {
        match self {
            Self::Fixed { amount } | Self::DiscountRupiah { amount } => Some(amount),
            Self::Exempt | Self::DiscountPercent { .. } => None,
        }
    }

    pub const fn percent(self) -> Option<Decimal> {
        match self {
            Self::DiscountPercent { percent } => Some(percent),
            _ => None,
        }
    }
}

/// A unit's own arrangement for one charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    pub id: OverrideId,
    pub unit: UnitId,
    pub charge_type: ChargeTypeId,
    pub from: Date,
    pub until: Option<Date>,
    pub figure: Figure,
    pub reason: String,
}

impl Override {
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i32, month: u32) -> Period {
        Period::of(Date::from_ymd_opt(year, month, 1).unwrap())
    }

    #[test]
    fn a_quarter_is_counted_from_its_anchor() {
        let begins = |m| Cadence::Quarterly.begins(month(2026, 2), m);
        assert_eq!(begins(month(2026, 1)), None);
        assert_eq!(begins(month(2026, 2)), Some(month(2026, 2)));
        assert_eq!(begins(month(2026, 4)), Some(month(2026, 2)));
        assert_eq!(begins(month(2027, 2)), Some(month(2027, 2)));
        assert_eq!(begins(month(2027, 1)), Some(month(2026, 11)));
    }

    #[test]
    fn a_year_and_the_one_month_of_once() {
        assert_eq!(Cadence::Yearly.begins(month(2025, 7), month(2026, 6)), Some(month(2025, 7)));
        assert_eq!(Cadence::Once.begins(month(2026, 3), month(2026, 3)), Some(month(2026, 3)));
        assert_eq!(Cadence::Once.begins(month(2026, 3), month(2026, 4)), None);
        assert_eq!(Stretch::months(month(2028, 2), 1).days(), 29);
    }
}
