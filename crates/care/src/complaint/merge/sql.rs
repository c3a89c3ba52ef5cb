//! Statements about complaints that become one.

use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub async fn numbered(tx: &mut TenantTx, number: i32) -> Result<Option<Uuid>> {
    let id = sqlx::query_scalar!("select complaint_id from complaint where number = $1", number);
    Ok(id.fetch_optional(tx).await?)
}

/// It points to the other one, and so does whatever pointed to it.
pub async fn point(tx: &mut TenantTx, id: Uuid, into: Uuid) -> Result<()> {
    sqlx::query!(
        "update complaint set merged_into = $2 where complaint_id = $1 or merged_into = $1",
        id,
        into
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Its reporter and its supporters support the other one, whose own reporter needs no support.
pub async fn carry_supporters(tx: &mut TenantTx, id: Uuid, into: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into complaint_supporter (complaint_id, account_id)
         select $2, n.account_id
           from (select reported_by as account_id from complaint where complaint_id = $1
                 union select account_id from complaint_supporter where complaint_id = $1) n
          where n.account_id <> (select reported_by from complaint where complaint_id = $2)
         on conflict do nothing",
        id,
        into
    )
    .execute(tx)
    .await?;
    Ok(())
}
