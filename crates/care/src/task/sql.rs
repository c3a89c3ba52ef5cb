//! Statements about what somebody has to do.

use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::complaint::{
    model::{Category, State},
    sql::Line,
};

/// What is not solved yet, the first due on top; what waits comes last.
pub async fn own(tx: &mut TenantTx, limit: i64) -> Result<Vec<Line>> {
    let rows = sqlx::query_as!(
        Line,
        r#"select c.complaint_id as id, c.number, c.category as "category: Category", coalesce(u.code, c.place) as "place!",
                  c.words, c.state as "state: State", c.assignee, c.created_at, c.due_at, c.closes_at,
                  (select count(*) from complaint_supporter s where s.complaint_id = c.complaint_id) as "supporters!"
             from complaint c left join unit_mark u using (complex_id, unit_id)
            where c.executor = current_account() and c.state in ('received', 'assigned', 'working', 'waiting')
            order by coalesce(c.due_at, timestamptz 'infinity'), -c.number limit $1"#,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn is_own(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let is = sqlx::query_scalar!(
        r#"select exists (select from complaint where complaint_id = $1 and executor = current_account()) as "is!""#,
        id
    );
    Ok(is.fetch_one(tx).await?)
}
