//! Statements behind the first pages.

use kernel::{AreaId, Date, PersonId, PhoneNumber, UnitId};
use tenancy::{Result, TenantTx};

use crate::{typed::Needle, unit::UnitStatus};

/// What is missing or doubtful in the data.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gaps {
    pub without_payer: i64,
    pub without_rt: i64,
    pub payers_without_phone: i64,
    pub rts: i64,
    pub people: i64,
    pub members: i64,
}

/// Each figure from an index alone. What lacks something is a list too: `units_found` and `people_found` show it.
pub async fn gaps(tx: &mut TenantTx, today: Date) -> Result<Gaps> {
    let gaps = sqlx::query_as!(
        Gaps,
        r#"select (select count(*) from unit u
                    where u.retired_at is null and u.status <> 'plot' and u.unit_id not in (
                          select o.unit_id from occupancy o
                           where o.payer and o.period @> $1::date)) as "without_payer!",
                  (select count(*) from unit where retired_at is null and rt_id is null) as "without_rt!",
                  (select count(*) from person p
                    where p.phone is null and p.merged_into is null and exists (
                          select from occupancy o
                           where o.complex_id = p.complex_id and o.person_id = p.person_id and o.payer
                             and o.period @> $1)) as "payers_without_phone!",
                  (select count(*) from area where kind = 'rt') as "rts!",
                  (select count(*) from person where merged_into is null) as "people!",
                  (select count(distinct account_id) from membership where ended_at is null) as "members!""#,
        today
    );
    Ok(gaps.fetch_one(tx).await?)
}

/// Where the changes of a complex have got to.
#[derive(Clone, Copy, Debug)]
pub struct NewestChange {
    /// 0 before the first one.
    pub id: i64,
    /// No transaction anywhere is still writing, so none below this number can appear later.
    pub is_last: bool,
}

pub async fn newest_change(tx: &mut TenantTx) -> Result<NewestChange> {
    let change = sqlx::query_as!(
        NewestChange,
        r#"select coalesce((select audit_id from audit_entry order by audit_id desc limit 1), 0) as "id!",
                  pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot()) as "is_last!""#
    );
    Ok(change.fetch_one(tx).await?)
}

/// A unit as an area head and a guard see it.
#[derive(Clone, Debug)]
pub struct House {
    pub id: UnitId,
    pub code: String,
    pub status: UnitStatus,
    pub unit_type: String,
}

/// The houses of these RT (or of the RT in these RW), in order.
pub async fn houses_of(
    tx: &mut TenantTx,
    areas: &[AreaId],
    needle: &Needle,
    today: Date,
) -> Result<Vec<House>> {
    let areas: Vec<uuid::Uuid> = areas.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query_as!(
        House,
        r#"select u.unit_id as "id!: UnitId", u.code as "code!", u.status as "status!: UnitStatus",
                  u.unit_type as "unit_type!"
             from units_found($1, $2, $3, null, null, null, null, $4) u
            where u.rt_id in (select a.area_id from area a where a.area_id = any ($5) or a.parent_id = any ($5))
            order by u.sort_key limit 1000"#,
        needle.name_like,
        needle.code_like,
        needle.phone_like,
        today,
        &areas
    );
    Ok(rows.fetch_all(tx).await?)
}

/// One house, if it lies in these RT.
pub async fn house_in(tx: &mut TenantTx, areas: &[AreaId], code_or_id: &str) -> Result<Option<House>> {
    let areas: Vec<uuid::Uuid> = areas.iter().map(|id| id.uuid()).collect();
    let id: Option<UnitId> = code_or_id.parse().ok();
    let row = sqlx::query_as!(
        House,
        r#"select u.unit_id as "id: UnitId", u.code, u.status as "status: UnitStatus", u.unit_type
             from unit u
            where u.retired_at is null and (u.unit_id = $1 or u.sort_key = $2)
              and u.rt_id in (select a.area_id from area a where a.area_id = any ($3) or a.parent_id = any ($3))"#,
        id as Option<UnitId>,
        crate::unit::sort_key(code_or_id),
        &areas
    );
    Ok(row.fetch_optional(tx).await?)
}

/// What the gate finds by house number or name; never by phone.
pub async fn houses_at_gate(
    tx: &mut TenantTx,
    needle: &Needle,
    today: Date,
    most: i64,
) -> Result<Vec<House>> {
    let rows = sqlx::query_as!(
        House,
        r#"select u.unit_id as "id!: UnitId", u.code as "code!", u.status as "status!: UnitStatus",
                  u.unit_type as "unit_type!"
             from units_found($1, $2, null, null, null, null, null, $3) u
            order by (u.search_key = rtrim($2, '%')) desc nulls last, u.sort_key limit $4"#,
        needle.name_like,
        needle.code_like,
        today,
        most
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What this complex holds about the caller.
#[derive(Clone, Debug)]
pub struct Oneself {
    pub id: PersonId,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<String>,
}

pub async fn oneself(tx: &mut TenantTx) -> Result<Option<Oneself>> {
    let row = sqlx::query_as!(
        Oneself,
        r#"select person_id as "id: PersonId", name, phone as "phone: PhoneNumber", email
             from person where person_id = own_person()"#
    );
    Ok(row.fetch_optional(tx).await?)
}

/// Who runs the complex, by name.
pub async fn managers(tx: &mut TenantTx) -> Result<Vec<String>> {
    let names = sqlx::query_scalar!(
        r#"select distinct name as "name!" from member where role = 'manager' and ended_at is null order by 1"#
    );
    Ok(names.fetch_all(tx).await?)
}
