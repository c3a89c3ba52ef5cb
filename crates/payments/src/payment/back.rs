//! The way back: a payment that never was, and titipan that is paid out.

use arrears::penalty::{Scope, assess};
use dues::settle;
use kernel::{CreditId, Date, LedgerAccountId, PaymentId, Rupiah, UnitId};
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

use super::{
    model::State,
    sql,
    tell::{Step, TellPayer},
};

/// The payment never was: what it settled is open again, and other titipan of its units pays what it can. The number
/// of its receipt stays used.
///
/// # Errors
/// [`Error::Missing`]; [`Error::Conflict`] with `payment_is_verified` when it was not verified or is taken back
/// already, and with [`settle::CREDIT_IS_WHOLE`] when some of it was paid back.
pub async fn reverse(tx: &mut TenantTx, id: PaymentId, on: Date, reason: &str) -> Result<()> {
    let parts = sql::parts(tx, id).await?;
    let units: Vec<UnitId> = parts.iter().map(|part| part.unit).collect();
    settle::lock_units(tx, &units).await?;
    let payment = sql::find(tx, id).await?.ok_or(Error::Missing)?;
    if payment.state != State::Verified {
        return Err(Error::Conflict("payment_is_verified".to_owned()));
    }
    for credit in settle::credits_of_source(tx, id.uuid()).await? {
        settle::reverse(tx, credit.credit, on, reason).await?;
    }
    assess(tx, &units, on, Scope::Exactly).await?;
    settle::apply_credit(tx, &units).await?;
    sql::insert_reversal(tx, id, reason, on).await?;
    let told = TellPayer::now(tx, id, Step::Reversed, reason);
    jobs::later(tx, &told).await?;
    Ok(())
}

/// Pays titipan back out of a cash box or bank account. The same id again changes nothing.
///
/// # Errors
/// [`Error::Conflict`] with [`settle::CREDIT_IS_LEFT`] when the credit has less than that.
pub async fn refund(tx: &mut TenantTx, refund: &NewRefund<'_>) -> Result<()> {
    settle::lock_units(tx, &[refund.unit]).await?;
    if sql::has_refund(tx, refund.id).await? {
        return Ok(());
    }
    let what = (refund.credit, refund.amount);
    settle::refund_as(tx, refund.id, what, refund.on, refund.from, refund.reason).await?;
    sql::insert_refund(tx, refund).await
}

/// Titipan about to be paid back.
#[derive(Clone, Copy, Debug)]
pub struct NewRefund<'a> {
    /// From the form that is sent: the same form twice is one refund.
    pub id: Uuid,
    pub unit: UnitId,
    pub credit: CreditId,
    pub amount: Rupiah,
    pub on: Date,
    /// The cash box or bank account it is taken out of.
    pub from: LedgerAccountId,
    pub reason: &'a str,
}
