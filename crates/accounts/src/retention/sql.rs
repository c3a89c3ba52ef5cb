//! Both are functions of 0016_mail_and_retention.sql and answer how many rows went.

use tenancy::{HallTx, Result, TenantTx};

pub async fn forget_sign_ins(tx: &mut HallTx) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"select forget_sign_ins() as "gone!""#).fetch_one(tx).await?)
}

pub async fn forget_invitations(tx: &mut TenantTx) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"select forget_invitations() as "gone!""#).fetch_one(tx).await?)
}
