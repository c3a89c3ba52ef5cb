//! Statements about charge types.

use kernel::{ChargeTypeId, FundId, Instant, LedgerAccountId, Period, UnitId};
use tenancy::{Error, Result, TenantTx};

use super::book::TypeRow;
use crate::charge::{Cadence, ChargeType, Liable, Obligation, TaxClass};

/// What somebody writes down about a charge type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindDetails {
    pub code: String,
    pub name: String,
    pub cadence: Cadence,
    pub anchor: Period,
    pub obligation: Obligation,
    pub liable: Liable,
    pub fund: FundId,
    pub income_account: LedgerAccountId,
    pub tax_class: TaxClass,
    pub priority: i16,
    pub utility: Option<String>,
    pub note: String,
}

/// A charge type, in use or not.
#[derive(Clone, Debug)]
pub struct Known {
    pub kind: ChargeType,
    pub retired_at: Option<Instant>,
    /// An invoice names it: how often and from when it is charged stays.
    pub is_billed: bool,
}

/// By id or by code.
pub async fn find(tx: &mut TenantTx, code_or_id: &str) -> Result<Option<Known>> {
    let id: Option<ChargeTypeId> = code_or_id.parse().ok();
    let code = code_or_id.to_uppercase();
    let row = sqlx::query!(
        r#"select c.charge_type_id as "id: ChargeTypeId", c.code, c.name, c.cadence as "cadence: Cadence", c.anchor,
                  c.obligation as "obligation: Obligation", c.liable as "liable: Liable", c.fund_id as "fund: FundId",
                  c.income_account_id as "income_account: LedgerAccountId", c.tax_class as "tax_class: TaxClass",
                  c.priority, c.utility, c.note, c.retired_at,
                  exists (select from tariff t where t.complex_id = c.complex_id
                             and t.charge_type_id = c.charge_type_id and t.used_at is not null) as "is_billed!"
             from charge_type c
            where c.charge_type_id = $1 or ($1 is null and c.code = $2)"#,
        id as Option<ChargeTypeId>,
        code,
    );
    Ok(row.fetch_optional(tx).await?.map(|row| Known {
        retired_at: row.retired_at,
        is_billed: row.is_billed,
        kind: ChargeType::from(TypeRow {
            id: row.id,
            code: row.code,
            name: row.name,
            cadence: row.cadence,
            anchor: row.anchor,
            obligation: row.obligation,
            liable: row.liable,
            fund: row.fund,
            income_account: row.income_account,
            tax_class: row.tax_class,
            priority: row.priority,
            utility: row.utility,
            note: row.note,
        }),
    }))
}

pub async fn add(tx: &mut TenantTx, details: &KindDetails) -> Result<ChargeTypeId> {
    let id = ChargeTypeId::new(tx.now());
    sqlx::query!(
        "insert into charge_type (charge_type_id, code, name, cadence, anchor, obligation, liable, fund_id,
                                  income_account_id, tax_class, priority, utility, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id as ChargeTypeId,
        details.code,
        details.name,
        details.cadence.code(),
        details.anchor.first_day(),
        details.obligation.code(),
        details.liable.code(),
        details.fund as FundId,
        details.income_account as LedgerAccountId,
        details.tax_class.code(),
        details.priority,
        details.utility,
        details.note,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

pub async fn change(tx: &mut TenantTx, id: ChargeTypeId, details: &KindDetails) -> Result<()> {
    let done = sqlx::query!(
        "update charge_type
            set code = $2, name = $3, cadence = $4, anchor = $5, obligation = $6, liable = $7, fund_id = $8,
                income_account_id = $9, tax_class = $10, priority = $11, utility = $12, note = $13
          where charge_type_id = $1",
        id as ChargeTypeId,
        details.code,
        details.name,
        details.cadence.code(),
        details.anchor.first_day(),
        details.obligation.code(),
        details.liable.code(),
        details.fund as FundId,
        details.income_account as LedgerAccountId,
        details.tax_class.code(),
        details.priority,
        details.utility,
        details.note,
    )
    .execute(tx)
    .await?;
    if done.rows_affected() == 0 { Err(Error::Missing) } else { Ok(()) }
}

/// From now on it is not charged; what was issued stays.
pub async fn retire(tx: &mut TenantTx, id: ChargeTypeId) -> Result<()> {
    sqlx::query!(
        "update charge_type set retired_at = scope_now() where charge_type_id = $1 and retired_at is null",
        id as ChargeTypeId
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn restore(tx: &mut TenantTx, id: ChargeTypeId) -> Result<()> {
    sqlx::query!("update charge_type set retired_at = null where charge_type_id = $1", id as ChargeTypeId)
        .execute(tx)
        .await?;
    Ok(())
}

/// How many charge types are no longer used.
pub async fn retired(tx: &mut TenantTx) -> Result<Vec<(ChargeTypeId, String, String)>> {
    let rows = sqlx::query!(
        r#"select charge_type_id as "id: ChargeTypeId", code, name from charge_type
            where retired_at is not null order by code"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.id, row.code, row.name)).collect())
}

/// The types of houses of this complex and how many there are of each.
pub async fn unit_types(tx: &mut TenantTx) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"select unit_type as "name!", count(*) as "units!" from unit_mark
            where retired_at is null and status <> 'plot' group by unit_type order by count(*) desc, unit_type"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.name, row.units)).collect())
}

/// The first house in order: the one that an example begins with.
pub async fn first_unit(tx: &mut TenantTx) -> Result<Option<(UnitId, String)>> {
    let row = sqlx::query!(
        r#"select unit_id as "id!: UnitId", code as "code!" from unit_mark
            where retired_at is null order by status = 'plot', sort_key limit 1"#
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.id, row.code)))
}
