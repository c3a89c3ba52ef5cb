//! Who owes how much since when: figures by age, unit and area, straight from what is open now.
//!
//! Deliberately absent: what to do about it (arrears), and how it was on another day (the ledger knows).

mod sql;

use kernel::{AreaId, BillingRunId, Date, InvoiceId, Period, PersonId, Rupiah, UnitId};
pub use sql::{by_area, collection, dues, total, unit, units};

/// What is open, by days since it was due. Rupiah.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    pub not_due: Rupiah,
    /// 1 to 30 days late.
    pub to_30: Rupiah,
    pub to_60: Rupiah,
    pub to_90: Rupiah,
    pub older: Rupiah,
}

impl Ages {
    /// What is late, whatever its age.
    pub fn late(&self) -> Rupiah {
        sum([self.to_30, self.to_60, self.to_90, self.older])
    }

    pub fn open(&self) -> Rupiah {
        sum([self.not_due, self.late()])
    }
}

/// How late a unit must be to be listed: by its oldest open invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lateness {
    /// Anything that is past its due day.
    #[default]
    Late,
    To30,
    To60,
    To90,
    Older,
    /// What is open, late or not.
    Open,
}

impl Lateness {
    pub const ALL: [Self; 6] = [Self::Late, Self::To30, Self::To60, Self::To90, Self::Older, Self::Open];

    /// Days late of the oldest open invoice, from and up to.
    pub const fn days(self) -> (i32, i32) {
        match self {
            Self::Late => (1, i32::MAX),
            Self::To30 => (1, 30),
            Self::To60 => (31, 60),
            Self::To90 => (61, 90),
            Self::Older => (91, i32::MAX),
            Self::Open => (i32::MIN, i32::MAX),
        }
    }
}

/// Whose arrears are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Nothing outside these RTs exists for the caller; empty: no such limit.
    pub within: Vec<AreaId>,
    pub block: Option<AreaId>,
    pub rt: Option<AreaId>,
    /// The beginning of a house number or a part of a name, as typed.
    pub search: String,
    pub lateness: Lateness,
}

/// A unit that owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owing {
    pub unit: UnitId,
    pub code: String,
    pub sort_key: String,
    /// Who got the newest open invoice.
    pub payer_name: String,
    pub phone: Option<String>,
    pub oldest_due: Date,
    pub invoices: i64,
    pub ages: Ages,
    /// Titipan that nothing was applied to yet.
    pub credit: Rupiah,
}

/// Which open invoices are asked for.
#[derive(Clone, Debug)]
pub enum Asked<'a> {
    /// Those that a run issued.
    Run(BillingRunId),
    /// Those that are due on one of these days.
    DueOn(&'a [Date]),
    /// All of these units.
    Units(&'a [UnitId]),
}

/// An open invoice, as its payer is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub invoice: InvoiceId,
    pub number: String,
    pub unit: UnitId,
    pub unit_code: String,
    pub payer: Option<PersonId>,
    pub payer_name: String,
    pub period: Period,
    pub due_on: Date,
    pub open: Rupiah,
}

/// An area with what its units owe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaOwing {
    pub area: AreaId,
    pub kind: String,
    pub name: String,
    pub units: i64,
    /// Units with something late.
    pub late_units: i64,
    pub ages: Ages,
}

/// A month's dues: billed, and settled by now, whatever with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collected {
    pub period: Period,
    pub billed: Rupiah,
    pub settled: Rupiah,
    pub invoices: i64,
    pub paid: i64,
}

impl Collected {
    /// Whole percent of the rupiah; 100 only when everything is settled.
    pub fn percent(&self) -> i64 {
        if self.billed == Rupiah::ZERO { 0 } else { self.settled.get() * 100 / self.billed.get() }
    }
}

fn sum<const N: usize>(amounts: [Rupiah; N]) -> Rupiah {
    let total = amounts.iter().map(|amount| amount.get()).sum::<i64>();
    Rupiah::new(total.min(Rupiah::LIMIT)).unwrap_or(Rupiah::ZERO)
}
