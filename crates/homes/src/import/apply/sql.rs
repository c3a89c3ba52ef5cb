//! What an import reads from the homes and writes into them: whole columns at once, never row by row.

use kernel::{AccountId, AreaId, Date, ImportId, OccupancyId, PersonId, PhoneNumber, UnitId, Zone};
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::types::Json;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::area::AreaKind;

/// One import at a time writes into a complex; the others wait for its end.
pub async fn lock(tx: &mut TenantTx) -> Result<()> {
    let lock = sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('import ' || current_complex()::text, 0)) as locked"
    );
    lock.fetch_one(tx).await?;
    Ok(())
}

/// The worker acts for whoever ordered the import, and every change says which import it belongs to.
pub async fn act_for(tx: &mut TenantTx, account: Option<AccountId>, import: ImportId) -> Result<()> {
    let scope = sqlx::query!(
        "select set_config('app.account_id', coalesce($1::uuid::text, ''), true) as account,
                set_config('app.request_id', $2::uuid::text, true) as request",
        account as Option<AccountId>,
        import as ImportId,
    );
    scope.fetch_one(tx).await?;
    Ok(())
}

// ---------------------------------------------------------------------------------------------------------------
// The snapshot that a file is compared with

/// A unit as it stands; the names of its areas in place of their ids.
#[derive(Clone, Debug)]
pub struct UnitThere {
    pub id: UnitId,
    pub code: String,
    pub block: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub unit_type: String,
    pub land: Option<Decimal>,
    pub building: Option<Decimal>,
    pub handed_over_on: Option<Date>,
    pub status: String,
    pub note: String,
}

pub async fn units(tx: &mut TenantTx) -> Result<Vec<UnitThere>> {
    let all = sqlx::query_as!(
        UnitThere,
        // A unit lies in an RW through its RT; where the complex has one RW only, in that.
        r#"select u.unit_id as "id: UnitId", u.code, block.name as "block?", rt.code as "rt?",
                  coalesce(rw.code, only_rw.code) as rw, u.unit_type, u.land_m2 as land, u.building_m2 as building, u.handed_over_on, u.status, u.note
             from unit u
             left join area block on block.complex_id = u.complex_id and block.area_id = u.block_id
             left join area rt on rt.complex_id = u.complex_id and rt.area_id = u.rt_id
             left join area rw on rw.complex_id = rt.complex_id and rw.area_id = rt.parent_id
             left join (select min(code) as code from area where kind = 'rw' having count(*) = 1) only_rw
                    on u.rt_id is null
            where u.retired_at is null"#,
    );
    Ok(all.fetch_all(tx).await?)
}

/// Somebody who belongs to a unit on that day.
#[derive(Clone, Debug)]
pub struct OccupantThere {
    pub unit: UnitId,
    pub person: PersonId,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub email: Option<String>,
    pub kind: String,
    pub since: Option<Date>,
}

pub async fn occupants(tx: &mut TenantTx, today: Date) -> Result<Vec<OccupantThere>> {
    let all = sqlx::query_as!(
        OccupantThere,
        r#"select o.unit_id as "unit: UnitId", o.person_id as "person: PersonId", p.name,
                  p.phone as "phone: PhoneNumber", p.email, o.kind, lower(o.period) as since
             from occupancy o join person p using (complex_id, person_id)
            where o.period @> $1::date"#,
        today,
    );
    Ok(all.fetch_all(tx).await?)
}

/// Everybody with a number, whether they live anywhere or not.
pub async fn numbers(tx: &mut TenantTx) -> Result<Vec<(PhoneNumber, PersonId, String)>> {
    let all = sqlx::query!(
        r#"select phone as "phone!: PhoneNumber", person_id as "person: PersonId", name
             from person where phone is not null and merged_into is null"#,
    );
    Ok(all.fetch_all(tx).await?.into_iter().map(|row| (row.phone, row.person, row.name)).collect())
}

// ---------------------------------------------------------------------------------------------------------------
// Writing. Each function takes a list and is one statement.

#[derive(Clone, Debug, Serialize)]
pub struct NewArea {
    pub area_id: AreaId,
    pub kind: AreaKind,
    pub code: String,
    pub name: String,
    pub parent_id: Option<AreaId>,
}

pub async fn add_areas(tx: &mut TenantTx, areas: &[NewArea]) -> Result<()> {
    let insert = sqlx::query!(
        "insert into area (area_id, kind, code, name, parent_id)
         select r.area_id, r.kind, r.code, r.name, r.parent_id
           from jsonb_to_recordset($1) as r(area_id uuid, kind text, code text, name text, parent_id uuid)",
        Json(areas) as Json<&[NewArea]>,
    );
    insert.execute(tx).await?;
    Ok(())
}

/// An RT that stood alone until the file said in which RW it lies.
pub async fn place_rts(tx: &mut TenantTx, rts: &[Uuid], rws: &[Uuid]) -> Result<u64> {
    let update = sqlx::query!(
        "update area a set parent_id = r.rw
           from unnest($1::uuid[], $2::uuid[]) as r(rt, rw) where a.area_id = r.rt and a.kind = 'rt'",
        rts,
        rws,
    );
    Ok(update.execute(tx).await?.rows_affected())
}

/// What a file says about a unit; nothing where it says nothing.
#[derive(Clone, Debug, Serialize)]
pub struct UnitWords {
    pub unit_id: UnitId,
    pub code: String,
    pub block_id: Option<AreaId>,
    pub rt_id: Option<AreaId>,
    pub unit_type: Option<String>,
    pub land_m2: Option<Decimal>,
    pub building_m2: Option<Decimal>,
    pub handed_over_on: Option<Date>,
    pub status: Option<String>,
    pub note: Option<String>,
}

/// Adds units. A retired unit of the same number comes back. Answers with those that have another id than wanted.
pub async fn add_units(tx: &mut TenantTx, units: &[UnitWords]) -> Result<Vec<(UnitId, UnitId)>> {
    let there = sqlx::query!(
        r#"with said as (
               select * from jsonb_to_recordset($1) as r(unit_id uuid, code text, block_id uuid, rt_id uuid,
                    unit_type text, land_m2 numeric, building_m2 numeric, handed_over_on date, status text, note text)
           ), written as (
               insert into unit as u (unit_id, code, block_id, rt_id, unit_type, land_m2, building_m2, handed_over_on,
                                 status, note)
               select unit_id, code, block_id, rt_id, coalesce(unit_type, ''), land_m2, building_m2, handed_over_on,
                      coalesce(status, 'empty'), coalesce(note, '')
                 from said
               on conflict on constraint unit_code_once do update
                  set retired_at = null, retired_by = null,
                      block_id = coalesce(excluded.block_id, u.block_id), rt_id = coalesce(excluded.rt_id, u.rt_id),
                      unit_type = coalesce(nullif(excluded.unit_type, ''), u.unit_type),
                      land_m2 = coalesce(excluded.land_m2, u.land_m2),
                      building_m2 = coalesce(excluded.building_m2, u.building_m2),
                      handed_over_on = coalesce(excluded.handed_over_on, u.handed_over_on),
                      status = excluded.status, note = coalesce(nullif(excluded.note, ''), u.note)
               returning unit_id, sort_key
           )
           select said.unit_id as "wanted!: UnitId", written.unit_id as "there!: UnitId"
             from written join said on unit_sort_key(said.code) = written.sort_key
            where written.unit_id <> said.unit_id"#,
        Json(units) as Json<&[UnitWords]>,
    );
    Ok(there.fetch_all(tx).await?.into_iter().map(|row| (row.wanted, row.there)).collect())
}

pub async fn change_units(tx: &mut TenantTx, units: &[UnitWords]) -> Result<u64> {
    let update = sqlx::query!(
        "update unit u
            set block_id = coalesce(r.block_id, u.block_id), rt_id = coalesce(r.rt_id, u.rt_id),
                unit_type = coalesce(r.unit_type, u.unit_type), land_m2 = coalesce(r.land_m2, u.land_m2),
                building_m2 = coalesce(r.building_m2, u.building_m2),
                handed_over_on = coalesce(r.handed_over_on, u.handed_over_on),
                status = coalesce(r.status, u.status), note = coalesce(r.note, u.note)
           from jsonb_to_recordset($1) as r(unit_id uuid, block_id uuid, rt_id uuid, unit_type text, land_m2 numeric,
                                            building_m2 numeric, handed_over_on date, status text, note text)
          where u.unit_id = r.unit_id",
        Json(units) as Json<&[UnitWords]>,
    );
    Ok(update.execute(tx).await?.rows_affected())
}

#[derive(Clone, Debug, Serialize)]
pub struct PersonWords {
    pub person_id: PersonId,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub note: Option<String>,
}

/// Adds people. Answers with those whose number somebody got in the meantime, and who has it.
pub async fn add_people(tx: &mut TenantTx, people: &[PersonWords]) -> Result<Vec<(PersonId, PersonId)>> {
    let there = sqlx::query!(
        r#"with said as (
               select * from jsonb_to_recordset($1) as r(person_id uuid, name text, phone text, email text, note text)
           ), written as (
               insert into person (person_id, name, phone, email, note)
               select person_id, name, phone, email, coalesce(note, '') from said
               on conflict (complex_id, phone) where merged_into is null do nothing
               returning person_id
           )
           select said.person_id as "wanted!: PersonId", p.person_id as "there!: PersonId"
             from said join person p on p.phone = said.phone and p.merged_into is null
            where not exists (select from written w where w.person_id = said.person_id)"#,
        Json(people) as Json<&[PersonWords]>,
    );
    Ok(there.fetch_all(tx).await?.into_iter().map(|row| (row.wanted, row.there)).collect())
}

pub async fn change_people(tx: &mut TenantTx, people: &[PersonWords]) -> Result<u64> {
    let update = sqlx::query!(
        "update person p
            set name = coalesce(r.name, p.name), phone = coalesce(r.phone, p.phone),
                email = coalesce(r.email, p.email), note = coalesce(r.note, p.note)
           from jsonb_to_recordset($1) as r(person_id uuid, name text, phone text, email text, note text)
          where p.person_id = r.person_id",
        Json(people) as Json<&[PersonWords]>,
    );
    Ok(update.execute(tx).await?.rows_affected())
}

#[derive(Clone, Debug, Serialize)]
pub struct OccupancyWords {
    pub occupancy_id: OccupancyId,
    pub unit_id: UnitId,
    pub person_id: PersonId,
    pub kind: &'static str,
    pub since: Option<Date>,
    pub payer: bool,
}

/// Who pays stays who pays: a new payer is one only where the unit has none.
pub async fn add_occupancies(tx: &mut TenantTx, occupancies: &[OccupancyWords]) -> Result<u64> {
    let insert = sqlx::query!(
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, period, payer)
         select r.occupancy_id, r.unit_id, r.person_id, r.kind, daterange(r.since, null),
                r.payer and not exists (select from occupancy o
                                         where o.unit_id = r.unit_id and o.payer and o.period && daterange(r.since, null))
           from jsonb_to_recordset($1) as r(occupancy_id uuid, unit_id uuid, person_id uuid, kind text, since date,
                                            payer boolean)
          where not exists (select from occupancy o
                             where o.unit_id = r.unit_id and o.person_id = r.person_id and o.kind = r.kind
                               and o.period && daterange(r.since, null))",
        Json(occupancies) as Json<&[OccupancyWords]>,
    );
    Ok(insert.execute(tx).await?.rows_affected())
}

/// Somebody whose place another one takes.
#[derive(Clone, Debug, Serialize)]
pub struct Leaver {
    pub unit_id: UnitId,
    pub person_id: PersonId,
    pub kind: &'static str,
    /// The day the other one came, where the file says it.
    pub until: Option<Date>,
}

/// Ends on the day before the next one came, but never before it began.
pub async fn end_occupancies(tx: &mut TenantTx, leaving: &[Leaver], today: Date) -> Result<u64> {
    let update = sqlx::query!(
        "update occupancy o
            set period = daterange(lower(o.period), greatest(least(coalesce(r.until, $2::date), $2::date), lower(o.period) + 1))
           from jsonb_to_recordset($1) as r(unit_id uuid, person_id uuid, kind text, until date)
          where o.unit_id = r.unit_id and o.person_id = r.person_id and o.kind = r.kind and o.period @> $2::date",
        Json(leaving) as Json<&[Leaver]>,
        today,
    );
    Ok(update.execute(tx).await?.rows_affected())
}

/// Since when somebody lives there, as the file knows it better.
#[derive(Clone, Debug, Serialize)]
pub struct Since {
    pub unit_id: UnitId,
    pub person_id: PersonId,
    pub kind: &'static str,
    pub since: Date,
}

pub async fn begin_on(tx: &mut TenantTx, since: &[Since], today: Date) -> Result<u64> {
    let update = sqlx::query!(
        "update occupancy o set period = daterange(r.since, upper(o.period))
           from jsonb_to_recordset($1) as r(unit_id uuid, person_id uuid, kind text, since date)
          where o.unit_id = r.unit_id and o.person_id = r.person_id and o.kind = r.kind and o.period @> $2::date
            and (upper(o.period) is null or r.since < upper(o.period)) and lower(o.period) is distinct from r.since",
        Json(since) as Json<&[Since]>,
        today,
    );
    Ok(update.execute(tx).await?.rows_affected())
}

/// How many entries the audit holds for this import, by kind of record and what happened to it.
pub async fn written(tx: &mut TenantTx, import: ImportId) -> Result<Vec<(String, String, i64)>> {
    let rows = sqlx::query!(
        r#"select table_name, action, count(*) as "count!" from audit_entry where request_id = $1
            group by table_name, action"#,
        import as ImportId,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.table_name, row.action, row.count)).collect())
}

/// Tells the planner about thousands of new rows.
pub async fn note_new_homes(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!("select note_new_homes() as noted").fetch_one(tx).await?;
    Ok(())
}

/// The calendar of this complex.
pub async fn zone(tx: &mut TenantTx) -> Result<Zone> {
    let zone = sqlx::query_scalar!(r#"select zone as "zone: Zone" from complex"#);
    Ok(zone.fetch_one(tx).await?)
}

// ---------------------------------------------------------------------------------------------------------------
// Taking back, from the audit entries that the import left

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

pub async fn called(tx: &mut TenantTx, tables: &[String], rows: &[Uuid], by: &[Option<Uuid>]) -> Result<Vec<Called>> {
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
