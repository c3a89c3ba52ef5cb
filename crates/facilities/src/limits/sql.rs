//! What a house has of a facility.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::Had;

/// Bookings of a house that are not over, or begin in that time and did not fall through.
pub async fn had(
    tx: &mut TenantTx,
    facility: Uuid,
    unit: Uuid,
    (from, before): (Instant, Instant),
) -> Result<Vec<Had>> {
    let rows = sqlx::query_as!(
        Had,
        r#"select lower(period) as "starts_at!", upper(period) as "ends_at!",
                  (state not in ('done', 'no_show') and upper(period) > scope_now()) as "is_open!"
             from booking
            where facility_id = $1 and unit_id = $2
              and state in ('hold', 'waiting', 'unpaid', 'confirmed', 'in_use', 'done', 'no_show')
              and (upper(period) > scope_now() or (lower(period) >= $3 and lower(period) < $4))"#,
        facility,
        unit,
        from,
        before
    );
    Ok(rows.fetch_all(tx).await?)
}
