//! Statements about areas.

use kernel::AreaId;
use tenancy::{Result, TenantTx};

use super::model::{Area, AreaDetails, AreaKind, Areas};

/// All areas in their order: blocks, then RT, then RW, each by its number.
pub async fn all(tx: &mut TenantTx) -> Result<Areas> {
    let areas = sqlx::query_as!(
        Area,
        r#"select area_id as "id: AreaId", kind as "kind: AreaKind", code, name, parent_id as "parent: AreaId"
             from area order by kind, sort_key, area_id"#
    );
    Ok(Areas(areas.fetch_all(tx).await?))
}

/// How many units lie in each area directly.
pub async fn unit_counts(tx: &mut TenantTx) -> Result<Vec<(AreaId, i64)>> {
    let rows = sqlx::query!(
        r#"with places as (select block_id, rt_id, count(*) as units from unit where retired_at is null
                            group by block_id, rt_id)
           select area_id as "id!: AreaId", sum(units)::bigint as "units!"
             from (select block_id as area_id, units from places union all select rt_id, units from places) as parts
            where area_id is not null group by area_id"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.id, row.units)).collect())
}

pub async fn add(tx: &mut TenantTx, area: &AreaDetails) -> Result<AreaId> {
    let id = AreaId::new(tx.now());
    sqlx::query!(
        "insert into area (area_id, kind, code, name, parent_id) values ($1, $2, $3, $4, $5)",
        id as AreaId,
        area.kind.code(),
        area.code,
        area.name,
        area.parent as Option<AreaId>,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

pub async fn change(tx: &mut TenantTx, id: AreaId, area: &AreaDetails) -> Result<()> {
    sqlx::query!(
        "update area set code = $2, name = $3, parent_id = $4 where area_id = $1",
        id as AreaId,
        area.code,
        area.name,
        area.parent as Option<AreaId>,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Deletes an area that nothing refers to; otherwise a constraint says which thing does.
pub async fn remove(tx: &mut TenantTx, id: AreaId) -> Result<()> {
    sqlx::query!("delete from area where area_id = $1", id as AreaId).execute(tx).await?;
    Ok(())
}

/// Puts the units from one house number to another into an area of either tree. Returns how many moved.
pub async fn take_range(tx: &mut TenantTx, area: &Area, from: &str, to: &str) -> Result<u64> {
    let done = match area.kind {
        AreaKind::Block => {
            sqlx::query!(
                "update unit set block_id = $1 where retired_at is null and block_id is distinct from $1
                    and sort_key between unit_sort_key($2) and unit_sort_key($3)",
                area.id as AreaId,
                from,
                to
            )
            .execute(tx)
            .await?
        }
        AreaKind::Rt | AreaKind::Rw => {
            sqlx::query!(
                "update unit set rt_id = $1 where retired_at is null and rt_id is distinct from $1
                    and sort_key between unit_sort_key($2) and unit_sort_key($3)",
                area.id as AreaId,
                from,
                to
            )
            .execute(tx)
            .await?
        }
    };
    Ok(done.rows_affected())
}
