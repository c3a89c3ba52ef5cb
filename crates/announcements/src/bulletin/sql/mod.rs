//! Statements about announcements as the office writes and sends them.

mod audience;
mod list;

pub use audience::{
    Reach, Told, Which, Wishes, areas, count, freeze, meant, nudged, staff, told, unit_codes, unit_types,
    units_named,
};
use kernel::{Instant, Zone};
pub use list::{Line, counts, lines};
use sqlx::types::Json;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{Audience, Draft, Question, State};

/// An announcement as it stands.
pub struct Bulletin {
    pub id: Uuid,
    pub title: String,
    pub body: String,
    pub audience: Json<Audience>,
    pub state: State,
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub wants_acknowledgement: bool,
    pub has_comments: bool,
    pub send_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    pub note: String,
    pub created_at: Instant,
    pub written_by: Option<Uuid>,
    pub writer: String,
    pub approved_at: Option<Instant>,
    pub approver: String,
    pub sent_at: Option<Instant>,
    pub link_id: Option<Uuid>,
    pub question: Option<String>,
    pub poll_closes_at: Option<Instant>,
    pub quorum_percent: Option<i16>,
}

/// The clocks of this complex.
pub async fn zone(tx: &mut TenantTx) -> Result<Zone> {
    let code = sqlx::query_scalar!("select zone from complex").fetch_one(tx).await?;
    Ok(Zone::from_code(&code).unwrap_or_default())
}

pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Bulletin>> {
    let row = sqlx::query_as!(
        Bulletin,
        r#"select bulletin_id as id, title, body, audience as "audience: Json<Audience>", state as "state: State",
                  is_emergency, is_pinned, wants_acknowledgement, has_comments, send_at, ends_at, note, created_at,
                  written_by, coalesce(account_name(written_by), '') as "writer!", approved_at,
                  coalesce(account_name(approved_by), '') as "approver!", sent_at, link_id, question, poll_closes_at,
                  quorum_percent
             from bulletin where bulletin_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

/// The same, and nobody else changes it until this transaction is over.
pub async fn locked(tx: &mut TenantTx, id: Uuid) -> Result<Option<Bulletin>> {
    sqlx::query!("select bulletin_id from bulletin where bulletin_id = $1 for update", id)
        .fetch_optional(&mut *tx)
        .await?;
    find(tx, id).await
}

pub async fn add(tx: &mut TenantTx, id: Uuid, draft: &Draft) -> Result<()> {
    let question = draft.question.as_ref();
    sqlx::query!(
        "insert into bulletin (bulletin_id, title, body, audience, is_emergency, is_pinned, wants_acknowledgement,
                               has_comments, send_at, ends_at, question, poll_closes_at, quorum_percent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id,
        draft.title,
        draft.body,
        Json(&draft.audience) as _,
        draft.is_emergency,
        draft.is_pinned,
        draft.wants_acknowledgement,
        draft.has_comments,
        draft.send_at,
        draft.ends_at,
        question.map(|question| question.text.as_str()),
        question.and_then(|question| question.closes_at),
        question.and_then(|question| question.quorum_percent),
    )
    .execute(&mut *tx)
    .await?;
    set_options(tx, id, question).await
}

/// Whatever was agreed to or planned was about the old text: it is a draft again.
pub async fn change(tx: &mut TenantTx, id: Uuid, draft: &Draft) -> Result<()> {
    let question = draft.question.as_ref();
    sqlx::query!(
        "update bulletin
            set title = $2, body = $3, audience = $4, is_emergency = $5, is_pinned = $6, wants_acknowledgement = $7,
                has_comments = $8, send_at = $9, ends_at = $10, question = $11, poll_closes_at = $12,
                quorum_percent = $13, state = 'draft', note = '', approved_by = null, approved_at = null,
                written_by = current_account()
          where bulletin_id = $1 and state in ('draft', 'waiting', 'scheduled')",
        id,
        draft.title,
        draft.body,
        Json(&draft.audience) as _,
        draft.is_emergency,
        draft.is_pinned,
        draft.wants_acknowledgement,
        draft.has_comments,
        draft.send_at,
        draft.ends_at,
        question.map(|question| question.text.as_str()),
        question.and_then(|question| question.closes_at),
        question.and_then(|question| question.quorum_percent),
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from bulletin_option where bulletin_id = $1", id).execute(&mut *tx).await?;
    set_options(tx, id, question).await
}

async fn set_options(tx: &mut TenantTx, id: Uuid, question: Option<&Question>) -> Result<()> {
    let labels: Vec<String> = question.map(|question| question.options.clone()).unwrap_or_default();
    sqlx::query!(
        "insert into bulletin_option (bulletin_id, option_no, label)
         select $1, place, label from unnest($2::text[]) with ordinality as t(label, place)",
        id,
        &labels
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn options(tx: &mut TenantTx, id: Uuid) -> Result<Vec<String>> {
    let labels = sqlx::query_scalar!(
        "select label from bulletin_option where bulletin_id = $1 order by option_no",
        id
    );
    Ok(labels.fetch_all(tx).await?)
}

/// Votes of each answer, in the order of the answers.
pub async fn votes(tx: &mut TenantTx, id: Uuid) -> Result<Vec<i64>> {
    let votes = sqlx::query_scalar!(
        r#"select count(v.unit_id) as "votes!"
             from bulletin_option o left join bulletin_vote v using (complex_id, bulletin_id, option_no)
            where o.bulletin_id = $1 group by o.option_no order by o.option_no"#,
        id
    );
    Ok(votes.fetch_all(tx).await?)
}

/// Back to its writer, with a word; or forward to whoever agrees, or to its hour.
pub async fn bring(tx: &mut TenantTx, id: Uuid, state: State, note: &str) -> Result<()> {
    sqlx::query!("update bulletin set state = $2, note = $3 where bulletin_id = $1", id, state.code(), note)
        .execute(tx)
        .await?;
    Ok(())
}

/// The caller agrees to it.
pub async fn approve(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    sqlx::query!(
        "update bulletin set approved_by = current_account(), approved_at = scope_now() where bulletin_id = $1",
        id
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn sent(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    sqlx::query!(
        "update bulletin set state = 'sent', note = '', sent_at = scope_now(), sent_by = current_account()
          where bulletin_id = $1",
        id
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Out of everybody's sight; who had read it stays written down.
pub async fn withdraw(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    sqlx::query!("update bulletin set state = 'withdrawn', link_id = null where bulletin_id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}

/// What may still change after it was sent: how long it stands, and where.
pub async fn keep_until(
    tx: &mut TenantTx,
    id: Uuid,
    ends_at: Option<Instant>,
    is_pinned: bool,
    has_comments: bool,
) -> Result<()> {
    sqlx::query!(
        "update bulletin set ends_at = $2, is_pinned = $3, has_comments = $4 where bulletin_id = $1 and state = 'sent'",
        id,
        ends_at,
        is_pinned,
        has_comments
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn set_link(tx: &mut TenantTx, id: Uuid, link: Option<Uuid>) -> Result<()> {
    sqlx::query!("update bulletin set link_id = $2 where bulletin_id = $1 and state = 'sent'", id, link)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn add_file(tx: &mut TenantTx, id: Uuid, file: kernel::FileId) -> Result<()> {
    sqlx::query!("insert into bulletin_file (bulletin_id, file_id) values ($1, $2)", id, file.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

/// False when it was none of this announcement's.
pub async fn remove_file(tx: &mut TenantTx, id: Uuid, file: kernel::FileId) -> Result<bool> {
    let gone =
        sqlx::query!("delete from bulletin_file where bulletin_id = $1 and file_id = $2", id, file.uuid());
    Ok(gone.execute(tx).await?.rows_affected() > 0)
}

/// In the order in which they were brought.
pub async fn files(tx: &mut TenantTx, id: Uuid) -> Result<Vec<kernel::FileId>> {
    let rows = sqlx::query_scalar!(
        r#"select file_id as "file: kernel::FileId" from bulletin_file where bulletin_id = $1 order by file_id"#,
        id
    );
    Ok(rows.fetch_all(tx).await?)
}
