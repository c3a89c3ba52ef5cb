//! Every statement about meters and settings, one function each, named by its question.

use kernel::{Date, MeterId, UnitId};
use rust_decimal::Decimal;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::{Utility, reading::decide::NewMeter, setting::Setting};

#[derive(Clone, Debug)]
pub struct Meter {
    pub id: MeterId,
    pub unit: UnitId,
    pub code: String,
    pub utility: Utility,
    pub serial: String,
    pub digits: i16,
    pub factor: Decimal,
    pub installed_on: Date,
    pub initial: Decimal,
    pub removed_on: Option<Date>,
    pub last: Option<Decimal>,
    pub removed_because: String,
}

/// The meters of a unit, the newest first.
pub async fn of_unit(tx: &mut TenantTx, unit: UnitId, utility: Utility) -> Result<Vec<Meter>> {
    let rows = sqlx::query_as!(
        Meter,
        r#"select m.meter_id as "id: MeterId", m.unit_id as "unit: UnitId", u.code as "code!",
                  m.utility as "utility: Utility", m.serial, m.digits, m.factor, m.installed_on,
                  m.initial_value as initial, m.removed_on, m.final_value as last, m.removed_because
             from meter m join metered_unit u using (complex_id, unit_id)
            where m.unit_id = $1 and m.utility = $2 order by m.installed_on desc, m.meter_id desc"#,
        unit as UnitId,
        utility.code(),
    );
    Ok(rows.fetch_all(tx).await?)
}

/// One meter, for programs.
pub async fn find(tx: &mut TenantTx, id: MeterId) -> Result<Option<Meter>> {
    let rows = sqlx::query_as!(
        Meter,
        r#"select m.meter_id as "id: MeterId", m.unit_id as "unit: UnitId", u.code as "code!",
                  m.utility as "utility: Utility", m.serial, m.digits, m.factor, m.installed_on,
                  m.initial_value as initial, m.removed_on, m.final_value as last, m.removed_because
             from meter m join metered_unit u using (complex_id, unit_id) where m.meter_id = $1"#,
        id as MeterId,
    );
    Ok(rows.fetch_optional(tx).await?)
}

/// Meters for programs, in the order of their ids.
pub async fn page(
    tx: &mut TenantTx,
    rts: Option<&[Uuid]>,
    after: Option<MeterId>,
    most: i64,
) -> Result<Vec<Meter>> {
    let rows = sqlx::query_as!(
        Meter,
        r#"select m.meter_id as "id: MeterId", m.unit_id as "unit: UnitId", u.code as "code!",
                  m.utility as "utility: Utility", m.serial, m.digits, m.factor, m.installed_on,
                  m.initial_value as initial, m.removed_on, m.final_value as last, m.removed_because
             from meter m join metered_unit u using (complex_id, unit_id)
            where ($1::uuid[] is null or u.rt_id = any ($1)) and ($2::uuid is null or m.meter_id > $2)
            order by m.meter_id limit $3"#,
        rts,
        after as Option<MeterId>,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Meters that begin with the first figure read on them.
pub async fn begin(tx: &mut TenantTx, meters: &[NewMeter]) -> Result<()> {
    let ids: Vec<Uuid> = meters.iter().map(|m| m.id.uuid()).collect();
    let units: Vec<Uuid> = meters.iter().map(|m| m.unit.uuid()).collect();
    let utilities: Vec<String> = meters.iter().map(|m| m.utility.code().to_owned()).collect();
    let digits: Vec<i16> = meters.iter().map(|m| m.digits).collect();
    let days: Vec<Date> = meters.iter().map(|m| m.on).collect();
    let initial: Vec<Decimal> = meters.iter().map(|m| m.initial).collect();
    sqlx::query!(
        "insert into meter (meter_id, unit_id, utility, digits, installed_on, initial_value)
         select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[], $5::date[], $6::numeric[])",
        &ids,
        &units,
        &utilities,
        &digits,
        &days,
        &initial,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What is written about a meter when it is put up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub serial: String,
    pub digits: i16,
    pub factor: Decimal,
    pub installed_on: Date,
    pub initial: Decimal,
}

pub async fn add(tx: &mut TenantTx, unit: UnitId, utility: Utility, details: &Details) -> Result<MeterId> {
    let id = MeterId::new(tx.now());
    sqlx::query!(
        "insert into meter (meter_id, unit_id, utility, serial, digits, factor, installed_on, initial_value)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id as MeterId,
        unit as UnitId,
        utility.code(),
        details.serial,
        details.digits,
        details.factor,
        details.installed_on,
        details.initial,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// Mends what was written down wrongly; what has been counted since is counted anew.
pub async fn change(tx: &mut TenantTx, id: MeterId, details: &Details) -> Result<()> {
    sqlx::query!(
        "update meter set serial = $2, digits = $3, factor = $4, installed_on = $5, initial_value = $6 where meter_id = $1",
        id as MeterId,
        details.serial,
        details.digits,
        details.factor,
        details.installed_on,
        details.initial,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes a meter down with its last figure.
pub async fn remove(tx: &mut TenantTx, id: MeterId, on: Date, last: Decimal, because: &str) -> Result<()> {
    sqlx::query!(
        "update meter set removed_on = $2, final_value = $3, removed_because = $4
          where meter_id = $1 and removed_on is null",
        id as MeterId,
        on,
        last,
        because,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The last month of this meter that counts, and whether the unit was billed for this month or later.
pub async fn last_period(tx: &mut TenantTx, id: MeterId) -> Result<Option<Date>> {
    let row = sqlx::query_scalar!(
        r#"select max(period) from reading where meter_id = $1 and state in ('accepted', 'disputed')"#,
        id as MeterId,
    );
    Ok(row.fetch_one(tx).await?)
}

/// What this complex decided, or the program's own figures.
pub async fn setting(tx: &mut TenantTx, utility: Utility) -> Result<Setting> {
    let row = sqlx::query_as!(
        Setting,
        "select leak_limit, digits, from_residents from meter_setting where utility = $1",
        utility.code(),
    );
    Ok(row.fetch_optional(tx).await?.unwrap_or_default())
}

pub async fn keep_setting(tx: &mut TenantTx, utility: Utility, setting: &Setting) -> Result<()> {
    // A setting has an id only for the trail of changes.
    let id = MeterId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into meter_setting (setting_id, utility, leak_limit, digits, from_residents) values ($1, $2, $3, $4, $5)
         on conflict (complex_id, utility)
         do update set leak_limit = $3, digits = $4, from_residents = $5",
        id,
        utility.code(),
        setting.leak_limit,
        setting.digits,
        setting.from_residents,
    )
    .execute(tx)
    .await?;
    Ok(())
}
