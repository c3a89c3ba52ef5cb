//! What a calendar asks the database.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::booking::State;

/// Bookings that a calendar draws at most; a week of a gym for twelve has 1,200 hours.
const MOST: i64 = 2000;

/// A booking as a block of the calendar.
pub struct Entry {
    pub id: Uuid,
    pub facility: Uuid,
    pub code: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub state: State,
}

/// What begins between two instants in these facilities and did not fall through.
pub async fn entries(
    tx: &mut TenantTx,
    facilities: &[Uuid],
    (from, to): (Instant, Instant),
) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as!(
        Entry,
        r#"select b.booking_id as id, b.facility_id as facility, u.code as "code!", lower(b.period) as "starts_at!",
                  upper(b.period) as "ends_at!", b.state as "state: State"
             from booking b join unit_mark u using (complex_id, unit_id)
            where lower(b.period) >= $2 and lower(b.period) < $3 and b.facility_id = any($1)
              and b.state not in ('expired', 'cancelled', 'rejected')
              and (b.state <> 'hold' or b.held_until > scope_now())
            order by lower(b.period), b.place, b.booking_id limit $4"#,
        facilities,
        from,
        to,
        MOST
    );
    Ok(rows.fetch_all(tx).await?)
}
