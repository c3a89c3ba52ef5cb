//! Statements about the versions of a tariff.

use kernel::{ChargeTypeId, Date, TariffId};
use rust_decimal::Decimal;
use sqlx::types::Json;
use tenancy::{Error, Result, TenantTx};

use super::book::TariffRow;
use crate::charge::{Proration, Rule, Tariff};

/// The name under which [`Error::Conflict`] says that a version stands on an invoice.
pub const TARIFF_NOT_USED: &str = "tariff_not_used";

/// What somebody writes down about a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionDetails {
    pub from: Date,
    pub rule: Rule,
    pub proration: Proration,
    pub tax_percent: Option<Decimal>,
    pub decision: String,
}

/// All versions of one charge type, by their first days.
pub async fn of_type(tx: &mut TenantTx, charge: ChargeTypeId) -> Result<Vec<Tariff>> {
    let rows = sqlx::query_as!(
        TariffRow,
        r#"select tariff_id as "id: TariffId", charge_type_id as "charge_type: ChargeTypeId", lower(valid) as "from!",
                  upper(valid) as until, rule as "rule: Json<Rule>", proration as "proration: Proration", tax_percent,
                  decision, used_at is not null as "is_used!"
             from tariff where charge_type_id = $1 order by lower(valid)"#,
        charge as ChargeTypeId,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(Tariff::from).collect())
}

/// # Errors
/// [`Error::Conflict`] with `tariff_no_overlap` when another version holds on one of its days.
pub async fn add(
    tx: &mut TenantTx,
    charge: ChargeTypeId,
    details: &VersionDetails,
    until: Option<Date>,
) -> Result<TariffId> {
    let id = TariffId::new(tx.now());
    sqlx::query!(
        "insert into tariff (tariff_id, charge_type_id, valid, rule, proration, tax_percent, decision)
         values ($1, $2, daterange($3, $4), $5, $6, $7, $8)",
        id as TariffId,
        charge as ChargeTypeId,
        details.from,
        until,
        Json(&details.rule) as _,
        details.proration.code(),
        details.tax_percent,
        details.decision,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// From that day on another version holds; none: it goes on until further notice.
pub async fn end_at(tx: &mut TenantTx, tariff: TariffId, until: Option<Date>) -> Result<()> {
    let done = sqlx::query!(
        "update tariff set valid = daterange(lower(valid), $2) where tariff_id = $1",
        tariff as TariffId,
        until,
    )
    .execute(tx)
    .await
    .map_err(used)?;
    if done.rows_affected() == 0 { Err(Error::Missing) } else { Ok(()) }
}

/// # Errors
/// [`Error::Conflict`] with [`TARIFF_NOT_USED`] when an invoice stands on it.
pub async fn remove(tx: &mut TenantTx, tariff: TariffId) -> Result<()> {
    let done = sqlx::query!("delete from tariff where tariff_id = $1", tariff as TariffId)
        .execute(tx)
        .await
        .map_err(used)?;
    if done.rows_affected() == 0 { Err(Error::Missing) } else { Ok(()) }
}

/// KL014 of `used_tariff_stays` under its name.
fn used(error: sqlx::Error) -> Error {
    match &error {
        sqlx::Error::Database(refused) if refused.code().as_deref() == Some("KL014") => {
            Error::Conflict(TARIFF_NOT_USED.to_owned())
        }
        _ => error.into(),
    }
}
