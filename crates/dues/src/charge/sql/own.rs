//! Statements about overrides: a unit's own arrangement for one charge.

use kernel::{ChargeTypeId, Date, OverrideId, UnitId};
use rust_decimal::Decimal;
use tenancy::{Error, Result, TenantTx};

use super::book::OverrideRow;
use crate::charge::{Figure, Override};

/// With the names that people know it by.
#[derive(Clone, Debug)]
pub struct Listed {
    pub own: Override,
    pub unit_code: String,
    pub unit_sort_key: String,
    pub charge_name: String,
    pub charge_code: String,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub unit: Option<UnitId>,
    pub charge: Option<ChargeTypeId>,
    /// Only those that hold on this day or later.
    pub from: Option<Date>,
}

/// By house number, charge and first day; behind these keys, at most so many.
pub async fn list(
    tx: &mut TenantTx,
    wanted: &Wanted,
    after: Option<&(String, OverrideId)>,
    most: i64,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"select o.override_id as "id: OverrideId", o.unit_id as "unit: UnitId",
                  o.charge_type_id as "charge_type: ChargeTypeId", lower(o.valid) as "from!", upper(o.valid) as until,
                  o.kind, o.amount as "amount: kernel::Rupiah", o.percent, o.reason, u.code as "unit_code!",
                  u.sort_key as "unit_sort_key!", c.name as charge_name, c.code as charge_code
             from tariff_override o
             join unit_mark u using (complex_id, unit_id) join charge_type c using (complex_id, charge_type_id)
            where ($1::uuid is null or o.unit_id = $1) and ($2::uuid is null or o.charge_type_id = $2)
              and ($3::date is null or upper_inf(o.valid) or upper(o.valid) > $3)
              and ($4::text is null or (u.sort_key, o.override_id) > ($4, $5::uuid))
            order by u.sort_key, o.override_id limit $6"#,
        wanted.unit as Option<UnitId>,
        wanted.charge as Option<ChargeTypeId>,
        wanted.from,
        after.map(|(key, _)| key.as_str()),
        after.map(|(_, id)| id.uuid()),
        most,
    );
    let listed = rows.fetch_all(tx).await?.into_iter().map(|row| {
        let own = Override::try_from(OverrideRow {
            id: row.id,
            unit: row.unit,
            charge_type: row.charge_type,
            from: row.from,
            until: row.until,
            kind: row.kind,
            amount: row.amount,
            percent: row.percent,
            reason: row.reason,
        })?;
        Ok(Listed {
            own,
            unit_code: row.unit_code,
            unit_sort_key: row.unit_sort_key,
            charge_name: row.charge_name,
            charge_code: row.charge_code,
        })
    });
    listed.collect()
}

/// How many hold on this day or later, for all units and charges.
pub async fn count(tx: &mut TenantTx, day: Date) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tariff_override where upper_inf(valid) or upper(valid) > $1"#,
        day
    );
    Ok(count.fetch_one(tx).await?)
}

pub async fn find(tx: &mut TenantTx, id: OverrideId) -> Result<Option<Listed>> {
    let row = sqlx::query!(
        r#"select o.unit_id as "unit: UnitId", o.charge_type_id as "charge: ChargeTypeId" from tariff_override o
            where o.override_id = $1"#,
        id as OverrideId,
    );
    let Some(row) = row.fetch_optional(&mut *tx).await? else { return Ok(None) };
    let wanted = Wanted { unit: Some(row.unit), charge: Some(row.charge), from: None };
    let all = list(tx, &wanted, None, i64::MAX).await?;
    Ok(all.into_iter().find(|listed| listed.own.id == id))
}

/// What somebody writes down about an override.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDetails {
    pub unit: UnitId,
    pub charge: ChargeTypeId,
    pub from: Date,
    /// Up to, not including.
    pub until: Option<Date>,
    pub figure: Figure,
    pub reason: String,
}

/// # Errors
/// [`Error::Conflict`] with `override_no_overlap` when this unit has another one for this charge on one of the days.
pub async fn add(tx: &mut TenantTx, details: &OwnDetails) -> Result<OverrideId> {
    let id = OverrideId::new(tx.now());
    sqlx::query!(
        "insert into tariff_override (override_id, unit_id, charge_type_id, valid, kind, amount, percent, reason)
         values ($1, $2, $3, daterange($4, $5), $6, $7, $8, $9)",
        id as OverrideId,
        details.unit as UnitId,
        details.charge as ChargeTypeId,
        details.from,
        details.until,
        details.figure.code(),
        details.figure.amount().map(kernel::Rupiah::get),
        details.figure.percent() as Option<Decimal>,
        details.reason,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// Up to, not including, this day. One that ends before it begins is removed.
pub async fn end_at(tx: &mut TenantTx, own: &Override, until: Date) -> Result<()> {
    let done = if until <= own.from {
        sqlx::query!("delete from tariff_override where override_id = $1", own.id as OverrideId)
            .execute(tx)
            .await?
    } else {
        sqlx::query!(
            "update tariff_override set valid = daterange(lower(valid), $2) where override_id = $1",
            own.id as OverrideId,
            until,
        )
        .execute(tx)
        .await?
    };
    if done.rows_affected() == 0 { Err(Error::Missing) } else { Ok(()) }
}
