//! The receipt as it was given: frozen with the payment, so that it says the same in ten years.

use kernel::{Date, Rupiah};
use serde::{Deserialize, Serialize};

/// What stands on a receipt. Kept as JSON in `payment_check.receipt`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub paid: Vec<PaidLine>,
    /// What no invoice asked for: kept as titipan.
    pub kept_as_credit: Rupiah,
    /// The titipan of the units after this payment.
    pub credit_left: Rupiah,
    /// What the units still owed after this payment.
    pub owed_left: Rupiah,
    /// House numbers, as they were called then.
    pub units: Vec<String>,
    pub recorded_by: String,
    pub recorded_on: Option<Date>,
}

/// One invoice on a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidLine {
    pub number: String,
    /// `dues`, `penalty`, `opening`, `other`.
    pub kind: String,
    pub period: Date,
    pub unit: String,
    pub amount: Rupiah,
}
