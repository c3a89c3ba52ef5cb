//! Statements about invoices.

mod list;
pub mod paper;
mod show;
mod write;

use kernel::{InvoiceId, Period, PersonId, Rupiah, UnitId};
pub use list::{From, Row, Standing, Sum, Sums, Wanted, areas, latest_period, own_units, page, sums};
pub use show::{Invoice, LineRow, SettledRow, find, lines, readings_to_free, settlements, siblings};
use tenancy::{Result, TenantTx};
use uuid::Uuid;
pub use write::{insert_invoices, insert_lines, mark_tariffs_used, void};

use super::model::{InvoiceKind, OpenInvoice};

/// What is always said about an invoice when something else is done with it.
#[derive(Clone, Debug)]
pub struct Mark {
    pub number: String,
    pub unit_code: String,
}

pub async fn mark(tx: &mut TenantTx, id: InvoiceId) -> Result<Option<Mark>> {
    let mark =
        sqlx::query_as!(Mark, "select number, unit_code from invoice where invoice_id = $1", id as InvoiceId);
    Ok(mark.fetch_optional(tx).await?)
}

/// What these units have still to pay, oldest due first.
pub async fn open_of_units(tx: &mut TenantTx, units: &[UnitId]) -> Result<Vec<OpenInvoice>> {
    let units: Vec<Uuid> = units.iter().map(|unit| unit.uuid()).collect();
    let rows = sqlx::query_as!(
        OpenInvoice,
        r#"select invoice_id as "id: InvoiceId", number, kind as "kind: InvoiceKind", unit_id as "unit: UnitId",
                  period as "period: kernel::Date", payer_name, issued_on, due_on,
                  total as "total: Rupiah", open as "open: Rupiah"
             from invoice where unit_id = any ($1) and open > 0 order by due_on, invoice_id"#,
        &units,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// An invoice of a unit, as its statement tells it.
#[derive(Clone, Debug)]
pub struct OfUnit {
    pub id: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub period: Period,
    pub payer: Option<PersonId>,
    pub payer_name: String,
    pub issued_on: kernel::Date,
    pub due_on: kernel::Date,
    pub total: Rupiah,
    pub open: Rupiah,
    pub voided_at: Option<kernel::Instant>,
}

/// Every invoice of a unit that was ever issued, the newest first, void ones included.
pub async fn invoices_of_unit(tx: &mut TenantTx, unit: UnitId) -> Result<Vec<OfUnit>> {
    let rows = sqlx::query_as!(
        OfUnit,
        r#"select invoice_id as "id: InvoiceId", number, kind as "kind: InvoiceKind", period as "period: kernel::Date",
                  payer_id as "payer: PersonId", payer_name, issued_on, due_on,
                  total as "total: Rupiah", open as "open: Rupiah", voided_at
             from invoice where unit_id = $1 order by invoice_id desc"#,
        unit as UnitId,
    );
    Ok(rows.fetch_all(tx).await?)
}
