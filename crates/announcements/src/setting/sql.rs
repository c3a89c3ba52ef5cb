//! Statements about how a complex wants its announcements.

use tenancy::{Result, TenantTx};

use super::Setting;

/// As set, or as a complex begins.
pub async fn load(tx: &mut TenantTx) -> Result<Setting> {
    let row = sqlx::query_as!(
        Setting,
        "select needs_approval, allows_public, allows_comments from bulletin_setting"
    );
    Ok(row.fetch_optional(tx).await?.unwrap_or_default())
}

pub async fn save(tx: &mut TenantTx, setting: Setting) -> Result<()> {
    let id = kernel::EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into bulletin_setting (setting_id, needs_approval, allows_public, allows_comments)
         values ($1, $2, $3, $4)
         on conflict (complex_id) do update
            set needs_approval = excluded.needs_approval, allows_public = excluded.allows_public,
                allows_comments = excluded.allows_comments, updated_at = scope_now()",
        id,
        setting.needs_approval,
        setting.allows_public,
        setting.allows_comments,
    )
    .execute(tx)
    .await?;
    Ok(())
}
