//! A payment: what came, for which units, who said that it arrived, and the way back.
//!
//! Nobody edits a recorded payment. Cash is verified by the hand that took it; a transfer waits until other eyes saw it
//! on the account. The money settles invoices at that moment and not before.

mod back;
mod model;
mod receipt;
mod record;
pub(crate) mod sql;
mod tell;
mod verify;

pub use back::{NewRefund, refund, reverse};
pub use model::{CameFrom, Method, NewPayment, Part, State, UNDO_REASON};
pub use receipt::{PaidLine, Snapshot};
pub use record::{Recorded, record, take_cash};
pub use tell::TellPayer;
pub use verify::{ask, reject, verify, verify_choosing};

use kernel::{PaymentId, Rupiah};
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
