//! Whose address it is, and what stands behind it.

use kernel::{Date, EventId, Instant};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::booking::State;

/// Events of one feed, the newest bookings first.
const MOST: i64 = 500;

/// The caller's address that is good.
pub async fn own(tx: &mut TenantTx) -> Result<Option<Uuid>> {
    let id = sqlx::query_scalar!(
        "select feed_id from facility_feed where account_id = current_account() and revoked_at is null"
    );
    Ok(id.fetch_optional(tx).await?)
}

pub async fn make(tx: &mut TenantTx) -> Result<Uuid> {
    let id = EventId::new(tx.now()).uuid();
    sqlx::query!("insert into facility_feed (feed_id) values ($1)", id).execute(tx).await?;
    Ok(id)
}

pub async fn revoke(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!(
        "update facility_feed set revoked_at = scope_now()
          where account_id = current_account() and revoked_at is null"
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn is_good(tx: &mut TenantTx, feed: Uuid) -> Result<bool> {
    let there = sqlx::query_scalar!(
        r#"select exists (select from facility_feed where feed_id = $1 and revoked_at is null) as "there!""#,
        feed
    );
    Ok(there.fetch_one(tx).await?)
}

pub struct Entry {
    pub id: Uuid,
    pub number: i32,
    pub facility: String,
    pub code: String,
    pub created_at: Instant,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub state: State,
}

/// Bookings from some instant on of the houses where the owner of the address is at home today; what was only held is
/// nobody's plan.
pub async fn entries(tx: &mut TenantTx, feed: Uuid, today: Date, since: Instant) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as!(
        Entry,
        r#"select b.booking_id as id, b.number, f.name as facility, u.code as "code!", b.created_at,
                  lower(b.period) as "starts_at!", upper(b.period) as "ends_at!", b.state as "state: State"
             from booking b join facility f using (complex_id, facility_id) join unit_mark u using (complex_id, unit_id)
            where b.unit_id in (select s.unit_id
                                  from facility_feed w
                                  join person_mark p on p.complex_id = w.complex_id and p.account_id = w.account_id
                                                    and p.merged_into is null
                                  join stay s on s.complex_id = p.complex_id and s.person_id = p.person_id
                                 where w.feed_id = $1 and w.revoked_at is null and s.period @> $2::date and s.kind <> 'staff')
              and lower(b.period) >= $3 and b.state not in ('hold', 'expired')
            order by b.booking_id desc limit $4"#,
        feed,
        today,
        since,
        MOST
    );
    Ok(rows.fetch_all(tx).await?)
}
