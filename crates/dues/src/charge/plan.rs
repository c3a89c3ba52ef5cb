//! From the charge book of a month and the facts of a unit to the invoices it gets: the billing arithmetic, whole.
//! Pure: whoever asks has loaded everything.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use homes::{OccupancyKind, UnitStatus};
use kernel::{
    ChargeTypeId, Date, FundId, LedgerAccountId, OverrideId, Period, PersonId, ReadingId, Rupiah, TariffId,
    UnitId,
};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    lines,
    model::{Cadence, ChargeType, Obligation, Override, Proration, Stretch, Tariff},
    rule::{Area, Rule, UsageMonth},
};

/// What billing needs to know of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitInPeriod {
    pub unit: UnitId,
    pub code: String,
    pub sort_key: String,
    pub unit_type: String,
    pub land_m2: Option<Decimal>,
    pub building_m2: Option<Decimal>,
    /// Nothing is charged before this day.
    pub handed_over_on: Option<Date>,
    /// The earliest day of any stay, staff left out; `None` when there is none, or one began before anybody wrote it
    /// down. Counts where no handover is known.
    pub first_stay_on: Option<Date>,
    pub status: UnitStatus,
    /// All that touch [`ChargeBook::horizon`].
    pub stays: Vec<StayOf>,
    /// For each charge of [`ChargeBook::usage_wanted`], if this unit has a meter for it.
    pub usage: BTreeMap<ChargeTypeId, Metering>,
}

/// Who was there, as what, from which day up to (not including) which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayOf {
    pub person: PersonId,
    pub name: String,
    pub kind: OccupancyKind,
    pub payer: bool,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// What the meter of a unit said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Metering {
    /// There is a meter and nobody read it.
    Missing,
    Read(Usage),
}

/// As `meter_usage` of the meters room has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Usage {
    pub used: Decimal,
    pub reading_from: Option<Decimal>,
    pub reading_to: Option<Decimal>,
    /// What this unit uses in as many months, by its own median.
    pub usual: Option<Decimal>,
    pub estimated: bool,
    pub disputed: bool,
    pub reading_ids: Vec<ReadingId>,
}

/// Everything that is charged in a month: the same for all units.
#[derive(Clone, Debug)]
pub struct ChargeBook {
    pub period: Period,
    /// By priority and code, which is the order of the lines.
    pub charges: Vec<Charge>,
    pub(super) overrides: HashMap<(UnitId, ChargeTypeId), Vec<Override>>,
}

/// A charge that the month of the book belongs to.
#[derive(Clone, Debug)]
pub struct Charge {
    pub kind: ChargeType,
    /// The month under which it is billed: the first of its month, quarter or year. `invoice_line.period`.
    pub first: Period,
    /// What the price is for. Of a metered charge usually the months before.
    pub covered: Stretch,
    pub proration: Proration,
    /// The versions that touch it, by their first days.
    pub tariffs: Vec<Tariff>,
}

/// The use that has to be loaded: `meter_usage(stretch.from, stretch.until, utility)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageWanted {
    pub charge: ChargeTypeId,
    pub utility: String,
    pub stretch: Stretch,
}

impl ChargeBook {
    /// `charges` with all their versions; those that this month does not belong to are left out.
    pub fn new(period: Period, charges: Vec<(ChargeType, Vec<Tariff>)>, overrides: Vec<Override>) -> Self {
        let mut charges: Vec<Charge> = charges
            .into_iter()
            .filter_map(|(kind, tariffs)| Charge::in_month(period, kind, tariffs))
            .collect();
        charges.sort_by(|a, b| (a.kind.priority, &a.kind.code).cmp(&(b.kind.priority, &b.kind.code)));
        let mut by_unit: HashMap<_, Vec<Override>> = HashMap::new();
        for one in overrides {
            by_unit.entry((one.unit, one.charge_type)).or_default().push(one);
        }
        Self { period, charges, overrides: by_unit }
    }

    /// The days that any of its charges covers: stays that touch them are needed.
    pub fn horizon(&self) -> Stretch {
        let month = Stretch::months(self.period, 1);
        self.charges.iter().fold(month, |all, charge| Stretch {
            from: all.from.min(charge.covered.from),
            until: all.until.max(charge.covered.until),
        })
    }

    pub fn usage_wanted(&self) -> Vec<UsageWanted> {
        let wanted = |charge: &Charge| {
            let utility = charge.kind.utility.clone()?;
            let metered = charge.tariffs.iter().any(|tariff| tariff.rule.is_metered());
            metered.then_some(UsageWanted { charge: charge.kind.id, utility, stretch: charge.covered })
        };
        self.charges.iter().filter_map(wanted).collect()
    }

    /// Days between two versions on which no tariff holds: said once, not for every unit.
    pub fn gaps(&self) -> Vec<Concern> {
        self.charges.iter().flat_map(Charge::gaps).collect()
    }

    pub fn charge(&self, id: ChargeTypeId) -> Option<&Charge> {
        self.charges.iter().find(|charge| charge.kind.id == id)
    }

    pub(super) fn overrides_of(&self, unit: UnitId, charge: ChargeTypeId) -> &[Override] {
        self.overrides.get(&(unit, charge)).map_or(&[], Vec::as_slice)
    }
}

impl Charge {
    fn in_month(period: Period, kind: ChargeType, mut tariffs: Vec<Tariff>) -> Option<Self> {
        let first = kind.cadence.begins(kind.anchor, period)?;
        let months = kind.cadence.months();
        let ahead = Stretch::months(first, months);
        tariffs.sort_by_key(|tariff| tariff.from);
        let counts_before = tariffs
            .iter()
            .rfind(|tariff| tariff.from < ahead.until)
            .is_some_and(|tariff| matches!(tariff.rule, Rule::Metered { usage: UsageMonth::Before, .. }));
        let covered = if counts_before { Stretch::months(back(first, months), months) } else { ahead };
        tariffs.retain(|tariff| {
            tariff.from < covered.until && tariff.until.is_none_or(|until| covered.from < until)
        });
        let proration = match kind.cadence {
            Cadence::Once => Proration::WholeMonth,
            _ => tariffs.last().map_or(Proration::Days, |tariff| tariff.proration),
        };
        Some(Self { kind, first, covered, proration, tariffs })
    }

    pub fn is_metered(&self) -> bool {
        self.tariffs.iter().any(|tariff| tariff.rule.is_metered())
    }

    fn gaps(&self) -> Vec<Concern> {
        let gap = |pair: &[Tariff]| {
            let from = pair[0].until?;
            let until = pair[1].from;
            (from < until).then_some(Concern::TariffGap { charge: self.kind.id, from, until })
        };
        self.tariffs.windows(2).filter_map(gap).collect()
    }
}

fn back(first: Period, months: u32) -> Period {
    (0..months).fold(first, |month, _| month.previous())
}

/// What somebody should look at before the month is issued.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Concern {
    /// Nobody is written down who could pay; the invoice is addressed to "Penghuni A-12".
    NoPayer,
    MissingReading {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
    },
    EstimatedReading {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
    },
    DisputedReading {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
    },
    /// More than three times what this unit usually uses.
    UnusualUse {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
        #[schema(value_type = String)]
        used: Decimal,
        #[schema(value_type = String)]
        usual: Decimal,
    },
    /// Priced by m², and the unit has none written down: not billed.
    MissingArea {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
        of: Area,
    },
    /// Priced by type, and this type has no amount: not billed.
    NoAmountForType {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
        unit_type: String,
    },
    /// From [`ChargeBook::gaps`], not of a unit.
    TariffGap {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
        from: Date,
        until: Date,
    },
    /// Beyond what a complex can own: not billed, a figure was typed wrongly.
    TooLarge {
        #[schema(value_type = uuid::Uuid)]
        charge: ChargeTypeId,
    },
}

impl Concern {
    /// The charge that it is about.
    pub const fn charge(&self) -> Option<ChargeTypeId> {
        match self {
            Self::NoPayer => None,
            Self::MissingReading { charge }
            | Self::EstimatedReading { charge }
            | Self::DisputedReading { charge }
            | Self::UnusualUse { charge, .. }
            | Self::MissingArea { charge, .. }
            | Self::NoAmountForType { charge, .. }
            | Self::TariffGap { charge, .. }
            | Self::TooLarge { charge } => Some(*charge),
        }
    }

    /// For keys of texts, filters and the API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoPayer => "no_payer",
            Self::MissingReading { .. } => "missing_reading",
            Self::EstimatedReading { .. } => "estimated_reading",
            Self::DisputedReading { .. } => "disputed_reading",
            Self::UnusualUse { .. } => "unusual_use",
            Self::MissingArea { .. } => "missing_area",
            Self::NoAmountForType { .. } => "no_amount_for_type",
            Self::TariffGap { .. } => "tariff_gap",
            Self::TooLarge { .. } => "too_large",
        }
    }
}

/// The invoices of one unit for the month; possibly none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitPlan {
    pub invoices: Vec<PlannedInvoice>,
    /// Each once.
    pub concerns: Vec<Concern>,
}

/// One payer, one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedInvoice {
    pub payer: Option<PersonId>,
    pub payer_name: String,
    pub lines: Vec<PlannedLine>,
}

impl PlannedInvoice {
    /// `None` beyond what a complex can own.
    pub fn total(&self) -> Option<Rupiah> {
        self.lines.iter().try_fold(Rupiah::ZERO, |sum, line| sum.checked_add(line.amount).ok())
    }
}

/// A charge for one payer and the days of one tariff. Serialises into the snapshot of the invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedLine {
    pub charge_type: ChargeTypeId,
    pub tariff: TariffId,
    pub r#override: Option<OverrideId>,
    pub period: Period,
    /// 0 is the first or only one of (unit, charge, period); the others follow without a gap.
    pub part: i16,
    /// What this line covers.
    pub stretch: Stretch,
    /// So many of so many days (or months) of the price.
    pub share: (u32, u32),
    pub fund: FundId,
    pub income_account: LedgerAccountId,
    pub description: String,
    pub quantity: Option<Decimal>,
    pub rate: Option<Decimal>,
    pub obligation: Obligation,
    pub priority: i16,
    pub tax: Rupiah,
    /// Tax included; never zero.
    pub amount: Rupiah,
    pub usage: Option<Usage>,
}

/// What this unit is charged in the month of the book. `billed`: what it has been billed already, by charge and
/// [`Charge::first`]; that is never planned again.
pub fn plan(book: &ChargeBook, unit: &UnitInPeriod, billed: &BTreeSet<(ChargeTypeId, Period)>) -> UnitPlan {
    let mut plan = UnitPlan::default();
    for charge in &book.charges {
        if billed.contains(&(charge.kind.id, charge.first)) {
            continue;
        }
        for (payer, line) in lines::of_charge(book, charge, unit, &mut plan.concerns) {
            put(&mut plan.invoices, unit, payer, line);
        }
    }
    if plan.invoices.iter().any(|invoice| invoice.payer.is_none()) {
        plan.concerns.insert(0, Concern::NoPayer);
    }
    plan
}

fn put(invoices: &mut Vec<PlannedInvoice>, unit: &UnitInPeriod, payer: Option<&StayOf>, line: PlannedLine) {
    let person = payer.map(|stay| stay.person);
    match invoices.iter_mut().find(|invoice| invoice.payer == person) {
        Some(invoice) => invoice.lines.push(line),
        None => invoices.push(PlannedInvoice {
            payer: person,
            payer_name: payer.map_or_else(|| format!("Penghuni {}", unit.code), |stay| stay.name.clone()),
            lines: vec![line],
        }),
    }
}
