//! What was booked between two instants.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::Figures;

/// Of each facility that saw anything; what it could have seen is not the database's to know.
pub async fn of_facilities(
    tx: &mut TenantTx,
    (from, to): (Instant, Instant),
) -> Result<Vec<(Uuid, Figures)>> {
    let rows = sqlx::query!(
        r#"select facility_id,
                  count(*) filter (where state in ('confirmed', 'in_use', 'done', 'no_show')) as "bookings!",
                  coalesce(sum(extract(epoch from upper(period) - lower(period)) / 60)
                           filter (where state in ('confirmed', 'in_use', 'done', 'no_show')), 0)::bigint as "minutes!",
                  count(*) filter (where state = 'no_show') as "no_shows!",
                  count(*) filter (where state = 'cancelled') as "cancelled!"
             from booking where lower(period) >= $1 and lower(period) < $2
            group by facility_id"#,
        from,
        to
    );
    let figures = |bookings, booked_minutes, no_shows, cancelled| Figures {
        bookings,
        booked_minutes,
        no_shows,
        cancelled,
        ..Figures::default()
    };
    let rows = rows.fetch_all(tx).await?.into_iter();
    Ok(rows.map(|it| (it.facility_id, figures(it.bookings, it.minutes, it.no_shows, it.cancelled))).collect())
}

/// Bookings and their minutes of all facilities, for each span in its order.
pub async fn of_spans(tx: &mut TenantTx, spans: &[(Instant, Instant)]) -> Result<Vec<(i64, i64)>> {
    let (from, to): (Vec<Instant>, Vec<Instant>) = spans.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select b.count as "count!", b.minutes as "minutes!"
             from unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as s (from_at, to_at, place)
             cross join lateral (
                  select count(*) as count,
                         coalesce(sum(extract(epoch from upper(period) - lower(period)) / 60), 0)::bigint as minutes
                    from booking
                   where lower(period) >= s.from_at and lower(period) < s.to_at
                     and state in ('confirmed', 'in_use', 'done', 'no_show')) b
            order by s.place"#,
        &from,
        &to
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|it| (it.count, it.minutes)).collect())
}
