//! The figures of a complex, and which of them somebody should look at.

use std::cmp::Reverse;

use kernel::{ComplexId, Instant, Zone};

use crate::words::percent;

/// From this share of people without a number on, reaching the residents is in doubt.
const MANY_WITHOUT_PHONE: i64 = 10;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    pub complex: ComplexId,
    pub slug: String,
    pub name: String,
    pub city: String,
    pub zone: Zone,
    pub units: i64,
    pub lived_in: i64,
    pub rented: i64,
    pub empty: i64,
    pub plots: i64,
    /// Lived in or rented, and nobody wrote down by whom.
    pub nobody_known: i64,
    pub people: i64,
    pub without_phone: i64,
    pub managers: i64,
    /// Accounts with any role.
    pub members: i64,
    /// Residents who ask to be let in.
    pub claims: i64,
    pub last_import_at: Option<Instant>,
}

/// What needs somebody, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    NoManager,
    NoUnits,
    Claims(Reverse<i64>),
    NobodyKnown(Reverse<i64>),
    WithoutPhone(Reverse<i64>),
    Fine,
}

impl Figures {
    /// Lived in or rented.
    pub fn occupied(&self) -> i64 {
        self.lived_in + self.rented
    }

    /// Of the houses, without plots.
    pub fn occupied_percent(&self) -> Option<i64> {
        percent(self.occupied(), self.units - self.plots)
    }

    pub fn attention(&self) -> Attention {
        let without_phone = percent(self.without_phone, self.people).unwrap_or(0);
        match self {
            _ if self.managers == 0 => Attention::NoManager,
            _ if self.units == 0 => Attention::NoUnits,
            _ if self.claims > 0 => Attention::Claims(Reverse(self.claims)),
            _ if self.nobody_known > 0 => Attention::NobodyKnown(Reverse(self.nobody_known)),
            _ if without_phone >= MANY_WITHOUT_PHONE => Attention::WithoutPhone(Reverse(self.without_phone)),
            _ => Attention::Fine,
        }
    }

    pub fn needs_somebody(&self) -> bool {
        self.attention() != Attention::Fine
    }
}

/// All complexes together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub complexes: i64,
    pub units: i64,
    pub lived_in: i64,
    pub rented: i64,
    pub plots: i64,
    pub people: i64,
    pub without_phone: i64,
    pub need_somebody: i64,
    pub without_units: i64,
}

impl Sum {
    pub fn of(all: &[Figures]) -> Self {
        let mut sum = Self::default();
        for one in all {
            sum.complexes += 1;
            sum.units += one.units;
            sum.lived_in += one.lived_in;
            sum.rented += one.rented;
            sum.plots += one.plots;
            sum.people += one.people;
            sum.without_phone += one.without_phone;
            sum.need_somebody += i64::from(one.needs_somebody());
            sum.without_units += i64::from(one.units == 0);
        }
        sum
    }

    pub fn occupied_percent(&self) -> Option<i64> {
        percent(self.lived_in + self.rented, self.units - self.plots)
    }
}

/// By what the table is sorted. The code stands in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Attention,
    Name,
    Units,
    Empty,
    WithoutPhone,
}

impl Order {
    pub const ALL: [Self; 5] = [Self::Attention, Self::Name, Self::Units, Self::Empty, Self::WithoutPhone];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Attention => "perhatian",
            Self::Name => "nama",
            Self::Units => "unit",
            Self::Empty => "kosong",
            Self::WithoutPhone => "tanpa-nomor",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.code() == code).unwrap_or_default()
    }

    /// Names ascend; of everything else the most comes first. Equals stand by name.
    pub fn sort(self, all: &mut [Figures]) {
        let name = |f: &Figures| f.name.to_lowercase();
        match self {
            Self::Attention => all.sort_by_cached_key(|f| (f.attention(), name(f))),
            Self::Name => all.sort_by_cached_key(name),
            Self::Units => all.sort_by_cached_key(|f| (Reverse(f.units), name(f))),
            Self::Empty => all.sort_by_cached_key(|f| (Reverse(f.empty), name(f))),
            Self::WithoutPhone => all.sort_by_cached_key(|f| (Reverse(f.without_phone), name(f))),
        }
    }
}

/// Which complexes the table shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    All,
    NeedSomebody,
    WithoutUnits,
}

impl Part {
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::NeedSomebody => "perhatian",
            Self::WithoutUnits => "belum-ada-unit",
        }
    }

    pub fn from_code(code: &str) -> Self {
        [Self::NeedSomebody, Self::WithoutUnits]
            .into_iter()
            .find(|part| part.code() == code)
            .unwrap_or_default()
    }

    pub fn keeps(self, figures: &Figures) -> bool {
        match self {
            Self::All => true,
            Self::NeedSomebody => figures.needs_somebody(),
            Self::WithoutUnits => figures.units == 0,
        }
    }
}
