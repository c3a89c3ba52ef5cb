//! Statements about complaints.

use kernel::{AccountId, Date, FileId, Instant};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Category, Move, Priority, State, Timer};

/// A complaint as it stands.
pub struct Complaint {
    pub id: Uuid,
    pub number: i32,
    pub category: Category,
    /// One below its category, and how it is called; empty: none.
    pub problem: Option<Uuid>,
    pub problem_name: String,
    pub priority: Priority,
    /// Its house's code, or where in the commons.
    pub place: String,
    pub is_common: bool,
    pub words: String,
    pub state: State,
    pub reason: String,
    pub assignee: String,
    pub vendor: Option<Uuid>,
    pub created_at: Instant,
    pub reporter: String,
    pub is_own: bool,
    pub responded_at: Option<Instant>,
    pub spent_minutes: i64,
    pub running_since: Option<Instant>,
    pub respond_due: Instant,
    pub resolve_due: Option<Instant>,
    pub due_at: Option<Instant>,
    pub reopened: i32,
    pub rating: Option<i16>,
    pub rating_words: String,
    pub supporters: i64,
    pub is_supported: bool,
    /// When it closes by itself; none: it does not.
    pub closes_at: Option<Instant>,
    /// Whom the office heard on the telephone.
    pub caller: String,
    pub merged_into: Option<Uuid>,
    pub merged_number: Option<i32>,
}

impl Complaint {
    /// Solved, and its reporter wrote since: it does not close by itself before the office has answered.
    pub fn is_held(&self) -> bool {
        self.state == State::Solved && self.closes_at.is_none()
    }

    pub const fn timer(&self) -> Timer {
        Timer {
            spent_minutes: self.spent_minutes,
            running_since: self.running_since,
            resolve_due: self.resolve_due,
        }
    }

    pub fn into_line(self) -> Line {
        Line {
            id: self.id,
            number: self.number,
            category: self.category,
            place: self.place,
            words: self.words,
            state: self.state,
            assignee: self.assignee,
            created_at: self.created_at,
            due_at: self.due_at,
            closes_at: self.closes_at,
            supporters: self.supporters,
        }
    }
}

/// A line of a list.
pub struct Line {
    pub id: Uuid,
    pub number: i32,
    pub category: Category,
    pub place: String,
    pub words: String,
    pub state: State,
    pub assignee: String,
    pub created_at: Instant,
    pub due_at: Option<Instant>,
    pub closes_at: Option<Instant>,
    pub supporters: i64,
}

pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Complaint>> {
    let row = sqlx::query_as!(
        Complaint,
        r#"select c.complaint_id as id, c.number, c.category as "category: Category", c.priority as "priority: Priority",
                  coalesce(u.code, c.place) as "place!", c.unit_id is null as "is_common!", c.words,
                  c.state as "state: State", c.reason, c.assignee, c.vendor_id as vendor, c.created_at,
                  c.problem_id as problem,
                  coalesce((select p.name from care_problem p where p.problem_id = c.problem_id), '') as "problem_name!",
                  coalesce(account_name(c.reported_by), '') as "reporter!",
                  coalesce(c.reported_by = current_account(), false) as "is_own!", c.responded_at, c.spent_minutes, c.running_since,
                  c.respond_due, c.resolve_due, c.due_at, c.reopened, c.rating, c.rating_words,
                  (select count(*) from complaint_supporter s where s.complaint_id = c.complaint_id) as "supporters!",
                  exists (select from complaint_supporter s
                           where s.complaint_id = c.complaint_id and s.account_id = current_account()) as "is_supported!",
                  c.closes_at, c.caller, c.merged_into,
                  (select m.number from complaint m where m.complaint_id = c.merged_into) as merged_number
             from complaint c left join unit_mark u using (complex_id, unit_id) where c.complaint_id = $1"#,
        id
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn locked(tx: &mut TenantTx, id: Uuid) -> Result<Option<Complaint>> {
    sqlx::query!("select complaint_id from complaint where complaint_id = $1 for update", id)
        .fetch_optional(&mut *tx)
        .await?;
    find(tx, id).await
}

/// Which lines a resident sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Reported by the caller.
    Own,
    /// About the commons, by anybody; what went on in another one is that one.
    Commons,
}

/// The newest first.
pub async fn shared(tx: &mut TenantTx, shelf: Shelf, before: Option<i32>, limit: i64) -> Result<Vec<Line>> {
    let rows = sqlx::query_as!(
        Line,
        r#"select c.complaint_id as id, c.number, c.category as "category: Category", coalesce(u.code, c.place) as "place!",
                  c.words, c.state as "state: State", '' as "assignee!", c.created_at, c.due_at,
                  c.closes_at,
                  (select count(*) from complaint_supporter s where s.complaint_id = c.complaint_id) as "supporters!"
             from complaint c left join unit_mark u using (complex_id, unit_id)
            where (not $1 or c.reported_by = current_account())
              and (not $4 or c.unit_id is null and c.merged_into is null)
              and ($2::int is null or c.number < $2)
            order by c.number desc limit $3"#,
        shelf == Shelf::Own,
        before,
        limit,
        shelf == Shelf::Commons,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The caller's houses today.
pub async fn own_houses(tx: &mut TenantTx, today: Date) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!(
        r#"select distinct u.unit_id as "unit_id!", u.code as "code!" from unit_mark u
             join stay s using (complex_id, unit_id)
            where s.person_id = own_person() and s.period @> $1::date and s.kind <> 'staff' and u.retired_at is null
            order by 2"#,
        today
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.unit_id, row.code)).collect())
}

/// How many the caller reported since each of these instants, by themselves.
pub async fn reported_since(tx: &mut TenantTx, day: Instant, moment: Instant) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) as "day!", count(*) filter (where created_at > $2) as "moment!" from complaint
            where reported_by = current_account() and filed_by is null and created_at > $1"#,
        day,
        moment
    );
    let row = row.fetch_one(tx).await?;
    Ok((row.day, row.moment))
}

/// What is reported.
pub struct New<'a> {
    pub category: Category,
    pub priority: Priority,
    /// Who does it as a rule; empty: nobody yet.
    pub assignee: &'a str,
    pub problem: Option<Uuid>,
    pub promised_minutes: i64,
    pub unit: Option<Uuid>,
    pub place: &'a str,
    pub words: &'a str,
    pub respond_due: Instant,
    pub timer: Timer,
    /// None: the caller.
    pub reporter: Option<AccountId>,
    /// Written down by the caller for somebody on the telephone, who is called so.
    pub is_call: bool,
    pub heard: &'a str,
}

/// Gives it the complex's next number.
pub async fn add(tx: &mut TenantTx, id: Uuid, new: &New<'_>) -> Result<i32> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('complaint' || current_complex()::text, 0))")
        .execute(&mut *tx)
        .await?;
    let number = sqlx::query_scalar!(
        "insert into complaint (complaint_id, number, category, priority, unit_id, place, words, running_since,
                                respond_due, resolve_due, assignee, promised_minutes, reported_by, filed_by, caller,
                                problem_id, vendor_id, executor)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                coalesce($12, current_account()), case when $13 then current_account() end, $14, $15, vendor_named($10), executor_named($10) from complaint
         returning number",
        id,
        new.category.code(),
        new.priority.code(),
        new.unit,
        new.place,
        new.words,
        new.timer.running_since,
        new.respond_due,
        new.timer.resolve_due,
        new.assignee,
        new.promised_minutes,
        new.reporter as Option<AccountId>,
        new.is_call,
        new.heard,
        new.problem,
    );
    let number = number.fetch_one(&mut *tx).await?;
    note(tx, id, "filed", Some(State::Received), "").await?;
    Ok(number)
}

/// One more line of its story. `kind` is one of the table's.
pub async fn note(tx: &mut TenantTx, id: Uuid, kind: &str, state: Option<State>, words: &str) -> Result<()> {
    let event = kernel::EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into complaint_event (event_id, complaint_id, kind, state, words) values ($1, $2, $3, $4, $5)",
        event,
        id,
        kind,
        state.map(State::code),
        words,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Who is told of it besides its reporter, unless it is the caller.
pub async fn supporters_elsewhere(tx: &mut TenantTx, id: Uuid) -> Result<Vec<AccountId>> {
    let supporters = sqlx::query_scalar!(
        r#"select account_id as "account_id: AccountId" from complaint_supporter
            where complaint_id = $1 and account_id is distinct from current_account() order by 1"#,
        id
    );
    Ok(supporters.fetch_all(tx).await?)
}

/// Whoever is signed in; nobody in a job.
pub async fn caller(tx: &mut TenantTx) -> Result<Option<AccountId>> {
    Ok(sqlx::query_scalar!(r#"select current_account() as "account: AccountId""#).fetch_one(tx).await?)
}

pub async fn executor_elsewhere(tx: &mut TenantTx, id: Uuid) -> Result<Option<AccountId>> {
    let executor = sqlx::query_scalar!(
        r#"select executor as "executor!: AccountId" from complaint
            where complaint_id = $1 and executor is not null and executor is distinct from current_account()"#,
        id
    );
    Ok(executor.fetch_optional(tx).await?)
}

/// Its reporter, unless it is the caller.
pub async fn reporter_elsewhere(tx: &mut TenantTx, id: Uuid) -> Result<Option<AccountId>> {
    let reporter = sqlx::query_scalar!(
        r#"select reported_by as "reported_by: AccountId" from complaint
            where complaint_id = $1 and reported_by is distinct from current_account()"#,
        id
    );
    Ok(reporter.fetch_optional(tx).await?)
}

/// The office has answered, if it had not.
pub async fn responded(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    sqlx::query!(
        "update complaint set responded_at = scope_now() where complaint_id = $1 and responded_at is null",
        id
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps a move; whatever of times belongs to the state it reaches follows from it.
pub async fn keep(
    tx: &mut TenantTx,
    id: Uuid,
    step: Move,
    to: State,
    timer: Timer,
    promised_minutes: i64,
    words: &str,
) -> Result<()> {
    sqlx::query!(
        "update complaint
            set state = $2, spent_minutes = $3, running_since = $4, resolve_due = $5,
                promised_minutes = case when $2 = 'closed' then promised_minutes else $8 end,
                assignee = case when $6 = 'assign' then $7 else assignee end,
                vendor_id = case when $6 = 'assign' then vendor_named($7) else vendor_id end,
                executor = case when $6 = 'assign' then executor_named($7) else executor end,
                reason = case when $6 = 'assign' then reason when $2 in ('waiting', 'rejected') then $7 else '' end,
                responded_at = coalesce(responded_at, scope_now()),
                solved_at = case $2 when 'solved' then scope_now() when 'closed' then solved_at end,
                closed_at = case when $2 = 'closed' then scope_now() end, closes_at = null, warned_at = null,
                reopened = reopened + ($6 = 'reopen')::int
          where complaint_id = $1",
        id,
        to.code(),
        timer.spent_minutes,
        timer.running_since,
        timer.resolve_due,
        step.code(),
        words,
        promised_minutes,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn rate(tx: &mut TenantTx, id: Uuid, stars: i16, words: &str) -> Result<()> {
    sqlx::query!(
        "update complaint set rating = $2, rating_words = $3 where complaint_id = $1",
        id,
        stars,
        words
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A line of its story.
pub struct Event {
    pub kind: String,
    pub state: Option<State>,
    pub words: String,
    pub at: Instant,
    pub by: String,
}

/// The newest first. The notes of the office are only in the office's.
pub async fn events(tx: &mut TenantTx, id: Uuid, with_notes: bool) -> Result<Vec<Event>> {
    let rows = sqlx::query_as!(
        Event,
        r#"select kind, state as "state: State", words, at,
                  coalesce((select name from account_names(array[by_account])), '') as "by!"
             from complaint_event where complaint_id = $1 and ($2 or kind <> 'note') order by event_id desc"#,
        id,
        with_notes,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn add_file(tx: &mut TenantTx, id: Uuid, file: FileId) -> Result<()> {
    sqlx::query!("insert into complaint_file (complaint_id, file_id) values ($1, $2)", id, file.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn files(tx: &mut TenantTx, id: Uuid) -> Result<Vec<FileId>> {
    let rows = sqlx::query_scalar!(
        r#"select file_id as "file_id: FileId" from complaint_file where complaint_id = $1 order by file_id"#,
        id
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Says "saya juga", or takes it back.
pub async fn support(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    let gone = sqlx::query!(
        "delete from complaint_supporter where complaint_id = $1 and account_id = current_account()",
        id
    );
    if gone.execute(&mut *tx).await?.rows_affected() == 0 {
        sqlx::query!("insert into complaint_supporter (complaint_id) values ($1)", id).execute(tx).await?;
    }
    Ok(())
}

/// Somebody says "saya juga" where nobody is signed in.
pub async fn support_as(tx: &mut TenantTx, id: Uuid, account: AccountId) -> Result<()> {
    sqlx::query!(
        "insert into complaint_supporter (complaint_id, account_id) values ($1, $2) on conflict do nothing",
        id,
        account.uuid()
    )
    .execute(tx)
    .await?;
    Ok(())
}
