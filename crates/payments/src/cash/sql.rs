//! Statements that find the house somebody stands at.

use homes::Needle;
use kernel::{AreaId, Date, PersonId, UnitId};
use tenancy::{Result, TenantTx};

/// A house with whoever pays for it.
#[derive(Clone, Debug)]
pub struct House {
    pub id: UnitId,
    pub code: String,
    pub rt: Option<AreaId>,
    pub payer: Option<PersonId>,
    pub payer_name: String,
}

/// Houses by number or by who lives there, in the order of their numbers; all of them when nothing is typed.
pub async fn houses(
    tx: &mut TenantTx,
    typed: &str,
    areas: Option<&[AreaId]>,
    today: Date,
    most: i64,
) -> Result<Vec<House>> {
    let needle = Needle::new(typed);
    // Nothing typed is every house, also one in which nobody lives; signs alone name no house.
    let every = needle.is_empty().then(|| "%".to_owned());
    let code = needle.code_like.or(every);
    let name = needle.name_like;
    let rows = sqlx::query_as!(
        House,
        r#"select u.unit_id as "id!: UnitId", u.code as "code!", u.rt_id as "rt: AreaId",
                  who.person_id as "payer: PersonId", coalesce(who.name, '') as "payer_name!"
             from unit_mark u
             left join lateral (
                  select p.person_id, p.name from stay s join person_mark p using (complex_id, person_id)
                   where s.complex_id = u.complex_id and s.unit_id = u.unit_id and s.kind <> 'staff' and s.period @> $4::date
                   order by s.payer desc, s.kind = 'tenant' desc, s.kind = 'owner' desc, p.name limit 1) who on true
            where u.retired_at is null and ($3::uuid[] is null or u.rt_id = any($3))
              and (u.search_key like $1 or exists (
                   select from stay s join person_mark p using (complex_id, person_id)
                    where s.complex_id = u.complex_id and s.unit_id = u.unit_id and s.period @> $4::date
                      and p.name ilike $2))
            order by u.search_key = rtrim($1, '%') desc, u.sort_key limit $5"#,
        code,
        name,
        areas as Option<&[AreaId]>,
        today,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The house with this id and whoever pays for it on that day.
pub async fn house(tx: &mut TenantTx, unit: UnitId, today: Date) -> Result<Option<House>> {
    let row = sqlx::query_as!(
        House,
        r#"select u.unit_id as "id!: UnitId", u.code as "code!", u.rt_id as "rt: AreaId",
                  who.person_id as "payer: PersonId", coalesce(who.name, '') as "payer_name!"
             from unit_mark u
             left join lateral (
                  select p.person_id, p.name from stay s join person_mark p using (complex_id, person_id)
                   where s.complex_id = u.complex_id and s.unit_id = u.unit_id and s.kind <> 'staff' and s.period @> $2::date
                   order by s.payer desc, s.kind = 'tenant' desc, s.kind = 'owner' desc, p.name limit 1) who on true
            where u.unit_id = $1"#,
        unit as UnitId,
        today,
    );
    Ok(row.fetch_optional(tx).await?)
}
