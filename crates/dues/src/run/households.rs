//! From rows to the facts that the arithmetic works on, a few thousand units at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{ChargeTypeId, Date, Period, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::sql::{self, MeterRow, UnitRow};
use crate::charge::{ChargeBook, Metering, StayOf, UnitInPeriod, Usage, UsageWanted};

/// What a unit was billed already.
pub type Billed = BTreeSet<(ChargeTypeId, Period)>;

/// Units in house order with everything that billing needs of them.
#[derive(Debug, Default)]
pub struct Households {
    pub units: Vec<UnitInPeriod>,
    billed: HashMap<UnitId, Billed>,
}

/// What all meters said, with what is usual: loaded once where every unit is looked at by a person.
#[derive(Debug, Default)]
pub struct Meters(HashMap<(ChargeTypeId, UnitId), Usage>);

impl Households {
    /// The next ones behind this house number. `meters`: what is known already; otherwise they are asked for these
    /// units, without what is usual.
    pub async fn after(
        tx: &mut TenantTx,
        book: &ChargeBook,
        meters: Option<&Meters>,
        after: &str,
        most: i64,
    ) -> Result<Self> {
        let rows = sql::units_after(tx, after, most).await?;
        Self::of(tx, book, meters, rows).await
    }

    /// One unit alone; none where there is no such unit in use.
    pub async fn alone(tx: &mut TenantTx, book: &ChargeBook, unit: UnitId) -> Result<Self> {
        let rows: Vec<UnitRow> = sql::unit_named(tx, unit).await?.into_iter().collect();
        Self::of(tx, book, None, rows).await
    }

    async fn of(
        tx: &mut TenantTx,
        book: &ChargeBook,
        meters: Option<&Meters>,
        rows: Vec<UnitRow>,
    ) -> Result<Self> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id.uuid()).collect();
        let mut stays = stays(tx, book, &ids).await?;
        let first_stays: HashMap<UnitId, Option<Date>> =
            sql::first_stays(tx, &ids).await?.into_iter().collect();
        let mut usage = usage(tx, book, meters, &ids).await?;
        let billed = billed(tx, book, &ids).await?;
        let units = rows.into_iter().map(|row| UnitInPeriod {
            unit: row.id,
            first_stay_on: first_stays.get(&row.id).copied().flatten(),
            stays: stays.remove(&row.id).unwrap_or_default(),
            usage: usage.remove(&row.id).unwrap_or_default(),
            code: row.code,
            sort_key: row.sort_key,
            unit_type: row.unit_type,
            land_m2: row.land_m2,
            building_m2: row.building_m2,
            handed_over_on: row.handed_over_on,
            status: row.status,
        });
        Ok(Self { units: units.collect(), billed })
    }

    pub fn billed(&self, unit: UnitId) -> &Billed {
        static NOTHING: Billed = Billed::new();
        self.billed.get(&unit).unwrap_or(&NOTHING)
    }

    /// The house number up to which this goes; none when there was nobody left.
    pub fn up_to(&self) -> Option<&str> {
        self.units.last().map(|unit| unit.sort_key.as_str())
    }

    pub fn ids(&self) -> Vec<Uuid> {
        self.units.iter().map(|unit| unit.unit.uuid()).collect()
    }
}

impl Meters {
    pub async fn load(tx: &mut TenantTx, book: &ChargeBook) -> Result<Self> {
        let mut all = HashMap::new();
        for wanted in book.usage_wanted() {
            for row in sql::usage_with_usual(tx, &wanted).await? {
                all.insert((wanted.charge, row.unit), usage_of(row));
            }
        }
        Ok(Self(all))
    }
}

async fn stays(tx: &mut TenantTx, book: &ChargeBook, ids: &[Uuid]) -> Result<HashMap<UnitId, Vec<StayOf>>> {
    let mut by_unit: HashMap<UnitId, Vec<StayOf>> = HashMap::new();
    for row in sql::stays(tx, ids, book.horizon()).await? {
        by_unit.entry(row.unit).or_default().push(StayOf {
            person: row.person,
            name: row.name,
            kind: row.kind,
            payer: row.payer,
            from: row.from,
            until: row.until,
        });
    }
    Ok(by_unit)
}

type UsageByUnit = HashMap<UnitId, BTreeMap<ChargeTypeId, Metering>>;

async fn usage(
    tx: &mut TenantTx,
    book: &ChargeBook,
    meters: Option<&Meters>,
    ids: &[Uuid],
) -> Result<UsageByUnit> {
    let mut by_unit: UsageByUnit = HashMap::new();
    for wanted in book.usage_wanted() {
        for unit in sql::missing(tx, &wanted, ids).await? {
            by_unit.entry(unit).or_default().insert(wanted.charge, Metering::Missing);
        }
        for (unit, usage) in counted(tx, &wanted, meters, ids).await? {
            by_unit.entry(unit).or_default().insert(wanted.charge, Metering::Read(usage));
        }
    }
    Ok(by_unit)
}

async fn counted(
    tx: &mut TenantTx,
    wanted: &UsageWanted,
    meters: Option<&Meters>,
    ids: &[Uuid],
) -> Result<Vec<(UnitId, Usage)>> {
    match meters {
        Some(Meters(known)) => Ok(ids
            .iter()
            .map(|id| UnitId::from_uuid(*id))
            .filter_map(|unit| Some((unit, known.get(&(wanted.charge, unit))?.clone())))
            .collect()),
        None => {
            let rows = sql::usage(tx, wanted, ids).await?;
            Ok(rows.into_iter().map(|row| (row.unit, usage_of(row))).collect())
        }
    }
}

fn usage_of(row: MeterRow) -> Usage {
    Usage {
        used: row.used,
        reading_from: row.reading_from,
        reading_to: row.reading_to,
        usual: row.usual,
        estimated: row.estimated,
        disputed: row.disputed,
        reading_ids: row.reading_ids,
    }
}

async fn billed(tx: &mut TenantTx, book: &ChargeBook, ids: &[Uuid]) -> Result<HashMap<UnitId, Billed>> {
    let charges: Vec<Uuid> = book.charges.iter().map(|charge| charge.kind.id.uuid()).collect();
    let mut periods: Vec<Date> = book.charges.iter().map(|charge| charge.first.first_day()).collect();
    periods.sort_unstable();
    periods.dedup();
    let mut by_unit: HashMap<UnitId, Billed> = HashMap::new();
    for (unit, charge, period) in sql::billed(tx, ids, &charges, &periods).await? {
        by_unit.entry(unit).or_default().insert((charge, period));
    }
    Ok(by_unit)
}
