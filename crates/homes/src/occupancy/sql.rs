//! Statements about who is where.

use kernel::{Date, OccupancyId, PersonId, PhoneNumber, UnitId};
use tenancy::{Result, TenantTx};

use super::model::{Changes, MoveIn, OccupancyKind, Occupant, Stay};
use crate::{public::UnitMark, unit::UnitStatus};

struct Row {
    id: OccupancyId,
    person: PersonId,
    name: String,
    phone: Option<PhoneNumber>,
    email: Option<String>,
    kind: OccupancyKind,
    from: Option<Date>,
    until: Option<Date>,
    payer: bool,
    ended_because: String,
}

impl From<Row> for Occupant {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            person: row.person,
            name: row.name,
            phone: row.phone,
            email: row.email,
            kind: row.kind,
            stay: Stay { from: row.from, until: row.until },
            payer: row.payer,
            ended_because: row.ended_because,
        }
    }
}

/// Everybody who was, is or will be at a unit; the latest first.
pub async fn of_unit(tx: &mut TenantTx, unit: UnitId) -> Result<Vec<Occupant>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select o.occupancy_id as "id: OccupancyId", o.person_id as "person: PersonId", p.name,
                  p.phone as "phone: PhoneNumber", p.email, o.kind as "kind: OccupancyKind",
                  lower(o.period) as from, upper(o.period) as until, o.payer, o.ended_because
             from occupancy o join person p using (complex_id, person_id)
            where o.unit_id = $1
            order by lower(o.period) desc nulls last, array_position(array['tenant', 'owner', 'family'], o.kind),
                     p.name"#,
        unit as UnitId
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(Occupant::from).collect())
}

/// Who is at these units on a day, unit by unit; tenants first.
pub async fn of_units_on(tx: &mut TenantTx, units: &[UnitId], day: Date) -> Result<Vec<(UnitId, Occupant)>> {
    let ids: Vec<uuid::Uuid> = units.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select o.unit_id as "unit: UnitId", o.occupancy_id as "id: OccupancyId", o.person_id as "person: PersonId",
                  p.name, p.phone as "phone: PhoneNumber", p.email, o.kind as "kind: OccupancyKind",
                  lower(o.period) as from, upper(o.period) as until, o.payer, o.ended_because
             from occupancy o join person p using (complex_id, person_id)
            where o.unit_id = any ($1) and o.period @> $2::date
            order by o.unit_id, array_position(array['tenant', 'owner', 'family'], o.kind), p.name"#,
        &ids,
        day
    );
    let rows = rows.fetch_all(tx).await?.into_iter().map(|row| {
        let stay = Stay { from: row.from, until: row.until };
        let occupant = Occupant {
            id: row.id,
            person: row.person,
            name: row.name,
            phone: row.phone,
            email: row.email,
            kind: row.kind,
            stay,
            payer: row.payer,
            ended_because: row.ended_because,
        };
        (row.unit, occupant)
    });
    Ok(rows.collect())
}

/// Where a person was, is or will be.
#[derive(Clone, Debug)]
pub struct Place {
    pub unit: UnitId,
    pub code: String,
    pub status: UnitStatus,
    pub kind: OccupancyKind,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub payer: bool,
    pub ended_because: String,
}

impl Place {
    pub fn stay(&self) -> Stay {
        Stay { from: self.from, until: self.until }
    }
}

pub async fn of_person(tx: &mut TenantTx, person: PersonId) -> Result<Vec<Place>> {
    let rows = sqlx::query_as!(
        Place,
        r#"select o.unit_id as "unit: UnitId", u.code,
                  u.status as "status: UnitStatus", o.kind as "kind: OccupancyKind",
                  lower(o.period) as from, upper(o.period) as until, o.payer, o.ended_because
             from occupancy o join unit u using (complex_id, unit_id)
            where o.person_id = $1
            order by lower(o.period) desc nulls last, u.sort_key"#,
        person as PersonId
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The units where the caller lives, owns or rents on a day, in the order of the house numbers. Staff is not at home.
pub async fn own_units(tx: &mut TenantTx, on: Date) -> Result<Vec<UnitMark>> {
    let rows = sqlx::query_as!(
        UnitMark,
        r#"select u.unit_id as "id: UnitId", u.code
             from occupancy o join unit u using (complex_id, unit_id)
            where o.person_id = own_person() and o.kind <> 'staff' and o.period @> $1::date and u.retired_at is null
            group by u.unit_id, u.code, u.sort_key order by u.sort_key"#,
        on
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn add(tx: &mut TenantTx, unit: UnitId, new: &MoveIn) -> Result<OccupancyId> {
    let id = OccupancyId::new(tx.now());
    sqlx::query!(
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, period, payer)
         values ($1, $2, $3, $4, daterange($5, null), $6)",
        id as OccupancyId,
        unit as UnitId,
        new.person as PersonId,
        new.kind.code(),
        new.from,
        new.payer,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// Writes what a move changes for those who were there before.
pub async fn apply(tx: &mut TenantTx, changes: &Changes, because: &str) -> Result<()> {
    for (id, until) in &changes.ends {
        end(tx, *id, *until, because).await?;
    }
    for id in &changes.stops_paying {
        sqlx::query!("update occupancy set payer = false where occupancy_id = $1", *id as OccupancyId)
            .execute(&mut *tx)
            .await?;
    }
    for (id, at) in &changes.parts {
        part(tx, *id, *at).await?;
    }
    Ok(())
}

/// The last day is the day before `until`.
pub async fn end(tx: &mut TenantTx, id: OccupancyId, until: Date, because: &str) -> Result<()> {
    sqlx::query!(
        "update occupancy set period = daterange(lower(period), $2), ended_because = $3 where occupancy_id = $1",
        id as OccupancyId,
        until,
        because
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Two rows of one: up to the day as it was, from the day on without paying.
async fn part(tx: &mut TenantTx, id: OccupancyId, at: Date) -> Result<()> {
    let rest = OccupancyId::new(tx.now());
    let until = sqlx::query_scalar!(
        "select upper(period) from occupancy where occupancy_id = $1 for update",
        id as OccupancyId
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query!(
        "update occupancy set period = daterange(lower(period), $2) where occupancy_id = $1",
        id as OccupancyId,
        at
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, period, payer, ended_because)
         select $2, unit_id, person_id, kind, daterange($3, $4), false, ended_because
           from occupancy where occupancy_id = $1",
        id as OccupancyId,
        rest as OccupancyId,
        at,
        until
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

/// This one pays from the day on; when it began earlier, the time before stays as it was.
pub async fn pays_from(tx: &mut TenantTx, occupant: &Occupant, from: Date) -> Result<()> {
    let mut paying = occupant.id;
    if occupant.stay.from.is_none_or(|begins| begins < from) {
        part(tx, occupant.id, from).await?;
        paying = sqlx::query_scalar!(
            r#"select later.occupancy_id as "id: OccupancyId"
                 from occupancy earlier join occupancy later using (complex_id, unit_id, person_id, kind)
                where earlier.occupancy_id = $1 and lower(later.period) = $2"#,
            occupant.id as OccupancyId,
            from
        )
        .fetch_one(&mut *tx)
        .await?;
    }
    sqlx::query!("update occupancy set payer = true where occupancy_id = $1", paying as OccupancyId)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

/// Takes out a row that was written by mistake; the history keeps it.
pub async fn remove(tx: &mut TenantTx, id: OccupancyId) -> Result<()> {
    sqlx::query!("delete from occupancy where occupancy_id = $1", id as OccupancyId).execute(tx).await?;
    Ok(())
}
