//! Statements about keys of forms.

use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub async fn of_key(tx: &mut TenantTx, key: Uuid) -> Result<Option<(Uuid, i32)>> {
    let row = sqlx::query!(
        "select complaint_id, number from complaint where reported_by = current_account() and sent_key = $1",
        key
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.complaint_id, row.number)))
}

pub async fn remember(tx: &mut TenantTx, complaint: Uuid, key: Option<Uuid>) -> Result<()> {
    if key.is_some() {
        sqlx::query!("update complaint set sent_key = $2 where complaint_id = $1", complaint, key)
            .execute(tx)
            .await?;
    }
    Ok(())
}
