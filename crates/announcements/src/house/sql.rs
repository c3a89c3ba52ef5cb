//! Statements about which houses have read it.

use kernel::{Instant, PhoneNumber};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::Which;

/// How far it got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub houses: i64,
    pub read: i64,
    pub acknowledged: i64,
}

pub async fn figures(tx: &mut TenantTx, bulletin: Uuid) -> Result<Figures> {
    let row = sqlx::query_as!(
        Figures,
        r#"select count(*) as "houses!", count(read_at) as "read!", count(acknowledged_at) as "acknowledged!"
             from bulletin_house where bulletin_id = $1"#,
        bulletin
    );
    Ok(row.fetch_one(tx).await?)
}

/// A block or, where there are none, an RT.
pub struct AreaFigures {
    pub name: String,
    pub houses: i64,
    pub read: i64,
}

pub async fn by_area(tx: &mut TenantTx, bulletin: Uuid) -> Result<Vec<AreaFigures>> {
    let rows = sqlx::query_as!(
        AreaFigures,
        r#"select coalesce(a.name, '') as "name!", count(*) as "houses!", count(h.read_at) as "read!"
             from bulletin_house h
             join unit_mark u using (complex_id, unit_id)
             left join area_mark a on a.complex_id = u.complex_id and a.area_id = coalesce(u.block_id, u.rt_id)
            where h.bulletin_id = $1 group by a.name, a.kind, a.sort_key order by a.kind, a.sort_key nulls last"#,
        bulletin
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A house that was told.
pub struct House {
    pub unit: Uuid,
    pub code: String,
    pub sort_key: String,
    pub link: Uuid,
    pub names: String,
    pub phone: Option<PhoneNumber>,
    pub read_at: Option<Instant>,
    pub reader: String,
    pub acknowledged_at: Option<Instant>,
    pub nudged_at: Option<Instant>,
}

/// By house number, behind the given one.
pub async fn houses(
    tx: &mut TenantTx,
    bulletin: Uuid,
    which: Which,
    words: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<House>> {
    let rows = sqlx::query_as!(
        House,
        r#"select h.unit_id as unit, u.code as "code!", u.sort_key as "sort_key!", h.house_link as link,
                  coalesce(who.names, '') as "names!", who.phone as "phone?: PhoneNumber", h.read_at,
                  coalesce(p.name, '') as "reader!", h.acknowledged_at, h.nudged_at
             from bulletin_house h
             join unit_mark u using (complex_id, unit_id)
             left join person_mark p on p.complex_id = h.complex_id and p.person_id = h.read_by
             cross join lateral (
                  select string_agg(k.name, ', ' order by k.name) as names,
                         (array_agg(k.phone order by k.name) filter (where k.phone is not null))[1] as phone
                    from bulletin_recipient r join person_mark k using (complex_id, person_id)
                   where r.complex_id = h.complex_id and r.bulletin_id = h.bulletin_id and r.unit_id = h.unit_id) who
            where h.bulletin_id = $1 and u.sort_key collate "C" > $4
              and ($2 = 'all' or ($2 = 'unread' and h.read_at is null) or ($2 = 'read' and h.read_at is not null)
                   or ($2 = 'unsigned' and h.acknowledged_at is null))
              and ($3 = '' or u.search_key like unit_search_key($3) || '%' or who.names ilike '%' || $3 || '%')
            order by u.sort_key limit $5"#,
        bulletin,
        which.code(),
        words,
        after,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}
