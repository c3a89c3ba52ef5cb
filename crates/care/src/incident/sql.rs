//! Statements about incidents and what belongs to them.

use kernel::{AccountId, Date, EventId, Instant, PersonId};
use notices::Recipient;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Draft, Step};
use crate::complaint::model::{Category, State};

/// An incident as it stands.
#[derive(Clone, Debug)]
pub struct Incident {
    pub id: Uuid,
    pub number: i32,
    pub category: Category,
    pub title: String,
    pub is_everywhere: bool,
    /// Names of its areas; none where it is everywhere.
    pub areas: Vec<String>,
    /// What was told last.
    pub words: String,
    pub began_at: Instant,
    pub expected_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub supporters: i64,
    pub is_supported: bool,
    pub complaints: i64,
}

/// Which ones are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    /// The newest first, behind this number.
    Before(Option<i32>),
    /// Those that still go on, the newest first.
    GoingOn,
    One(Uuid),
    /// Those that concern the caller today.
    Own(&'a Date),
}

pub async fn list(tx: &mut TenantTx, which: Which<'_>, limit: i64) -> Result<Vec<Incident>> {
    let before = if let Which::Before(before) = which { before } else { None };
    let one = if let Which::One(id) = which { Some(id) } else { None };
    let own = if let Which::Own(today) = which { Some(*today) } else { None };
    let rows = sqlx::query_as!(
        Incident,
        r#"select i.incident_id as id, i.number, i.category as "category: Category", i.title, i.is_everywhere,
                  array(select a.name from incident_area w join area_mark a using (complex_id, area_id)
                         where w.incident_id = i.incident_id order by a.kind, a.sort_key) as "areas!: Vec<String>",
                  coalesce((select n.words from incident_news n where n.incident_id = i.incident_id
                             order by n.news_id desc limit 1), '') as "words!",
                  i.began_at, i.expected_at, i.ended_at,
                  (select count(*) from incident_supporter p where p.incident_id = i.incident_id) as "supporters!",
                  exists (select from incident_supporter p
                           where p.incident_id = i.incident_id and p.account_id = current_account()) as "is_supported!",
                  (select count(*) from complaint c where c.incident_id = i.incident_id) as "complaints!"
             from incident i
            where ($1::int is null or i.number < $1) and ($2::uuid is null or i.incident_id = $2)
              and (not $3 or i.ended_at is null)
              and ($4::date is null or i.incident_id in (select o.incident_id from own_incidents($4) o))
            order by i.number desc limit $5"#,
        before,
        one,
        which == Which::GoingOn,
        own,
        limit,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Incident>> {
    Ok(list(tx, Which::One(id), 1).await?.pop())
}

/// The same, and nobody else ends it until this transaction is over.
pub async fn locked(tx: &mut TenantTx, id: Uuid) -> Result<Option<Incident>> {
    sqlx::query!("select incident_id from incident where incident_id = $1 for update", id)
        .fetch_optional(&mut *tx)
        .await?;
    find(tx, id).await
}

/// How many go on, and how many there are.
pub async fn counts(tx: &mut TenantTx) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where ended_at is null) as "open!", count(*) as "all!" from incident"#
    );
    let row = row.fetch_one(tx).await?;
    Ok((row.open, row.all))
}

/// Gives it the complex's next number.
/// By this account; none: the caller.
pub async fn add(tx: &mut TenantTx, id: Uuid, draft: &Draft, by: Option<AccountId>) -> Result<i32> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('incident' || current_complex()::text, 0))")
        .execute(&mut *tx)
        .await?;
    let number = sqlx::query_scalar!(
        "insert into incident (incident_id, number, category, title, is_everywhere, expected_at, opened_by)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, coalesce($6, current_account()) from incident
         returning number",
        id,
        draft.category.code(),
        draft.title,
        draft.areas.is_empty(),
        draft.expected_at,
        by as Option<AccountId>,
    );
    let number = number.fetch_one(&mut *tx).await?;
    sqlx::query!(
        "insert into incident_area (incident_id, area_id) select $1, area_id from unnest($2::uuid[]) as area_id",
        id,
        &draft.areas
    )
    .execute(tx)
    .await?;
    Ok(number)
}

/// Blocks, RT and RW with their names.
pub async fn areas(tx: &mut TenantTx) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!(
        r#"select a.area_id as "id!", a.name as "name!", p.name as "parent?"
             from area_mark a left join area_mark p on p.complex_id = a.complex_id and p.area_id = a.parent_id
            order by a.kind, p.sort_key nulls first, a.sort_key"#
    );
    let named = |name: String, parent: Option<String>| match parent {
        Some(parent) => format!("{name} / {parent}"),
        None => name,
    };
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.id, named(row.name, row.parent))).collect())
}

/// Houses that it reaches.
pub async fn houses(tx: &mut TenantTx, id: Uuid) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"select count(*) as "count!" from incident_houses($1)"#, id);
    Ok(count.fetch_one(tx).await?)
}

/// Everybody whom it concerns, each once: who lives there, who reported it, who said "saya juga".
pub async fn concerned(tx: &mut TenantTx, id: Uuid, today: Date) -> Result<Vec<Recipient>> {
    let people = sqlx::query_scalar!(
        r#"select person_id as "person!: PersonId" from incident_people($1, $2)"#,
        id,
        today
    );
    let people = people.fetch_all(&mut *tx).await?;
    let uuids: Vec<Uuid> = people.iter().map(|person| person.uuid()).collect();
    let others = sqlx::query_scalar!(
        r#"select x.account_id as "account!: AccountId"
             from (select reported_by as account_id from complaint where incident_id = $1
                   union select account_id from incident_supporter where incident_id = $1) x
            where x.account_id is not null
              and not exists (select from person_mark p
                               where p.account_id = x.account_id
                                 and (p.person_id = any ($2) or p.merged_into = any ($2)))"#,
        id,
        &uuids
    );
    let others = others.fetch_all(tx).await?;
    Ok(people.into_iter().map(Recipient::Person).chain(others.into_iter().map(Recipient::Account)).collect())
}

/// What its people are told.
pub struct New<'a> {
    pub step: Step,
    pub words: &'a str,
    pub expected_at: Option<Instant>,
    pub told: usize,
}

/// One more line of its story; what is expected and whether it is over follow from it.
pub async fn add_news(tx: &mut TenantTx, id: Uuid, new: &New<'_>) -> Result<()> {
    let news = EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into incident_news (news_id, incident_id, kind, words, expected_at, told) values ($1, $2, $3, $4, $5, $6)",
        news,
        id,
        new.step.code(),
        new.words,
        new.expected_at,
        i32::try_from(new.told).unwrap_or(i32::MAX),
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update incident
            set expected_at = $2, ended_at = case when $3 then scope_now() end
          where incident_id = $1",
        id,
        new.expected_at,
        new.step == Step::Ended,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A line of its story.
pub struct News {
    pub step: Step,
    pub words: String,
    pub expected_at: Option<Instant>,
    pub told: i32,
    pub at: Instant,
    pub by: String,
}

/// The newest first.
pub async fn news(tx: &mut TenantTx, id: Uuid) -> Result<Vec<News>> {
    let rows = sqlx::query_as!(
        News,
        r#"select kind as "step: Step", words, expected_at, told, at,
                  coalesce((select name from account_names(array[by_account])), '') as "by!"
             from incident_news where incident_id = $1 order by news_id desc"#,
        id
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A complaint that belongs to it, or could.
pub struct Member {
    pub id: Uuid,
    pub number: i32,
    pub place: String,
    pub words: String,
    pub state: State,
    pub is_own: bool,
}

/// Those that belong to it.
pub async fn members(tx: &mut TenantTx, id: Uuid) -> Result<Vec<Member>> {
    let rows = sqlx::query_as!(
        Member,
        r#"select c.complaint_id as id, c.number, coalesce(u.code, c.place) as "place!", c.words,
                  c.state as "state: State", c.reported_by = current_account() as "is_own!"
             from complaint c left join unit_mark u using (complex_id, unit_id)
            where c.incident_id = $1 order by c.number"#,
        id
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Open ones of its category that could: in one of its houses, or about the commons.
pub async fn candidates(tx: &mut TenantTx, id: Uuid, category: Category) -> Result<Vec<Member>> {
    let rows = sqlx::query_as!(
        Member,
        r#"select c.complaint_id as id, c.number, coalesce(u.code, c.place) as "place!", c.words,
                  c.state as "state: State", c.reported_by = current_account() as "is_own!"
             from complaint c left join unit_mark u using (complex_id, unit_id)
            where c.category = $2 and c.state in ('received', 'assigned', 'working', 'waiting') and c.incident_id is null
              and (c.unit_id is null or c.unit_id in (select h.unit_id from incident_houses($1) h))
            order by c.number desc limit 100"#,
        id,
        category.code()
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Id and title of the incident that a complaint belongs to.
pub async fn of_complaint(tx: &mut TenantTx, complaint: Uuid) -> Result<Option<(Uuid, String)>> {
    let row = sqlx::query!(
        "select i.incident_id, i.title from complaint c join incident i using (complex_id, incident_id)
          where c.complaint_id = $1",
        complaint
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.incident_id, row.title)))
}

/// These join it, if they are open and belong to none. Answers how many did.
pub async fn gather(tx: &mut TenantTx, id: Uuid, complaints: &[Uuid]) -> Result<Vec<Uuid>> {
    let joined = sqlx::query_scalar!(
        "update complaint set incident_id = $1
          where complaint_id = any ($2) and incident_id is null
            and state in ('received', 'assigned', 'working', 'waiting')
        returning complaint_id",
        id,
        complaints
    );
    Ok(joined.fetch_all(tx).await?)
}

/// Open ones of the caller in this category.
pub async fn own_open(tx: &mut TenantTx, category: Category) -> Result<Vec<Uuid>> {
    let rows = sqlx::query_scalar!(
        "select complaint_id from complaint
          where reported_by = current_account() and category = $1 and incident_id is null
            and state in ('received', 'assigned', 'working', 'waiting')",
        category.code()
    );
    Ok(rows.fetch_all(tx).await?)
}

/// It stands on its own again. Was it one of these?
pub async fn release(tx: &mut TenantTx, id: Uuid, complaint: Uuid) -> Result<bool> {
    let gone = sqlx::query!(
        "update complaint set incident_id = null where incident_id = $1 and complaint_id = $2",
        id,
        complaint
    );
    Ok(gone.execute(tx).await?.rows_affected() > 0)
}

/// Says "saya juga", or takes it back. Says it now?
pub async fn support(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let gone = sqlx::query!(
        "delete from incident_supporter where incident_id = $1 and account_id = current_account()",
        id
    );
    if gone.execute(&mut *tx).await?.rows_affected() > 0 {
        return Ok(false);
    }
    sqlx::query!("insert into incident_supporter (incident_id) values ($1)", id).execute(tx).await?;
    Ok(true)
}
