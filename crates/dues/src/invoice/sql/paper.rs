//! What papers say of invoices: one statement each, for one invoice or for hundreds.

use kernel::{ChargeTypeId, Date, FundId, InvoiceId, Period, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::show::LineRow;

/// An invoice as its paper begins.
#[derive(Clone, Debug)]
pub struct SheetRow {
    pub id: InvoiceId,
    pub number: String,
    pub unit: UnitId,
    pub unit_code: String,
    pub period: Period,
    pub payer_name: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub open: Rupiah,
    pub snapshot: serde_json::Value,
    pub voided_on: Option<Date>,
    /// Nought where the unit has none yet.
    pub unique_code: i16,
}

/// In the order of the houses.
pub async fn sheets(tx: &mut TenantTx, invoices: &[Uuid]) -> Result<Vec<SheetRow>> {
    let rows = sqlx::query_as!(
        SheetRow,
        r#"select i.invoice_id as "id: InvoiceId", i.number,
                  i.unit_id as "unit: UnitId", i.unit_code, i.period as "period: Date", i.payer_name,
                  i.issued_on, i.due_on, i.open as "open: Rupiah", i.snapshot, v.voided_on as "voided_on?",
                  coalesce(a.unique_code, 0::smallint) as "unique_code!"
             from invoice i
             left join invoice_void v using (complex_id, invoice_id)
             left join unit_account a on a.complex_id = i.complex_id and a.unit_id = i.unit_id
             left join unit_mark u on u.complex_id = i.complex_id and u.unit_id = i.unit_id
            where i.invoice_id = any ($1) order by u.sort_key, i.invoice_id"#,
        invoices,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn lines_of(tx: &mut TenantTx, invoices: &[Uuid]) -> Result<Vec<(InvoiceId, LineRow)>> {
    let rows = sqlx::query!(
        r#"select invoice_id as "invoice: InvoiceId", line, charge_type_id as "charge: ChargeTypeId", description,
                  quantity, rate, tax as "tax: Rupiah", amount as "amount: Rupiah", settled as "settled: Rupiah",
                  fund_id as "fund: FundId"
             from invoice_line where invoice_id = any ($1) order by invoice_id, line"#,
        invoices,
    );
    let rows = rows.fetch_all(tx).await?.into_iter().map(|row| {
        let line = LineRow {
            line: row.line,
            charge: row.charge,
            description: row.description,
            quantity: row.quantity,
            rate: row.rate,
            tax: row.tax,
            amount: row.amount,
            settled: row.settled,
            fund: row.fund,
        };
        (row.invoice, line)
    });
    Ok(rows.collect())
}

/// What settled an invoice, money and reductions apart.
#[derive(Clone, Debug)]
pub struct SettledSum {
    pub invoice: InvoiceId,
    pub is_reduction: bool,
    pub amount: Rupiah,
    pub last_on: Date,
}

pub async fn settled_of(tx: &mut TenantTx, invoices: &[Uuid]) -> Result<Vec<SettledSum>> {
    let rows = sqlx::query_as!(
        SettledSum,
        r#"select invoice_id as "invoice: InvoiceId", reduction_id is not null as "is_reduction!",
                  sum(amount)::bigint as "amount!: Rupiah", max(value_on) as "last_on!"
             from settlement where invoice_id = any ($1) group by 1, 2"#,
        invoices,
    );
    Ok(rows.fetch_all(tx).await?)
}
