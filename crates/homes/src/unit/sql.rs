//! Statements about units.

use kernel::{AreaId, Date, Instant, PhoneNumber, UnitId};
use rust_decimal::Decimal;
use tenancy::{Result, TenantTx};

use super::model::{UnitDetails, UnitStatus};
use crate::typed::Needle;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub needle: Needle,
    pub status: Option<UnitStatus>,
    pub block: Option<AreaId>,
    pub rt: Option<AreaId>,
    /// `without_payer` or `without_rt`.
    pub care: Option<&'static str>,
}

impl Wanted {
    /// Whoever may not see people (a program's token, say) finds no unit by a phone either.
    pub fn read_with(mut self, sees_people: bool) -> Self {
        if !sees_people {
            self.needle.phone_like = None;
        }
        self
    }
}

/// Takes the phones out of lines for a reader who may not see people.
pub fn hide_phones_unless(sees_people: bool, rows: &mut [UnitRow]) {
    if !sees_people {
        rows.iter_mut().for_each(|row| row.phone = None);
    }
}

/// A line of the list: the unit and who lives there on the day of the question.
#[derive(Clone, Debug)]
pub struct UnitRow {
    pub id: UnitId,
    pub code: String,
    pub sort_key: String,
    pub status: UnitStatus,
    pub unit_type: String,
    pub land_m2: Option<Decimal>,
    pub building_m2: Option<Decimal>,
    pub handed_over_on: Option<Date>,
    pub block: Option<AreaId>,
    pub rt: Option<AreaId>,
    /// Tenants first, then owners, then family; staff not.
    pub names: Vec<String>,
    pub phone: Option<PhoneNumber>,
    pub payer: Option<String>,
}

/// The units from this house number on, in order, at most `most`.
pub async fn page(
    tx: &mut TenantTx,
    wanted: &Wanted,
    from: &str,
    today: Date,
    most: i64,
) -> Result<Vec<UnitRow>> {
    let rows = sqlx::query_as!(
        UnitRow,
        r#"select u.unit_id as "id!: UnitId", u.code as "code!", u.sort_key as "sort_key!",
                  u.status as "status!: UnitStatus", u.unit_type as "unit_type!", u.land_m2, u.building_m2,
                  u.handed_over_on, u.block_id as "block: AreaId", u.rt_id as "rt: AreaId",
                  coalesce(who.names, '{}') as "names!", who.phone as "phone: PhoneNumber", who.payer
             from (select * from units_found($1, $2, $3, $4, $5, $6, $7, $8) f
                    where f.sort_key >= $9 order by f.sort_key limit $10) u
             left join lateral (
                  select array_agg(p.name order by rank, p.name) filter (where o.kind <> 'staff') as names,
                         (array_agg(p.phone order by rank, p.name) filter (where p.phone is not null
                                                                           and o.kind <> 'staff'))[1] as phone,
                         min(p.name) filter (where o.payer) as payer
                    from occupancy o join person p using (complex_id, person_id)
                   cross join lateral (select array_position(array['tenant', 'owner', 'family'], o.kind) as rank) r
                   where o.complex_id = u.complex_id and o.unit_id = u.unit_id and o.period @> $8::date
                  ) who on true
            order by u.sort_key"#,
        wanted.needle.name_like,
        wanted.needle.code_like,
        wanted.needle.phone_like,
        wanted.status.map(UnitStatus::code),
        wanted.block as Option<AreaId>,
        wanted.rt as Option<AreaId>,
        wanted.care,
        today,
        from,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Where the page begins that ends right before this house number.
pub async fn page_start_before(
    tx: &mut TenantTx,
    wanted: &Wanted,
    before: &str,
    today: Date,
    most: i64,
) -> Result<Option<String>> {
    let start = sqlx::query_scalar!(
        r#"select min(sort_key) from (select f.sort_key from units_found($1, $2, $3, $4, $5, $6, $7, $8) f
                                       where f.sort_key < $9 order by f.sort_key desc limit $10) as earlier"#,
        wanted.needle.name_like,
        wanted.needle.code_like,
        wanted.needle.phone_like,
        wanted.status.map(UnitStatus::code),
        wanted.block as Option<AreaId>,
        wanted.rt as Option<AreaId>,
        wanted.care,
        today,
        before,
        most,
    );
    Ok(start.fetch_one(tx).await?)
}

/// How many there are of each status, whatever status is chosen. Without a search an index alone answers.
pub async fn counts(tx: &mut TenantTx, wanted: &Wanted, today: Date) -> Result<Vec<(UnitStatus, i64)>> {
    if wanted.needle.is_empty() && wanted.care.is_none() {
        let rows = sqlx::query!(
            r#"select status as "status: UnitStatus", count(*) as "units!" from unit
                where retired_at is null and ($1::uuid is null or block_id = $1) and ($2::uuid is null or rt_id = $2)
                group by status"#,
            wanted.block as Option<AreaId>,
            wanted.rt as Option<AreaId>,
        );
        return Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.status, row.units)).collect());
    }
    let rows = sqlx::query!(
        r#"select status as "status!: UnitStatus", count(*) as "units!"
             from units_found($1, $2, $3, null, $4, $5, $6, $7) group by status"#,
        wanted.needle.name_like,
        wanted.needle.code_like,
        wanted.needle.phone_like,
        wanted.block as Option<AreaId>,
        wanted.rt as Option<AreaId>,
        wanted.care,
        today,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.status, row.units)).collect())
}

/// Every unit that the list shows, on all of its pages.
pub async fn ids(tx: &mut TenantTx, wanted: &Wanted, today: Date) -> Result<Vec<UnitId>> {
    let ids = sqlx::query_scalar!(
        r#"select unit_id as "id!: UnitId" from units_found($1, $2, $3, $4, $5, $6, $7, $8)"#,
        wanted.needle.name_like,
        wanted.needle.code_like,
        wanted.needle.phone_like,
        wanted.status.map(UnitStatus::code),
        wanted.block as Option<AreaId>,
        wanted.rt as Option<AreaId>,
        wanted.care,
        today,
    );
    Ok(ids.fetch_all(tx).await?)
}

/// A unit with everything that is written about it.
#[derive(Clone, Debug)]
pub struct Unit {
    pub id: UnitId,
    pub code: String,
    pub block: Option<AreaId>,
    pub rt: Option<AreaId>,
    pub unit_type: String,
    pub land_m2: Option<Decimal>,
    pub building_m2: Option<Decimal>,
    pub handed_over_on: Option<Date>,
    pub status: UnitStatus,
    pub note: String,
    pub retired_at: Option<Instant>,
}

/// By id, or by house number in any spelling.
pub async fn find(tx: &mut TenantTx, code_or_id: &str) -> Result<Option<Unit>> {
    let id: Option<UnitId> = code_or_id.parse().ok();
    let key = super::model::sort_key(code_or_id);
    let unit = sqlx::query_as!(
        Unit,
        r#"select unit_id as "id: UnitId", code, block_id as "block: AreaId",
                  rt_id as "rt: AreaId", unit_type, land_m2, building_m2, handed_over_on,
                  status as "status: UnitStatus", note, retired_at
             from unit where unit_id = $1 or sort_key = $2"#,
        id as Option<UnitId>,
        key,
    );
    Ok(unit.fetch_optional(tx).await?)
}

pub async fn add(tx: &mut TenantTx, unit: &UnitDetails) -> Result<UnitId> {
    let id = UnitId::new(tx.now());
    sqlx::query!(
        "insert into unit (unit_id, code, block_id, rt_id, unit_type, land_m2, building_m2, handed_over_on, status, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id as UnitId,
        unit.code.as_str(),
        unit.block as Option<AreaId>,
        unit.rt as Option<AreaId>,
        unit.unit_type,
        unit.land_m2,
        unit.building_m2,
        unit.handed_over_on,
        unit.status.code(),
        unit.note,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

pub async fn change(tx: &mut TenantTx, id: UnitId, unit: &UnitDetails) -> Result<()> {
    sqlx::query!(
        "update unit set code = $2, block_id = $3, rt_id = $4, unit_type = $5, land_m2 = $6, building_m2 = $7,
                handed_over_on = $8, status = $9, note = $10
          where unit_id = $1",
        id as UnitId,
        unit.code.as_str(),
        unit.block as Option<AreaId>,
        unit.rt as Option<AreaId>,
        unit.unit_type,
        unit.land_m2,
        unit.building_m2,
        unit.handed_over_on,
        unit.status.code(),
        unit.note,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn set_status(tx: &mut TenantTx, units: &[UnitId], status: UnitStatus) -> Result<u64> {
    let ids: Vec<uuid::Uuid> = units.iter().map(|id| id.uuid()).collect();
    let done = sqlx::query!(
        "update unit set status = $2 where unit_id = any ($1) and retired_at is null and status <> $2",
        &ids,
        status.code(),
    );
    Ok(done.execute(tx).await?.rows_affected())
}

pub async fn set_rt(tx: &mut TenantTx, units: &[UnitId], rt: AreaId) -> Result<u64> {
    let ids: Vec<uuid::Uuid> = units.iter().map(|id| id.uuid()).collect();
    let done = sqlx::query!(
        "update unit set rt_id = $2 where unit_id = any ($1) and retired_at is null and rt_id is distinct from $2",
        &ids,
        rt as AreaId,
    );
    Ok(done.execute(tx).await?.rows_affected())
}

/// Takes a unit out of every list; its history stays.
pub async fn retire(tx: &mut TenantTx, id: UnitId) -> Result<()> {
    sqlx::query!(
        "update unit set retired_at = scope_now(), retired_by = current_account()
          where unit_id = $1 and retired_at is null",
        id as UnitId
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn restore(tx: &mut TenantTx, id: UnitId) -> Result<()> {
    sqlx::query!("update unit set retired_at = null, retired_by = null where unit_id = $1", id as UnitId)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes back what one request did to many units, where nobody changed them since. Returns how many.
pub async fn undo_request(tx: &mut TenantTx, request: kernel::RequestId) -> Result<u64> {
    let done = sqlx::query!(
        "update unit u
            set status = e.before ->> 'status', rt_id = (e.before ->> 'rt_id')::uuid,
                block_id = (e.before ->> 'block_id')::uuid
           from audit_entry e
          where e.request_id = $1 and e.table_name = 'unit' and e.action = 'update'
            and e.account_id = current_account() and e.at > scope_now() - interval '1 hour'
            and e.complex_id = u.complex_id and e.row_id = u.unit_id
            and u.status = e.after ->> 'status'
            and u.rt_id is not distinct from (e.after ->> 'rt_id')::uuid
            and u.block_id is not distinct from (e.after ->> 'block_id')::uuid",
        request as kernel::RequestId,
    );
    Ok(done.execute(tx).await?.rows_affected())
}
