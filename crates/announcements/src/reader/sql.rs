//! Statements about announcements as the houses see them.

use kernel::{Instant, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// An announcement with what the reader's own houses did.
pub struct Own {
    pub id: Uuid,
    pub title: String,
    pub body: String,
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub wants_acknowledgement: bool,
    pub has_comments: bool,
    pub sent_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    pub question: Option<String>,
    pub poll_closes_at: Option<Instant>,
    pub quorum_percent: Option<i16>,
    /// The reader's houses that were told, and of these those that read and acknowledged it.
    pub houses: i64,
    pub read: i64,
    pub acknowledged: i64,
}

impl Own {
    pub fn is_over(&self, now: Instant) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    pub const fn is_unread(&self) -> bool {
        self.read < self.houses
    }

    pub const fn lacks_acknowledgement(&self) -> bool {
        self.wants_acknowledgement && self.acknowledged < self.houses
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// What stands now: emergencies, then what is pinned, then the newest.
    Current,
    /// What has ended, the newest first.
    Past,
}

pub async fn own(tx: &mut TenantTx, shelf: Shelf, before: Option<Uuid>, limit: i64) -> Result<Vec<Own>> {
    let rows = sqlx::query_as!(
        Own,
        r#"select b.bulletin_id as "id!", b.title as "title!", b.body as "body!", b.is_emergency as "is_emergency!",
                  b.is_pinned as "is_pinned!", b.wants_acknowledgement as "wants_acknowledgement!",
                  b.has_comments as "has_comments!", b.sent_at, b.ends_at, b.question, b.poll_closes_at,
                  b.quorum_percent, h.houses as "houses!", h.read as "read!", h.acknowledged as "acknowledged!"
             from own_bulletins() b
             cross join lateral (
                  select count(*) as houses, count(read_at) as read, count(acknowledged_at) as acknowledged
                    from bulletin_house h
                   where h.complex_id = b.complex_id and h.bulletin_id = b.bulletin_id
                     and h.unit_id in (select own_bulletin_houses(b.bulletin_id))) h
            where $1 = (b.ends_at is null or b.ends_at > scope_now()) and ($2::uuid is null or b.bulletin_id < $2)
            order by ($1 and b.is_emergency) desc, ($1 and b.is_pinned) desc, b.bulletin_id desc limit $3"#,
        shelf == Shelf::Current,
        before,
        limit
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn one(tx: &mut TenantTx, id: Uuid) -> Result<Option<Own>> {
    let row = sqlx::query_as!(
        Own,
        r#"select b.bulletin_id as "id!", b.title as "title!", b.body as "body!", b.is_emergency as "is_emergency!",
                  b.is_pinned as "is_pinned!", b.wants_acknowledgement as "wants_acknowledgement!",
                  b.has_comments as "has_comments!", b.sent_at, b.ends_at, b.question, b.poll_closes_at,
                  b.quorum_percent, h.houses as "houses!", h.read as "read!", h.acknowledged as "acknowledged!"
             from own_bulletins() b
             cross join lateral (
                  select count(*) as houses, count(read_at) as read, count(acknowledged_at) as acknowledged
                    from bulletin_house h
                   where h.complex_id = b.complex_id and h.bulletin_id = b.bulletin_id
                     and h.unit_id in (select own_bulletin_houses(b.bulletin_id))) h
            where b.bulletin_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

/// A house of the reader, with what it answered to the question.
pub struct Ballot {
    pub unit: Uuid,
    pub code: String,
    pub answer: Option<String>,
}

pub async fn own_ballots(tx: &mut TenantTx, id: Uuid) -> Result<Vec<Ballot>> {
    let rows = sqlx::query_as!(
        Ballot,
        r#"select h.unit_id as unit, u.code as "code!", o.label as "answer?"
             from bulletin_house h
             join unit_mark u using (complex_id, unit_id)
             left join bulletin_vote v using (complex_id, bulletin_id, unit_id)
             left join bulletin_option o using (complex_id, bulletin_id, option_no)
            where h.bulletin_id = $1 and h.unit_id in (select own_bulletin_houses($1)) order by u.sort_key"#,
        id
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn ballot_of(tx: &mut TenantTx, id: Uuid, unit: Uuid) -> Result<Option<Ballot>> {
    let row = sqlx::query_as!(
        Ballot,
        r#"select h.unit_id as unit, u.code as "code!", o.label as "answer?"
             from bulletin_house h
             join unit_mark u using (complex_id, unit_id)
             left join bulletin_vote v using (complex_id, bulletin_id, unit_id)
             left join bulletin_option o using (complex_id, bulletin_id, option_no)
            where h.bulletin_id = $1 and h.unit_id = $2"#,
        id,
        unit
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn own_houses(tx: &mut TenantTx, id: Uuid) -> Result<Vec<Uuid>> {
    let rows = sqlx::query_scalar!(r#"select own_bulletin_houses($1) as "unit!""#, id);
    Ok(rows.fetch_all(tx).await?)
}

/// These houses have read it; the first reading stays written down.
pub async fn read(tx: &mut TenantTx, id: Uuid, units: &[Uuid]) -> Result<()> {
    sqlx::query!(
        "update bulletin_house set read_at = scope_now(), read_by = own_person()
          where bulletin_id = $1 and unit_id = any ($2) and read_at is null",
        id,
        units
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// They say that they know it.
pub async fn acknowledge(tx: &mut TenantTx, id: Uuid, units: &[Uuid]) -> Result<()> {
    sqlx::query!(
        "update bulletin_house
            set acknowledged_at = scope_now(), acknowledged_by = own_person(), read_at = coalesce(read_at, scope_now()),
                read_by = case when read_at is null then own_person() else read_by end
          where bulletin_id = $1 and unit_id = any ($2) and acknowledged_at is null",
        id,
        units
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A house's one vote. False when the question is closed or the house has voted: whoever is first counts.
pub async fn vote(tx: &mut TenantTx, id: Uuid, unit: Uuid, option: i16) -> Result<bool> {
    let cast = sqlx::query!(
        "insert into bulletin_vote (bulletin_id, unit_id, option_no)
         select b.bulletin_id, $2, $3 from bulletin b
          where b.bulletin_id = $1 and b.state = 'sent' and b.question is not null
            and (b.ends_at is null or b.ends_at > scope_now())
            and (b.poll_closes_at is null or b.poll_closes_at > scope_now())
         on conflict on constraint bulletin_vote_one_a_house do nothing",
        id,
        unit,
        option
    );
    Ok(cast.execute(tx).await?.rows_affected() == 1)
}

/// What a house's own link names.
pub struct Behind {
    pub bulletin: Uuid,
    pub unit: Option<Uuid>,
    pub code: String,
    pub read_at: Option<Instant>,
    pub acknowledged_at: Option<Instant>,
}

pub async fn behind_house_link(tx: &mut TenantTx, link: Uuid) -> Result<Option<Behind>> {
    let row = sqlx::query_as!(
        Behind,
        r#"select h.bulletin_id as bulletin, h.unit_id as "unit?", u.code as "code!", h.read_at, h.acknowledged_at
             from bulletin_house h
             join bulletin b using (complex_id, bulletin_id)
             join unit_mark u using (complex_id, unit_id)
            where h.house_link = $1 and b.state = 'sent'"#,
        link
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn behind_public_link(tx: &mut TenantTx, link: Uuid) -> Result<Option<Uuid>> {
    let row =
        sqlx::query_scalar!("select bulletin_id from bulletin where link_id = $1 and state = 'sent'", link);
    Ok(row.fetch_optional(tx).await?)
}

/// The subject of a house's own link.
pub async fn house_link(tx: &mut TenantTx, id: Uuid, unit: UnitId) -> Result<Option<Uuid>> {
    let link = sqlx::query_scalar!(
        "select house_link from bulletin_house where bulletin_id = $1 and unit_id = $2",
        id,
        unit.uuid()
    );
    Ok(link.fetch_optional(tx).await?)
}

pub struct Comment {
    pub id: Uuid,
    pub name: String,
    pub body: String,
    pub at: Instant,
    pub is_removed: bool,
}

/// In the order in which they were written.
pub async fn comments(tx: &mut TenantTx, id: Uuid) -> Result<Vec<Comment>> {
    let rows = sqlx::query_as!(
        Comment,
        r#"select c.comment_id as id, c.body, c.at, (c.removed_at is not null) as "is_removed!",
                  coalesce(p.name, (select m.name from member m where m.account_id = c.account_id limit 1), '') as "name!"
             from bulletin_comment c
             left join person_mark p on p.complex_id = c.complex_id and p.person_id = c.person_id
            where c.bulletin_id = $1 order by c.comment_id limit 500"#,
        id
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn add_comment(tx: &mut TenantTx, comment: Uuid, id: Uuid, body: &str) -> Result<()> {
    sqlx::query!(
        "insert into bulletin_comment (comment_id, bulletin_id, person_id, body) values ($1, $2, own_person(), $3)",
        comment,
        id,
        body
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// False when there is no such comment, or it is gone already.
pub async fn remove_comment(tx: &mut TenantTx, id: Uuid, comment: Uuid) -> Result<bool> {
    let gone = sqlx::query!(
        "update bulletin_comment set removed_at = scope_now(), removed_by = current_account()
          where bulletin_id = $1 and comment_id = $2 and removed_at is null",
        id,
        comment
    );
    Ok(gone.execute(tx).await?.rows_affected() > 0)
}
