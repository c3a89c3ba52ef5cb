//! Statements about bookings.

use kernel::{AccountId, Date, EventId, Instant, Zone};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::State;
use crate::availability::{Slot, Taken};

/// A house for which the caller may book.
pub struct OwnUnit {
    pub id: Uuid,
    pub code: String,
}

pub async fn own_units(tx: &mut TenantTx, today: Date) -> Result<Vec<OwnUnit>> {
    let rows = sqlx::query_as!(
        OwnUnit,
        r#"select unit_id as "id!", code as "code!" from own_booking_units($1) order by sort_key"#,
        today
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What lives between two instants; a hold whose time is over does not.
pub async fn taken(
    tx: &mut TenantTx,
    facility: Uuid,
    (from, to): (Instant, Instant),
    own: &[Uuid],
) -> Result<Vec<Taken>> {
    let rows = sqlx::query_as!(
        Taken,
        r#"select place, lower(blocked) as "starts_at!", upper(blocked) as "free_at!",
                  unit_id = any($4) as "is_mine!"
             from booking
            where facility_id = $1 and blocked && tstzrange($2, $3)
              and (state in ('waiting', 'unpaid', 'confirmed', 'in_use') or (state = 'hold' and held_until > scope_now()))"#,
        facility,
        from,
        to,
        own
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Holds whose time is over, and requests that nobody answered before they began.
pub async fn expire(tx: &mut TenantTx, facility: Option<Uuid>) -> Result<u64> {
    let gone = sqlx::query!(
        "update booking set state = 'expired'
          where ($1::uuid is null or facility_id = $1)
            and ((state = 'hold' and held_until <= scope_now())
                 or (state = 'waiting' and lower(period) <= scope_now()))",
        facility
    );
    Ok(gone.execute(tx).await?.rows_affected())
}

/// The house changes its mind: what it only holds in this facility is free again.
pub async fn let_go(tx: &mut TenantTx, facility: Uuid, unit: Uuid) -> Result<()> {
    sqlx::query!(
        "update booking set state = 'expired' where facility_id = $1 and unit_id = $2 and state = 'hold'",
        facility,
        unit
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Holds the slot on the first free place; none when there is no place.
///
/// # Errors
/// The database's; `booking_one_place` when the house has that time already.
pub async fn hold(
    tx: &mut TenantTx,
    facility: Uuid,
    places: i16,
    unit: Uuid,
    slot: &Slot,
    until: Instant,
) -> Result<Option<Uuid>> {
    let place = sqlx::query_scalar!(
        r#"select p::smallint as "place!" from generate_series(1, $2::int) p
            where not exists (select from booking b
                   where b.facility_id = $1 and b.place = p and b.blocked && tstzrange($3, $4)
                     and b.state in ('hold', 'waiting', 'unpaid', 'confirmed', 'in_use'))
            order by p limit 1"#,
        facility,
        i32::from(places),
        slot.starts_at,
        slot.free_at
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(place) = place else { return Ok(None) };
    let number = sqlx::query_scalar!(
        "insert into booking_count (last) values (1)
         on conflict (complex_id) do update set last = booking_count.last + 1 returning last"
    )
    .fetch_one(&mut *tx)
    .await?;
    let id = EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into booking (booking_id, number, facility_id, unit_id, place, period, blocked, state, held_until)
         values ($1, $2, $3, $4, $5, tstzrange($6, $7), tstzrange($6, $8), 'hold', $9)",
        id,
        number,
        facility,
        unit,
        place,
        slot.starts_at,
        slot.ends_at,
        slot.free_at,
        until
    )
    .execute(tx)
    .await?;
    Ok(Some(id))
}

/// A booking with the words around it.
pub struct Booking {
    pub id: Uuid,
    pub number: i32,
    pub facility: Uuid,
    pub facility_name: String,
    pub rules: String,
    pub needs_approval: bool,
    pub unit: Uuid,
    pub code: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub state: State,
    pub held_until: Instant,
    pub reason: String,
}

pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Booking>> {
    let row = sqlx::query_as!(
        Booking,
        r#"select b.booking_id as id, b.number, b.facility_id as facility, f.name as facility_name, f.rules,
                  f.needs_approval, b.unit_id as unit, u.code as "code!", lower(b.period) as "starts_at!",
                  upper(b.period) as "ends_at!", b.state as "state: State", b.held_until, b.reason
             from booking b join facility f using (complex_id, facility_id)
             join unit_mark u using (complex_id, unit_id)
            where b.booking_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

/// The account that booked; none where the clock did.
pub async fn booked_by(tx: &mut TenantTx, id: Uuid) -> Result<Option<AccountId>> {
    let account = sqlx::query_scalar!(
        r#"select booked_by as "account: AccountId" from booking where booking_id = $1"#,
        id
    );
    Ok(account.fetch_optional(tx).await?.flatten())
}

/// Nobody else moves it until this transaction is over.
pub async fn lock(tx: &mut TenantTx, id: Uuid) -> Result<Option<Booking>> {
    sqlx::query!("select booking_id from booking where booking_id = $1 for update", id)
        .fetch_optional(&mut *tx)
        .await?;
    find(tx, id).await
}

/// Locks bookings in the order of their ids; their houses.
pub async fn lock_all(tx: &mut TenantTx, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let rows = sqlx::query_scalar!(
        "select unit_id from booking where booking_id = any($1) order by booking_id for update",
        ids
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The zone of the complex, for those who come without a place.
pub async fn zone(tx: &mut TenantTx) -> Result<Zone> {
    let code = sqlx::query_scalar!("select zone from complex where complex_id = current_complex()");
    Ok(Zone::from_code(&code.fetch_one(tx).await?).unwrap_or(Zone::Wib))
}

pub async fn bring(tx: &mut TenantTx, id: Uuid, state: State, reason: &str) -> Result<()> {
    sqlx::query!(
        "update booking set state = $2, reason = $3 where booking_id = $1",
        id,
        state.code(),
        reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Of these houses, the newest first, behind the given one.
pub async fn of_units(
    tx: &mut TenantTx,
    units: &[Uuid],
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Booking>> {
    let rows = sqlx::query_as!(
        Booking,
        r#"select b.booking_id as id, b.number, b.facility_id as facility, f.name as facility_name, f.rules,
                  f.needs_approval, b.unit_id as unit, u.code as "code!", lower(b.period) as "starts_at!",
                  upper(b.period) as "ends_at!", b.state as "state: State", b.held_until, b.reason
             from booking b join facility f using (complex_id, facility_id)
             join unit_mark u using (complex_id, unit_id)
            where b.unit_id = any($1) and ($2::uuid is null or b.booking_id < $2)
            order by b.booking_id desc limit $3"#,
        units,
        before,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What begins between two instants, or, without them, what waits for a yes.
pub async fn agenda(tx: &mut TenantTx, between: Option<(Instant, Instant)>) -> Result<Vec<Booking>> {
    let rows = sqlx::query_as!(
        Booking,
        r#"select b.booking_id as id, b.number, b.facility_id as facility, f.name as facility_name, f.rules,
                  f.needs_approval, b.unit_id as unit, u.code as "code!", lower(b.period) as "starts_at!",
                  upper(b.period) as "ends_at!", b.state as "state: State", b.held_until, b.reason
             from booking b join facility f using (complex_id, facility_id)
             join unit_mark u using (complex_id, unit_id)
            where ($1::timestamptz is null and b.state = 'waiting' and lower(b.period) > scope_now())
               or (lower(b.period) >= $1 and lower(b.period) < $2 and b.state not in ('hold', 'expired'))
            order by lower(b.period), f.name, b.place, b.booking_id limit 500"#,
        between.map(|it| it.0),
        between.map(|it| it.1)
    );
    Ok(rows.fetch_all(tx).await?)
}
