//! A payment: what came, for which units, who said that it arrived, and the way back.
//!
//! Nobody edits a recorded payment. Cash is verified by the hand that took it; a transfer waits until other eyes saw it
//! on the account. The money settles invoices at that moment and not before.

mod back;
mod model;
mod receipt;
mod record;
pub(crate) mod sql;
mod verify;

pub use back::{NewRefund, refund, reverse};
pub use model::{CameFrom, Method, NewPayment, Part, State, UNDO_REASON};
pub use receipt::{PaidLine, Snapshot};
pub use record::{Recorded, record, take_cash};
pub use verify::{ask, reject, verify, verify_choosing};

use jobs::Announcement;
use kernel::{PaymentId, Rupiah};
use serde::{Deserialize, Serialize};
use tenancy::{Result, TenantTx};

/// What others may know of a payment.
#[derive(Clone, Debug)]
pub struct Mark {
    pub amount: Rupiah,
    pub state: State,
    pub receipt_number: Option<String>,
}

/// Where a payment stands; `None` when there is no such one.
pub async fn mark(tx: &mut TenantTx, id: PaymentId) -> Result<Option<Mark>> {
    let row = sql::find(tx, id).await?;
    Ok(row.map(|row| Mark { amount: row.amount, state: row.state, receipt_number: row.receipt_number }))
}

/// Money was verified and has settled what it settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRecorded {
    pub payment: PaymentId,
}

impl Announcement for PaymentRecorded {
    const NAME: &'static str = "payments.payment_recorded";
}

/// A verified payment was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReversed {
    pub payment: PaymentId,
}

impl Announcement for PaymentReversed {
    const NAME: &'static str = "payments.payment_reversed";
}
