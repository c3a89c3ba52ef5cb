//! What an import touched, from the audit entries that it left, and putting it back.

use kernel::{AccountId, ImportId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// A row that the import touched, and whether somebody touched it after.
#[derive(Clone, Debug)]
pub struct Touched {
    pub table: String,
    pub row: Uuid,
    pub first: i64,
    pub inserted: bool,
    pub changed_since: bool,
    pub by: Option<AccountId>,
    /// For an occupancy, its ends.
    pub unit: Option<Uuid>,
    pub person: Option<Uuid>,
}

pub async fn touched(tx: &mut TenantTx, import: ImportId) -> Result<Vec<Touched>> {
    let rows = sqlx::query_as!(
        Touched,
        r#"with mine as (
               select table_name, row_id, min(audit_id) as first, max(audit_id) as last
                 from audit_entry where request_id = $1 group by table_name, row_id
           )
           select m.table_name as "table!", m.row_id as "row!", m.first as "first!",
                  f.action = 'insert' as "inserted!", n.after is distinct from l.after as "changed_since!",
                  n.account_id as "by: AccountId", (l.after ->> 'unit_id')::uuid as unit,
                  (l.after ->> 'person_id')::uuid as person
             from mine m
             join audit_entry f on f.complex_id = current_complex() and f.audit_id = m.first
             join audit_entry l on l.complex_id = current_complex() and l.audit_id = m.last
             join lateral (select e.after, e.account_id from audit_entry e
                            where e.complex_id = current_complex() and e.table_name = m.table_name
                              and e.row_id = m.row_id order by e.audit_id desc limit 1) n on true"#,
        import as ImportId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Units and people that got or lost an occupancy after the import, not by it.
pub async fn lived_in_since(tx: &mut TenantTx, import: ImportId) -> Result<Vec<(Uuid, Uuid)>> {
    let rows = sqlx::query!(
        r#"select distinct (coalesce(e.after, e.before) ->> 'unit_id')::uuid as "unit!",
                  (coalesce(e.after, e.before) ->> 'person_id')::uuid as "person!"
             from audit_entry e
            where e.table_name = 'occupancy' and e.request_id is distinct from $1
              and e.audit_id > (select max(audit_id) from audit_entry where request_id = $1)"#,
        import as ImportId,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.unit, row.person)).collect())
}

pub async fn remove_occupancies(tx: &mut TenantTx, ids: &[Uuid]) -> Result<u64> {
    let delete = sqlx::query!("delete from occupancy where occupancy_id = any ($1)", ids);
    Ok(delete.execute(tx).await?.rows_affected())
}

/// Removes what the import added; answers with what stays because something else needs it.
pub async fn remove(tx: &mut TenantTx, import: ImportId, table: &str, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let kept = sqlx::query_scalar!(
        r#"select remove_imported($1, $2, $3) as "kept!""#,
        import as ImportId,
        table,
        ids,
    );
    Ok(kept.fetch_one(tx).await?)
}

/// Puts occupancies back as they were; `entries` are the audit entries that hold the former values.
pub async fn restore_occupancies(tx: &mut TenantTx, entries: &[i64]) -> Result<Vec<Uuid>> {
    let update = sqlx::query_scalar!(
        r#"update occupancy o set kind = b.kind, period = b.period, payer = b.payer, ended_because = b.ended_because,
                  person_id = b.person_id
             from audit_entry e cross join lateral jsonb_populate_record(null::occupancy, e.before) b
            where e.complex_id = o.complex_id and e.audit_id = any ($1) and o.occupancy_id = e.row_id
        returning o.occupancy_id"#,
        entries,
    );
    Ok(update.fetch_all(tx).await?)
}

pub async fn restore_units(tx: &mut TenantTx, entries: &[i64]) -> Result<Vec<Uuid>> {
    let update = sqlx::query_scalar!(
        r#"update unit u set code = b.code, block_id = b.block_id, rt_id = b.rt_id, unit_type = b.unit_type,
                  land_m2 = b.land_m2, building_m2 = b.building_m2, handed_over_on = b.handed_over_on,
                  status = b.status, note = b.note, retired_at = b.retired_at, retired_by = b.retired_by
             from audit_entry e cross join lateral jsonb_populate_record(null::unit, e.before) b
            where e.complex_id = u.complex_id and e.audit_id = any ($1) and u.unit_id = e.row_id
        returning u.unit_id"#,
        entries,
    );
    Ok(update.fetch_all(tx).await?)
}

/// A number that somebody else has by now is not given back.
pub async fn restore_people(tx: &mut TenantTx, entries: &[i64]) -> Result<Vec<Uuid>> {
    let update = sqlx::query_scalar!(
        r#"update person p set name = b.name, phone = b.phone, email = b.email, note = b.note
             from audit_entry e cross join lateral jsonb_populate_record(null::person, e.before) b
            where e.complex_id = p.complex_id and e.audit_id = any ($1) and p.person_id = e.row_id
              and not exists (select from person other where other.phone = b.phone and other.merged_into is null
                                 and other.person_id <> p.person_id)
        returning p.person_id"#,
        entries,
    );
    Ok(update.fetch_all(tx).await?)
}

pub async fn restore_areas(tx: &mut TenantTx, entries: &[i64]) -> Result<Vec<Uuid>> {
    let update = sqlx::query_scalar!(
        r#"update area a set code = b.code, name = b.name, parent_id = b.parent_id
             from audit_entry e cross join lateral jsonb_populate_record(null::area, e.before) b
            where e.complex_id = a.complex_id and e.audit_id = any ($1) and a.area_id = e.row_id
        returning a.area_id"#,
        entries,
    );
    Ok(update.fetch_all(tx).await?)
}

/// How people call what stays: house number, name, or both; and who changed it.
#[derive(Clone, Debug)]
pub struct Called {
    pub kind: String,
    pub name: String,
    pub by: Option<String>,
}

pub async fn called(
    tx: &mut TenantTx,
    tables: &[String],
    rows: &[Uuid],
    by: &[Option<Uuid>],
) -> Result<Vec<Called>> {
    let names = sqlx::query_as!(
        Called,
        r#"select k.kind as "kind!",
                  coalesce(u.code, p.name, a.name, ou.code || ' · ' || op.name) as "name!", account_name(k.by) as by
             from unnest($1::text[], $2::uuid[], $3::uuid[]) with ordinality as k(kind, id, by, at)
             left join unit u on k.kind = 'unit' and u.unit_id = k.id
             left join person p on k.kind = 'person' and p.person_id = k.id
             left join area a on k.kind = 'area' and a.area_id = k.id
             left join occupancy o on k.kind = 'occupancy' and o.occupancy_id = k.id
             left join unit ou on ou.complex_id = o.complex_id and ou.unit_id = o.unit_id
             left join person op on op.complex_id = o.complex_id and op.person_id = o.person_id
            where coalesce(u.unit_id, p.person_id, a.area_id, o.occupancy_id) is not null
            order by k.kind desc, 2"#,
        tables,
        rows,
        by as &[Option<Uuid>],
    );
    Ok(names.fetch_all(tx).await?)
}
