//! Statements about finding a unit by little.

use kernel::{Date, UnitId};
use tenancy::{Result, TenantTx};

use crate::typed::Needle;

#[derive(Clone, Debug)]
pub struct FoundUnit {
    pub id: UnitId,
    pub code: String,
    pub names: String,
}

/// Units whose number begins like that; the exact one first.
pub async fn units(tx: &mut TenantTx, needle: &Needle, today: Date, most: i64) -> Result<Vec<FoundUnit>> {
    let rows = sqlx::query_as!(
        FoundUnit,
        r#"select u.unit_id as "id!: UnitId", u.code as "code!", coalesce(who.names, '') as "names!"
             from (select f.* from unit f
                    where f.retired_at is null and f.search_key >= rtrim($1, '%') collate "C"
                      and f.search_key < (rtrim($1, '%') || '[') collate "C"
                    order by (f.search_key = rtrim($1, '%')) desc, f.sort_key limit $2) u
             left join lateral (
                  select string_agg(p.name, ', ' order by array_position(array['tenant', 'owner', 'family'], o.kind),
                                    p.name) as names
                    from occupancy o join person p using (complex_id, person_id)
                   where o.complex_id = u.complex_id and o.unit_id = u.unit_id and o.period @> $3::date
                     and o.kind <> 'staff'
                  ) who on true
            order by (u.search_key = rtrim($1, '%')) desc, u.sort_key"#,
        needle.code_like.as_deref().unwrap_or_default(),
        most,
        today
    );
    Ok(rows.fetch_all(tx).await?)
}
