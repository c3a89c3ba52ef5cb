//! Writing a payment down.

use kernel::PaymentId;
use tenancy::{Error, Result, TenantTx};

use super::{
    model::{Method, NewPayment},
    sql, verify,
};

/// Whether this form was sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    Now,
    Before,
}

/// Writes a payment down; nothing is settled until somebody verifies it. The same id again changes nothing.
///
/// # Errors
/// [`Error::Conflict`] with `payment_part_unit_once` when a unit stands in it twice.
pub async fn record(tx: &mut TenantTx, payment: &NewPayment) -> Result<Recorded> {
    let amount = payment.amount().map_err(|_| Error::Conflict("payment_amount_check".to_owned()))?;
    Ok(if sql::insert(tx, payment, amount).await? { Recorded::Now } else { Recorded::Before })
}

/// Cash that lies on the table: written down, verified by the hand that took it, and settled at once.
pub async fn take_cash(tx: &mut TenantTx, payment: &NewPayment) -> Result<Recorded> {
    debug_assert_eq!(payment.method, Method::Cash, "only cash is verified by whoever took it");
    let recorded = record(tx, payment).await?;
    if recorded == Recorded::Now {
        verify::verify(tx, payment.id).await?;
    }
    Ok(recorded)
}

/// A fresh id for a row of this room that people never name.
pub(super) fn fresh(tx: &TenantTx) -> uuid::Uuid {
    PaymentId::new(tx.now()).uuid()
}
