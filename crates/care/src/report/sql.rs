//! Statements about what happened to complaints in a month. Whatever happens to one leaves a line in its story.

use kernel::Instant;
use tenancy::{Result, TenantTx};

use super::model::{Span, Touched};
use crate::complaint::model::Category;

pub async fn touched(tx: &mut TenantTx, span: Span) -> Result<Vec<Touched>> {
    let rows = sqlx::query_as!(
        Touched,
        r#"with story as (
               select complex_id, complaint_id,
                      count(*) filter (where kind = 'moved' and state = 'received') as reopened,
                      bool_or(kind = 'rated') as is_rated, bool_or(kind = 'merged') as is_merged
                 from complaint_event where at >= $1 and at < $2 group by complex_id, complaint_id)
           select c.category as "category: Category", c.created_at, c.responded_at, c.respond_due, c.solved_at,
                  c.spent_minutes, c.promised_minutes, s.reopened as "reopened!", s.is_merged as "is_merged!",
                  case when s.is_rated then c.rating end as rating
             from story s join complaint c using (complex_id, complaint_id)"#,
        span.since,
        span.until,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// How many came in and how many of the solved ones still are, for each of these stretches.
pub async fn series(tx: &mut TenantTx, spans: &[Span]) -> Result<Vec<(i64, i64)>> {
    let since: Vec<Instant> = spans.iter().map(|span| span.since).collect();
    let until: Vec<Instant> = spans.iter().map(|span| span.until).collect();
    let rows = sqlx::query!(
        r#"select (select count(*) from complaint_event e
                    where e.at >= m.since and e.at < m.until and e.kind = 'filed') as "new!",
                  (select count(*) from complaint_event e join complaint c using (complex_id, complaint_id)
                    where e.at >= m.since and e.at < m.until and e.kind = 'moved' and e.state = 'solved'
                      and c.solved_at = e.at) as "solved!"
             from unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as m (since, until, place)
            order by m.place"#,
        &since,
        &until,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.new, row.solved)).collect())
}

/// Open now, and past their promise.
pub async fn late(tx: &mut TenantTx) -> Result<i64> {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from complaint where due_at < scope_now()"#);
    Ok(count.fetch_one(tx).await?)
}
