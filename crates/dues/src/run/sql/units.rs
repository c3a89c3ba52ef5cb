//! What a run needs to know of the units, a few thousand at a time, by the contracts of homes and meters.

use homes::{OccupancyKind, UnitStatus};
use kernel::{ChargeTypeId, Date, Period, PersonId, ReadingId, UnitId};
use rust_decimal::Decimal;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::charge::{Stretch, UsageWanted};

#[derive(Clone, Debug)]
pub struct UnitRow {
    pub id: UnitId,
    pub code: String,
    pub sort_key: String,
    pub unit_type: String,
    pub land_m2: Option<Decimal>,
    pub building_m2: Option<Decimal>,
    pub handed_over_on: Option<Date>,
    pub status: UnitStatus,
}

/// The units behind this house number, in order.
pub async fn units_after(tx: &mut TenantTx, after: &str, most: i64) -> Result<Vec<UnitRow>> {
    let rows = sqlx::query_as!(
        UnitRow,
        r#"select unit_id as "id!: UnitId", code as "code!", sort_key as "sort_key!", unit_type as "unit_type!",
                  land_m2, building_m2, handed_over_on, status as "status!: UnitStatus"
             from unit_mark where retired_at is null and sort_key > $1 order by sort_key limit $2"#,
        after,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn unit_named(tx: &mut TenantTx, id: UnitId) -> Result<Option<UnitRow>> {
    let row = sqlx::query_as!(
        UnitRow,
        r#"select unit_id as "id!: UnitId", code as "code!", sort_key as "sort_key!", unit_type as "unit_type!",
                  land_m2, building_m2, handed_over_on, status as "status!: UnitStatus"
             from unit_mark where retired_at is null and unit_id = $1"#,
        id as UnitId,
    );
    Ok(row.fetch_optional(tx).await?)
}

#[derive(Clone, Debug)]
pub struct StayRow {
    pub unit: UnitId,
    pub person: PersonId,
    pub name: String,
    pub kind: OccupancyKind,
    pub payer: bool,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// Who was at these units on any of these days.
pub async fn stays(tx: &mut TenantTx, units: &[Uuid], days: Stretch) -> Result<Vec<StayRow>> {
    let rows = sqlx::query_as!(
        StayRow,
        r#"select s.unit_id as "unit!: UnitId", s.person_id as "person!: PersonId", p.name as "name!",
                  s.kind as "kind!: OccupancyKind", s.payer as "payer!", lower(s.period) as "from",
                  upper(s.period) as until
             from stay s join person_mark p using (complex_id, person_id)
            where s.unit_id = any ($1) and s.period && daterange($2, $3)
            order by s.unit_id, lower(s.period) nulls first, s.person_id"#,
        units,
        days.from,
        days.until,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The first day of anybody at each unit; none where nobody knows when it began.
pub async fn first_stays(tx: &mut TenantTx, units: &[Uuid]) -> Result<Vec<(UnitId, Option<Date>)>> {
    let rows = sqlx::query!(
        r#"select unit_id as "unit!: UnitId",
                  case when bool_or(lower_inf(period)) then null else min(lower(period)) end as first
             from stay where unit_id = any ($1) and kind <> 'staff' group by unit_id"#,
        units,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.unit, row.first)).collect())
}

/// What a meter counted.
#[derive(Clone, Debug)]
pub struct MeterRow {
    pub unit: UnitId,
    pub reading_from: Option<Decimal>,
    pub reading_to: Option<Decimal>,
    pub used: Decimal,
    pub estimated: bool,
    pub disputed: bool,
    pub usual: Option<Decimal>,
    pub reading_ids: Vec<ReadingId>,
}

/// What these units used. What they usually use is left out: it costs a year of readings of everybody.
pub async fn usage(tx: &mut TenantTx, wanted: &UsageWanted, units: &[Uuid]) -> Result<Vec<MeterRow>> {
    let rows = sqlx::query_as!(
        MeterRow,
        r#"select unit_id as "unit!: UnitId", reading_from, reading_to, used as "used!", estimated as "estimated!",
                  disputed as "disputed!", null::numeric as usual, reading_ids as "reading_ids!: Vec<ReadingId>"
             from meter_usage($1, $2, $3) where unit_id = any ($4)"#,
        wanted.stretch.from,
        wanted.stretch.until,
        wanted.utility,
        units,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What everybody used and usually uses: once for a preview.
pub async fn usage_with_usual(tx: &mut TenantTx, wanted: &UsageWanted) -> Result<Vec<MeterRow>> {
    let rows = sqlx::query_as!(
        MeterRow,
        r#"select unit_id as "unit!: UnitId", reading_from, reading_to, used as "used!", estimated as "estimated!",
                  disputed as "disputed!", usual, reading_ids as "reading_ids!: Vec<ReadingId>"
             from meter_usage($1, $2, $3)"#,
        wanted.stretch.from,
        wanted.stretch.until,
        wanted.utility,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Which of these units have a meter that nobody read in the last month of the stretch.
pub async fn missing(tx: &mut TenantTx, wanted: &UsageWanted, units: &[Uuid]) -> Result<Vec<UnitId>> {
    let month = Period::of(wanted.stretch.last_day()).first_day();
    let rows = sqlx::query_scalar!(
        r#"select unit_id as "unit!: UnitId" from meter_missing($1, $2) where unit_id = any ($3)"#,
        month,
        wanted.utility,
        units,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What these units have been billed of these charges and months, void invoices aside.
pub async fn billed(
    tx: &mut TenantTx,
    units: &[Uuid],
    charges: &[Uuid],
    periods: &[Date],
) -> Result<Vec<(UnitId, ChargeTypeId, Period)>> {
    let rows = sqlx::query!(
        r#"select unit_id as "unit!: UnitId", charge_type_id as "charge!: ChargeTypeId", period as "period!"
             from billed_lines($1, $2, $3)"#,
        units,
        charges,
        periods,
    );
    Ok(rows
        .fetch_all(tx)
        .await?
        .into_iter()
        .map(|row| (row.unit, row.charge, Period::of(row.period)))
        .collect())
}

/// These readings stand on an invoice now.
pub async fn lock_readings(tx: &mut TenantTx, readings: &[Uuid]) -> Result<()> {
    if !readings.is_empty() {
        sqlx::query_scalar!("select meter_lock($1)", readings).fetch_one(tx).await?;
    }
    Ok(())
}

/// The invoice that they stood on is void.
pub async fn unlock_readings(tx: &mut TenantTx, readings: &[Uuid]) -> Result<()> {
    if !readings.is_empty() {
        sqlx::query_scalar!("select meter_unlock($1)", readings).fetch_one(tx).await?;
    }
    Ok(())
}
