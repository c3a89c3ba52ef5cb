//! Statements about the office's list of announcements.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::State;

/// One line of the office's list.
pub struct Line {
    pub id: Uuid,
    pub title: String,
    pub state: State,
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub has_question: bool,
    pub created_at: Instant,
    pub send_at: Option<Instant>,
    pub sent_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    pub houses: i64,
    pub read: i64,
}

/// The newest first; `before` is the last one seen.
pub async fn lines(
    tx: &mut TenantTx,
    words: &str,
    state: Option<State>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Line>> {
    let rows = sqlx::query_as!(
        Line,
        r#"select b.bulletin_id as id, b.title, b.state as "state: State", b.is_emergency, b.is_pinned,
                  (b.question is not null) as "has_question!", b.created_at, b.send_at, b.sent_at, b.ends_at,
                  h.houses as "houses!", h.read as "read!"
             from bulletin b
             cross join lateral (select count(*) as houses, count(h.read_at) as read from bulletin_house h
                                  where h.complex_id = b.complex_id and h.bulletin_id = b.bulletin_id) h
            where ($1 = '' or b.title ilike '%' || $1 || '%') and ($2::text is null or b.state = $2)
              and ($3::uuid is null or b.bulletin_id < $3)
            order by b.bulletin_id desc limit $4"#,
        words,
        state.map(State::code),
        before,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn counts(tx: &mut TenantTx, words: &str) -> Result<Vec<(State, i64)>> {
    let rows = sqlx::query!(
        r#"select state as "state: State", count(*) as "count!" from bulletin
            where $1 = '' or title ilike '%' || $1 || '%' group by state"#,
        words
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.state, row.count)).collect())
}
