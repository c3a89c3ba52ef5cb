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

/// Moves the beginning of a stay. Two cannot pay for one unit on one day: where the new beginning of the one who pays
/// lies in the time of somebody who paid before, that one's time ends the day before, or was never a payer's.
pub async fn begin_on(tx: &mut TenantTx, since: &[Since], today: Date) -> Result<u64> {
    make_room(tx, since, today).await?;
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

async fn make_room(tx: &mut TenantTx, since: &[Since], today: Date) -> Result<()> {
    sqlx::query!(
        "update occupancy o
            set period = case when lower(o.period) < r.since then daterange(lower(o.period), r.since) else o.period end,
                payer = lower(o.period) < r.since
           from jsonb_to_recordset($1) as r(unit_id uuid, person_id uuid, kind text, since date)
           join occupancy mine on mine.unit_id = r.unit_id and mine.person_id = r.person_id and mine.kind = r.kind
                              and mine.period @> $2::date and mine.payer
          where o.complex_id = mine.complex_id and o.unit_id = r.unit_id and o.occupancy_id <> mine.occupancy_id
            and o.payer and o.period && daterange(least(r.since, lower(mine.period)), upper(mine.period))",
        Json(since) as Json<&[Since]>,
        today,
    )
    .execute(tx)
    .await?;
    Ok(())
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

/// Tells the planner of the first units and people while the import is still writing: in a database that is as good as
/// empty, checking a stay against its unit otherwise walks through all units, which was two thirds of the whole time.
pub async fn note_first_homes(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!("select note_first_homes() as noted").fetch_one(tx).await?;
    Ok(())
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
