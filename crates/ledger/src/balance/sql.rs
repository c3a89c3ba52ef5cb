//! Statements about balances.

use kernel::Rupiah;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::chart::Purpose;

pub async fn of_subject(tx: &mut TenantTx, purpose: Purpose, subject: Uuid) -> Result<Rupiah> {
    let balance = sqlx::query_scalar!(
        r#"select coalesce(sum(p.amount), 0)::bigint as "balance!: Rupiah"
             from ledger_account a join posting p using (complex_id, account_id)
            where a.purpose = $1 and p.subject_id = $2"#,
        purpose.code(),
        subject,
    );
    Ok(balance.fetch_one(tx).await?)
}

pub async fn of_subjects(tx: &mut TenantTx, purpose: Purpose) -> Result<Vec<(Uuid, Rupiah)>> {
    let rows = sqlx::query!(
        r#"select p.subject_id as "subject!", sum(p.amount)::bigint as "balance!: Rupiah"
             from ledger_account a join posting p using (complex_id, account_id)
            where a.purpose = $1 and p.subject_id is not null
            group by p.subject_id having sum(p.amount) <> 0 order by p.subject_id"#,
        purpose.code(),
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.subject, row.balance)).collect())
}
