//! Payments for programs: the same doors, the same verbs, and a key on whatever moves money.

mod read;
mod refund;
mod write;

use serde::Serialize;
use tenancy::Routes;
use utoipa::{OpenApi as _, ToSchema, openapi::OpenApi};
use uuid::Uuid;

use crate::{
    payment::{Method, State, sql},
    refunds,
};

pub fn routes() -> Routes {
    Routes::new("payments")
        .get("/api/v1/complexes/{complex}/payments", read::index)
        .post("/api/v1/complexes/{complex}/payments", write::create)
        .get("/api/v1/complexes/{complex}/payments/{payment}", read::show)
        .post("/api/v1/complexes/{complex}/payments/{payment}/verify", write::verify)
        .post("/api/v1/complexes/{complex}/payments/{payment}/reject", write::reject)
        .post("/api/v1/complexes/{complex}/payments/{payment}/reverse", write::reverse)
        .get("/api/v1/complexes/{complex}/units/{unit}/credits", read::credits)
        .post("/api/v1/complexes/{complex}/units/{unit}/refunds", refund::create)
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    read::index,
    read::show,
    read::credits,
    write::create,
    write::verify,
    write::reject,
    write::reverse,
    refund::create,
    refunds::api::index,
    refunds::api::totals
))]
struct Document;

/// This room's part of the API.
pub fn document() -> OpenApi {
    Document::openapi()
}

/// A payment.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentBody {
    pub id: Uuid,
    pub method: Method,
    pub state: State,
    /// Rupiah
    pub amount: i64,
    pub payer_name: String,
    /// The day on which the money moved
    pub value_on: kernel::Date,
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: kernel::Instant,
    /// What the bank calls it
    pub reference: String,
    pub note: String,
    #[schema(example = "KW-2026-000123")]
    pub receipt_number: Option<String>,
    /// Why it was reversed
    pub reversed_because: Option<String>,
    pub parts: Vec<PartBody>,
    /// What its money settled when it was verified; only of a single payment
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptBody>,
}

/// What of it is for one unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    #[schema(example = "A-12")]
    pub unit: String,
    /// Rupiah
    pub amount: i64,
}

/// The receipt as it was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptBody {
    pub lines: Vec<ReceiptLineBody>,
    /// What no invoice asked for, in rupiah
    pub kept_as_credit: i64,
    /// Credit of the units after it, in rupiah
    pub credit_left: i64,
    /// Still owed by the units after it, in rupiah
    pub owed_left: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptLineBody {
    #[schema(example = "INV-2026-11-0042")]
    pub invoice: String,
    pub unit: String,
    /// The first day of the month
    pub period: kernel::Date,
    /// Rupiah
    pub amount: i64,
}

impl PaymentBody {
    fn of(row: sql::PaymentRow, parts: Vec<sql::PartRow>, receipt: Option<crate::payment::Snapshot>) -> Self {
        let part = |part: sql::PartRow| PartBody { unit: part.code, amount: part.amount.get() };
        Self {
            id: row.id.uuid(),
            method: row.method,
            state: row.state,
            amount: row.amount.get(),
            payer_name: row.payer_name,
            value_on: row.value_on,
            recorded_at: row.recorded_at,
            reference: row.reference,
            note: row.note,
            receipt_number: row.receipt_number,
            reversed_because: row.reversed_because,
            parts: parts.into_iter().map(part).collect(),
            receipt: receipt.map(ReceiptBody::of),
        }
    }
}

impl ReceiptBody {
    fn of(receipt: crate::payment::Snapshot) -> Self {
        let line = |line: crate::payment::PaidLine| ReceiptLineBody {
            invoice: line.number,
            unit: line.unit,
            period: line.period,
            amount: line.amount.get(),
        };
        Self {
            kept_as_credit: receipt.kept_as_credit.get(),
            credit_left: receipt.credit_left.get(),
            owed_left: receipt.owed_left.get(),
            lines: receipt.paid.into_iter().map(line).collect(),
        }
    }
}
