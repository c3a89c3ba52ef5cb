//! Statements about two rows becoming one, and about parting them again.

use kernel::{Date, OccupancyId, PersonId, PhoneNumber, UnitId};
use serde_json::Value;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::occupancy::{Joined, OccupancyKind, Stay};

/// Two rows that look like one human.
#[derive(Clone, Debug)]
pub struct Pair {
    pub a: PersonId,
    pub a_name: String,
    pub a_phone: Option<PhoneNumber>,
    pub b: PersonId,
    pub b_name: String,
    pub b_phone: Option<PhoneNumber>,
    /// A house number both are at, if there is one.
    pub unit: Option<String>,
}

/// Similar names at one unit, and equal names of which at most one has a phone.
pub async fn pairs(tx: &mut TenantTx, most: i64) -> Result<Vec<Pair>> {
    let rows = sqlx::query_as!(
        Pair,
        r#"with looks_alike as (
               select a.person_id as a, b.person_id as b, min(u.code) as unit
                 from occupancy oa
                 join occupancy ob using (complex_id, unit_id)
                 join person a on a.complex_id = oa.complex_id and a.person_id = oa.person_id
                 join person b on b.complex_id = ob.complex_id and b.person_id = ob.person_id
                 join unit u on u.complex_id = oa.complex_id and u.unit_id = oa.unit_id
                where a.person_id < b.person_id and a.merged_into is null and b.merged_into is null
                  and (similarity(a.sort_name, b.sort_name) >= 0.55 or a.email = b.email)
                group by a.person_id, b.person_id
               union all
               select a.person_id, b.person_id, null
                 from person a join person b using (complex_id, sort_name)
                where a.person_id < b.person_id and a.merged_into is null and b.merged_into is null
                  and (a.phone is null or b.phone is null))
           select a.person_id as "a: PersonId", a.name as a_name, a.phone as "a_phone: PhoneNumber",
                  b.person_id as "b: PersonId", b.name as b_name, b.phone as "b_phone: PhoneNumber",
                  max(l.unit) as unit
             from looks_alike l
             join person a on a.person_id = l.a
             join person b on b.person_id = l.b
            group by a.complex_id, a.person_id, b.complex_id, b.person_id
            order by a.sort_name, a.person_id, b.person_id limit $1"#,
        most
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Nobody else changes these two until the transaction ends.
pub async fn lock(tx: &mut TenantTx, kept: PersonId, other: PersonId) -> Result<()> {
    let both = [kept.uuid(), other.uuid()];
    sqlx::query!(
        "select person_id from person where person_id = any ($1) order by person_id for update",
        &both
    )
    .fetch_all(tx)
    .await?;
    Ok(())
}

/// A stay of one of the two.
#[derive(Clone, Debug)]
pub struct OwnStay {
    pub id: OccupancyId,
    pub unit: UnitId,
    pub kind: OccupancyKind,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub payer: bool,
}

impl OwnStay {
    pub fn stay(&self) -> Stay {
        Stay { from: self.from, until: self.until }
    }
}

pub async fn stays(tx: &mut TenantTx, kept: PersonId, other: PersonId) -> Result<Vec<OwnStay>> {
    let both = [kept.uuid(), other.uuid()];
    let rows = sqlx::query_as!(
        OwnStay,
        r#"select occupancy_id as "id: OccupancyId", unit_id as "unit: UnitId", kind as "kind: OccupancyKind",
                  lower(period) as from, upper(period) as until, payer
             from occupancy where person_id = any ($1) order by unit_id, kind, occupancy_id"#,
        &both
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Writes the merge down with everything it takes to undo it, then moves what belongs to the other.
pub async fn merge(
    tx: &mut TenantTx,
    kept: PersonId,
    other: PersonId,
    filled: &[String],
    joined: &[Joined],
) -> Result<Uuid> {
    let id = kernel::EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into person_merge (merge_id, kept_id, merged_id, filled, occupancies)
         select $1, $2, $3, $4, coalesce(jsonb_agg(to_jsonb(o) - 'complex_id'), '[]')
           from occupancy o where o.person_id in ($2, $3)",
        id,
        kept as PersonId,
        other as PersonId,
        filled
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("set constraints all deferred").execute(&mut *tx).await?;
    for stay in joined {
        let drops: Vec<Uuid> = stay.drops.iter().map(|id| id.uuid()).collect();
        sqlx::query!("delete from occupancy where occupancy_id = any ($1)", &drops).execute(&mut *tx).await?;
        sqlx::query!(
            "update occupancy set person_id = $2, period = daterange($3, $4), payer = $5 where occupancy_id = $1",
            stay.keeps as OccupancyId,
            kept as PersonId,
            stay.stay.from,
            stay.stay.until,
            stay.payer
        )
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query!(
        "update person set merged_into = $2 where person_id = $1",
        other as PersonId,
        kept as PersonId
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update person k
            set phone = case when 'phone' = any ($3) then o.phone else k.phone end,
                email = case when 'email' = any ($3) then o.email else k.email end,
                note = case when 'note' = any ($3) then o.note else k.note end,
                account_id = case when 'account_id' = any ($3) then o.account_id else k.account_id end
           from person o
          where k.person_id = $1 and o.complex_id = k.complex_id and o.person_id = $2",
        kept as PersonId,
        other as PersonId,
        filled
    )
    .execute(&mut *tx)
    .await?;
    Ok(id)
}

/// A merge that can still be taken back.
#[derive(Clone, Debug)]
pub struct Merge {
    pub kept: PersonId,
    pub other: PersonId,
    pub filled: Vec<String>,
    pub occupancies: Value,
}

pub async fn undoable(tx: &mut TenantTx, id: Uuid) -> Result<Option<Merge>> {
    let merge = sqlx::query_as!(
        Merge,
        r#"select kept_id as "kept: PersonId", merged_id as "other: PersonId", filled, occupancies
             from person_merge
            where merge_id = $1 and undone_at is null and at > scope_now() - interval '24 hours'
              for update"#,
        id
    );
    Ok(merge.fetch_optional(tx).await?)
}

/// Parts the two again: each gets the stays it had, and the kept row loses what it had gained.
pub async fn undo(tx: &mut TenantTx, id: Uuid, merge: &Merge) -> Result<()> {
    sqlx::query!("set constraints all deferred").execute(&mut *tx).await?;
    sqlx::query!(
        "update person k
            set phone = case when 'phone' = any ($3) and k.phone = o.phone then null else k.phone end,
                email = case when 'email' = any ($3) and k.email = o.email then null else k.email end,
                note = case when 'note' = any ($3) and k.note = o.note then '' else k.note end,
                account_id = case when 'account_id' = any ($3) and k.account_id = o.account_id then null
                                  else k.account_id end
           from person o
          where k.person_id = $1 and o.complex_id = k.complex_id and o.person_id = $2",
        merge.kept as PersonId,
        merge.other as PersonId,
        &merge.filled
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("update person set merged_into = null where person_id = $1", merge.other as PersonId)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "delete from occupancy where occupancy_id in (select (row ->> 'occupancy_id')::uuid
                                                        from jsonb_array_elements($1::jsonb) row)",
        merge.occupancies
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, period, payer, ended_because, created_at,
                                created_by)
         select occupancy_id, unit_id, person_id, kind, period, payer, ended_because, created_at, created_by
           from jsonb_to_recordset($1::jsonb) as was (occupancy_id uuid, unit_id uuid, person_id uuid, kind text,
                period daterange, payer boolean, ended_because text, created_at timestamptz, created_by uuid)",
        merge.occupancies
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update person_merge set undone_at = scope_now(), undone_by = current_account() where merge_id = $1",
        id
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
