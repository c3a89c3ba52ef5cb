//! One invoice with everything that is known of it.

use kernel::{ChargeTypeId, Date, FundId, Instant, InvoiceId, Period, Rupiah, UnitId};
use rust_decimal::Decimal;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::invoice::model::InvoiceKind;

#[derive(Clone, Debug)]
pub struct Invoice {
    pub id: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub unit: UnitId,
    pub unit_code: String,
    pub period: Period,
    pub payer_name: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub total: Rupiah,
    pub open: Rupiah,
    pub snapshot: serde_json::Value,
    pub created_at: Instant,
    /// Empty when the run did it, or nobody has a name for the account.
    pub by: String,
    pub voided_at: Option<Instant>,
    pub void_reason: Option<String>,
    pub void_by: Option<String>,
    pub replaces_number: Option<String>,
    pub replaced_by: Option<String>,
}

/// By its number as people write it, or by id.
pub async fn find(tx: &mut TenantTx, number_or_id: &str) -> Result<Option<Invoice>> {
    let id: Option<Uuid> = number_or_id.parse().ok();
    let row = sqlx::query_as!(
        Invoice,
        r#"select i.invoice_id as "id: InvoiceId", i.number, i.kind as "kind: InvoiceKind",
                  i.unit_id as "unit: UnitId", i.unit_code,
                  i.period as "period: Date", i.payer_name, i.issued_on, i.due_on,
                  i.total as "total: Rupiah", i.open as "open: Rupiah", i.snapshot, i.created_at,
                  coalesce((select p.name from person_mark p where p.account_id = i.created_by
                               and p.merged_into is null limit 1), '') as "by!",
                  i.voided_at, v.reason as "void_reason?",
                  (select p.name from person_mark p where p.account_id = v.account_id and p.merged_into is null
                    limit 1) as void_by,
                  b.number as "replaces_number?",
                  (select n.number from invoice n where n.replaces = i.invoice_id order by n.invoice_id limit 1)
                      as replaced_by
             from invoice i
             left join invoice_void v using (complex_id, invoice_id)
             left join invoice b on b.complex_id = i.complex_id and b.invoice_id = i.replaces
            where i.invoice_id = $1 or i.number = upper($2)"#,
        id,
        number_or_id,
    );
    Ok(row.fetch_optional(tx).await?)
}

#[derive(Clone, Debug)]
pub struct LineRow {
    pub line: i16,
    pub charge: Option<ChargeTypeId>,
    pub description: String,
    pub quantity: Option<Decimal>,
    pub rate: Option<Decimal>,
    pub tax: Rupiah,
    pub amount: Rupiah,
    pub settled: Rupiah,
    pub fund: FundId,
}

pub async fn lines(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Vec<LineRow>> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select line, charge_type_id as "charge: ChargeTypeId", description, quantity, rate,
                  tax as "tax: Rupiah", amount as "amount: Rupiah", settled as "settled: Rupiah",
                  fund_id as "fund: FundId"
             from invoice_line where invoice_id = $1 order by line"#,
        invoice as InvoiceId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Something that settled the invoice, or took that back.
#[derive(Clone, Debug)]
pub struct SettledRow {
    pub at: Instant,
    pub value_on: Date,
    /// The receipt, or the number of the reduction.
    pub reference: String,
    /// Null for money.
    pub reduction: Option<String>,
    pub reason: Option<String>,
    pub amount: Rupiah,
    pub by: String,
}

pub async fn settlements(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Vec<SettledRow>> {
    let rows = sqlx::query_as!(
        SettledRow,
        r#"select s.at, s.value_on, coalesce(c.reference, r.number, '') as "reference!", r.kind as "reduction?",
                  r.reason as "reason?", sum(s.amount)::bigint as "amount!: Rupiah",
                  coalesce((select p.name from person_mark p where p.account_id = s.account_id
                               and p.merged_into is null limit 1), '') as "by!"
             from settlement s
             left join credit c on c.complex_id = s.complex_id and c.credit_id = s.credit_id
             left join reduction r on r.complex_id = s.complex_id and r.reduction_id = s.reduction_id
            where s.invoice_id = $1
            group by s.at, s.value_on, c.reference, r.number, r.kind, r.reason, s.account_id, s.amount > 0
            order by s.at, s.amount > 0"#,
        invoice as InvoiceId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Other live invoices of the unit that bill a charge for the same stretch: where a move split one, they are voided and
/// issued again together.
pub async fn siblings(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Vec<(InvoiceId, String)>> {
    let rows = sqlx::query!(
        r#"select distinct i.invoice_id as "id: InvoiceId", i.number
             from invoice_line own
             join invoice_line l on l.complex_id = own.complex_id and l.unit_id = own.unit_id
                  and l.charge_type_id = own.charge_type_id and l.period = own.period and not l.voided
             join invoice i on i.complex_id = l.complex_id and i.invoice_id = l.invoice_id
            where own.invoice_id = $1 and i.invoice_id <> $1 and i.voided_at is null
            order by 1"#,
        invoice as InvoiceId,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.id, row.number)).collect())
}

/// The readings that an invoice stands on and no other live one does.
pub async fn readings_to_free(tx: &mut TenantTx, invoice: InvoiceId) -> Result<Vec<Uuid>> {
    let rows = sqlx::query_scalar!(
        r#"with stands_on as (
               select i.invoice_id, reading::uuid as reading
                 from invoice i, jsonb_array_elements(coalesce(i.snapshot -> 'lines', '[]')) line,
                      jsonb_array_elements_text(coalesce(line -> 'usage' -> 'reading_ids', '[]')) reading
                where i.unit_id = (select unit_id from invoice where invoice_id = $1)
                  and (i.voided_at is null or i.invoice_id = $1))
           select distinct reading as "reading!" from stands_on
            where invoice_id = $1
              and reading not in (select reading from stands_on where invoice_id <> $1)"#,
        invoice as InvoiceId,
    );
    Ok(rows.fetch_all(tx).await?)
}
