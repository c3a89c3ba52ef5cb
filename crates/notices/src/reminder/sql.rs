//! Statements about the one row of settings.

use kernel::{EventId, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::ladder::Ladder;

pub async fn load(tx: &mut TenantTx) -> Result<Ladder> {
    let row = sqlx::query_as!(Ladder, "select is_automatic, rungs from reminder_setting");
    Ok(row.fetch_optional(tx).await?.unwrap_or_default())
}

pub async fn save(tx: &mut TenantTx, ladder: &Ladder) -> Result<()> {
    sqlx::query!(
        "insert into reminder_setting (setting_id, is_automatic, rungs) values ($1, $2, $3)
         on conflict (complex_id) do update
            set is_automatic = excluded.is_automatic, rungs = excluded.rungs, updated_at = scope_now()",
        EventId::new(tx.now()).uuid(),
        ladder.is_automatic,
        &ladder.rungs,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Of these units, those that were reminded of what this marks already.
pub async fn told(tx: &mut TenantTx, about: &[String]) -> Result<Vec<UnitId>> {
    let told = sqlx::query_scalar!(
        r#"select unit_id as "unit!: UnitId" from notice
            where kind = 'dues_reminder' and about = any ($1) and unit_id is not null"#,
        about
    );
    Ok(told.fetch_all(tx).await?)
}

/// Units whose typed ids are known here.
pub fn units(typed: &[String]) -> Vec<UnitId> {
    typed.iter().filter_map(|id| id.parse::<Uuid>().ok()).map(UnitId::from_uuid).collect()
}
