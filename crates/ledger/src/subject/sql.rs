//! Statements about the sub-accounts of one subject.

use kernel::{EntryId, Rupiah};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::Movement;
use crate::Purpose;

pub async fn movements(tx: &mut TenantTx, purposes: &[Purpose], subject: Uuid) -> Result<Vec<Movement>> {
    let codes: Vec<String> = purposes.iter().map(|purpose| purpose.code().to_owned()).collect();
    let rows = sqlx::query_as!(
        Movement,
        r#"select e.entry_id as "entry: EntryId", e.kind, e.source_id as source, e.booked_on, e.value_on, e.memo,
                  sum(p.amount)::bigint as "amount!: Rupiah"
             from posting p
             join ledger_account a using (complex_id, account_id)
             join journal_entry e using (complex_id, entry_id)
            where p.subject_id = $1 and a.purpose = any ($2)
            group by e.complex_id, e.entry_id
           having sum(p.amount) <> 0
            order by e.booked_on, e.entry_id"#,
        subject,
        &codes
    );
    Ok(rows.fetch_all(tx).await?)
}
