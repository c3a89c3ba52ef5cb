use kernel::{Date, FundId, InvoiceId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub struct VersionRow {
    pub from: Date,
    pub until: Option<Date>,
    pub rule: serde_json::Value,
    pub fund: FundId,
}

/// Every version of the rule, the first one first.
pub async fn versions(tx: &mut TenantTx) -> Result<Vec<VersionRow>> {
    let rows = sqlx::query_as!(
        VersionRow,
        r#"select lower(valid) as "from!", upper(valid) as "until", rule, fund_id as "fund: FundId"
             from penalty_rule order by lower(valid)"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Invoices that a running instalment plan covers, with the day on which it was agreed.
pub async fn frozen(tx: &mut TenantTx, invoices: &[InvoiceId]) -> Result<Vec<(InvoiceId, Date)>> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.uuid()).collect();
    let rows = sqlx::query!(
        r#"select i.invoice_id as "invoice: InvoiceId", p.agreed_on
             from installment_invoice i join installment_plan p using (complex_id, plan_id)
            where i.invoice_id = any ($1) and p.ended_on is null"#,
        &ids
    );
    let rows = rows.fetch_all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.invoice, row.agreed_on)).collect())
}
