//! What others may look at: what some money settled, a unit's credits, and the code by which a transfer names a unit.

use kernel::{CreditId, Date, InvoiceId, Rupiah, UnitId};
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

use super::sql;
use crate::invoice::InvoiceKind;

/// An invoice that money of one document settled, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledInvoice {
    pub unit: UnitId,
    pub unit_code: String,
    pub invoice: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub period: Date,
    /// By this money.
    pub amount: Rupiah,
    /// Still to be paid.
    pub open: Rupiah,
}

/// Money of a unit and what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditMark {
    pub credit: CreditId,
    pub unit: UnitId,
    pub source: Uuid,
    pub reference: String,
    pub value_on: Date,
    pub amount: Rupiah,
    pub left: Rupiah,
    pub returned: Rupiah,
}

/// Which invoices the money of this document settles today; nothing once it was reversed.
pub async fn settled_by(tx: &mut TenantTx, source: Uuid) -> Result<Vec<SettledInvoice>> {
    sql::settled_by(tx, source).await
}

/// The credits that a document brought, one for each of its units.
pub async fn credits_of_source(tx: &mut TenantTx, source: Uuid) -> Result<Vec<CreditMark>> {
    sql::credits(tx, Some(source), None).await
}

/// The credits of a unit of which something is left, the oldest first.
pub async fn credits_of_unit(tx: &mut TenantTx, unit: UnitId) -> Result<Vec<CreditMark>> {
    sql::credits(tx, None, Some(unit)).await
}

/// Where an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// Nothing is left to pay, whatever settled it.
    Settled,
    Void,
}

/// Where an invoice stands, and what each of its lines still bears: what is open of it and what money paid of it.
///
/// # Errors
/// [`Error::Missing`] when it is none of this complex.
pub async fn standing(tx: &mut TenantTx, invoice: InvoiceId) -> Result<(Standing, Vec<(i16, Rupiah)>)> {
    let is_void = sql::invoice(tx, invoice).await?.is_void;
    let lines = sql::reducible(tx, invoice).await?;
    let standing = match lines.iter().any(|line| line.open > Rupiah::ZERO) {
        _ if is_void => Standing::Void,
        true => Standing::Open,
        false => Standing::Settled,
    };
    let bears =
        lines.into_iter().map(|line| (line.line, line.open.checked_add(line.paid).unwrap_or(line.paid)));
    Ok((standing, bears.collect()))
}

/// The unit whose permanent code (kode unik) this is.
pub async fn unit_with_code(tx: &mut TenantTx, code: i16) -> Result<Option<UnitId>> {
    sql::unit_with_code(tx, code).await
}

/// The permanent codes of these units, in their order; units that have none yet get theirs. Zero where a complex has more
/// than 9,999 units and this one came too late for a code.
///
/// # Errors
/// [`Error::Missing`] when a unit is none of this complex.
pub async fn unique_codes(tx: &mut TenantTx, units: &[UnitId]) -> Result<Vec<i16>> {
    let mut known = sql::unique_codes(tx, units).await?;
    if known.len() < units.len() {
        sql::open_accounts(tx).await?;
        known = sql::unique_codes(tx, units).await?;
    }
    let code = |unit: &UnitId| known.iter().find(|(id, _)| id == unit).map(|(_, code)| *code);
    units.iter().map(|unit| code(unit).ok_or(Error::Missing)).collect()
}
