//! Statements about estimates, what was said to them, and what they became.

use kernel::{EventId, Instant, InvoiceId, Rupiah, UnitId};
use rust_decimal::Decimal;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Line, Standing};

/// The newest of a complaint, with whatever was said to it.
pub struct Estimate {
    pub id: Uuid,
    pub total: Rupiah,
    pub note: String,
    pub at: Instant,
    pub agreed: Option<bool>,
    pub answered_by: Option<String>,
    pub answered_at: Option<Instant>,
    pub answer: Option<String>,
    pub invoice: Option<String>,
}

impl Estimate {
    pub fn standing(&self) -> Standing {
        match self.agreed {
            _ if self.invoice.is_some() => Standing::Billed,
            _ if self.total == Rupiah::ZERO => Standing::Free,
            None => Standing::Asked,
            Some(true) => Standing::Agreed,
            Some(false) => Standing::Declined,
        }
    }
}

pub async fn newest(tx: &mut TenantTx, complaint: Uuid) -> Result<Option<Estimate>> {
    let row = sqlx::query_as!(
        Estimate,
        r#"select e.estimate_id as id, e.total as "total: Rupiah", e.note, e.at, a.agreed as "agreed?",
                  a.name as "answered_by?", a.at as "answered_at?", a.words as "answer?", i.number as "invoice?"
             from complaint_estimate e
             left join complaint_estimate_answer a using (complex_id, estimate_id)
             left join complaint_invoice i using (complex_id, estimate_id)
            where e.complaint_id = $1 order by e.version desc limit 1"#,
        complaint
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn lines(tx: &mut TenantTx, estimate: Uuid) -> Result<Vec<Line>> {
    let rows = sqlx::query_as!(
        Line,
        r#"select description, quantity, rate as "rate: Rupiah", amount as "amount: Rupiah"
             from complaint_estimate_line where estimate_id = $1 order by line"#,
        estimate
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Invoices of earlier estimates as well: number by number.
pub async fn invoices(tx: &mut TenantTx, complaint: Uuid) -> Result<Vec<String>> {
    let rows = sqlx::query_scalar!(
        "select i.number from complaint_estimate e join complaint_invoice i using (complex_id, estimate_id)
          where e.complaint_id = $1 order by e.version",
        complaint
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn add(
    tx: &mut TenantTx,
    complaint: Uuid,
    total: Rupiah,
    note: &str,
    lines: &[Line],
) -> Result<()> {
    let id = EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into complaint_estimate (estimate_id, complaint_id, version, total, note)
         select $1, $2, coalesce(max(version), 0) + 1, $3, $4 from complaint_estimate where complaint_id = $2",
        id,
        complaint,
        total as Rupiah,
        note
    )
    .execute(&mut *tx)
    .await?;
    let descriptions: Vec<String> = lines.iter().map(|line| line.description.clone()).collect();
    let quantities: Vec<Decimal> = lines.iter().map(|line| line.quantity).collect();
    let rates: Vec<i64> = lines.iter().map(|line| line.rate.get()).collect();
    let amounts: Vec<i64> = lines.iter().map(|line| line.amount.get()).collect();
    sqlx::query!(
        "insert into complaint_estimate_line (estimate_id, line, description, quantity, rate, amount)
         select $1, l.line, l.description, l.quantity, l.rate, l.amount
           from unnest($2::text[], $3::numeric[], $4::bigint[], $5::bigint[]) with ordinality
                l (description, quantity, rate, amount, line)",
        id,
        &descriptions,
        &quantities,
        &rates,
        &amounts,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn answer(tx: &mut TenantTx, estimate: Uuid, agreed: bool, name: &str, words: &str) -> Result<()> {
    sqlx::query!(
        "insert into complaint_estimate_answer (estimate_id, agreed, name, words) values ($1, $2, $3, $4)",
        estimate,
        agreed,
        name,
        words
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn billed(tx: &mut TenantTx, estimate: Uuid, invoice: InvoiceId, number: &str) -> Result<()> {
    sqlx::query!(
        "insert into complaint_invoice (estimate_id, invoice_id, number) values ($1, $2, $3)",
        estimate,
        invoice.uuid(),
        number
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The house that a complaint is about; none: the commons.
pub async fn unit_of(tx: &mut TenantTx, complaint: Uuid) -> Result<Option<UnitId>> {
    let unit = sqlx::query_scalar!(
        r#"select unit_id as "unit: UnitId" from complaint where complaint_id = $1"#,
        complaint
    );
    Ok(unit.fetch_optional(tx).await?.flatten())
}
