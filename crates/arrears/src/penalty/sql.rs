//! Statements about the rule and the plans that hold it off.

use kernel::{Date, FundId, InvoiceId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub struct VersionRow {
    pub from: Date,
    pub until: Option<Date>,
    pub rule: serde_json::Value,
    pub fund: FundId,
    pub decision: String,
}

/// Every version of the rule, the first one first.
pub async fn versions(tx: &mut TenantTx) -> Result<Vec<VersionRow>> {
    let rows = sqlx::query_as!(
        VersionRow,
        r#"select lower(valid) as "from!", upper(valid) as "until", rule, fund_id as "fund: FundId", decision
             from penalty_rule order by lower(valid)"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Invoices that an instalment plan covers which runs or was kept, with the day on which it was agreed. A broken plan
/// holds nothing off.
pub async fn frozen(tx: &mut TenantTx, invoices: &[InvoiceId]) -> Result<Vec<(InvoiceId, Date)>> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.uuid()).collect();
    let rows = sqlx::query!(
        r#"select i.invoice_id as "invoice: InvoiceId", min(p.agreed_on) as "agreed_on!"
             from installment_invoice i join installment_plan p using (complex_id, plan_id)
            where i.invoice_id = any ($1) and (p.ended_on is null or p.ended_as = 'kept')
            group by i.invoice_id"#,
        &ids
    );
    let rows = rows.fetch_all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.invoice, row.agreed_on)).collect())
}

/// A new version from a day on; the one that would run then ends there, and what was planned behind it goes.
pub async fn follow(
    tx: &mut TenantTx,
    from: Date,
    rule: &serde_json::Value,
    fund: FundId,
    decision: &str,
) -> Result<()> {
    sqlx::query!("delete from penalty_rule where lower(valid) >= $1", from).execute(&mut *tx).await?;
    sqlx::query!(
        "update penalty_rule set valid = daterange(lower(valid), $1) where upper_inf(valid) or upper(valid) > $1",
        from
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into penalty_rule (rule_id, valid, rule, fund_id, decision)
         values (gen_random_uuid(), daterange($1, null), $2, $3, $4)",
        from,
        rule,
        fund.uuid(),
        decision
    )
    .execute(tx)
    .await?;
    Ok(())
}
