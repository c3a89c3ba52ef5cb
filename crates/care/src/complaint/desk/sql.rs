//! Statements about the office's list. The functions of migration 0034 plan for the filters at hand.

use kernel::Instant;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::super::{
    model::{Category, Priority, State},
    sql::Line,
};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub state: Option<State>,
    /// Past what was promised.
    pub is_late: bool,
    pub category: Option<Category>,
    /// Empty: nobody does it yet.
    pub assignee: Option<String>,
    pub needle: Needle,
}

/// One search box, seen as a number, as the beginning of a house number, and as beginnings of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    pub number: Option<i32>,
    pub house: Option<String>,
    /// In the language of `to_tsquery`.
    pub words: Option<String>,
}

/// A place in the list: behind the line with these keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub due_at: Option<Instant>,
    pub number: i32,
}

/// The lines behind a line: what is due first stands first, then the newest.
pub async fn lines(tx: &mut TenantTx, wanted: &Wanted, after: Option<Mark>, most: i64) -> Result<Vec<Line>> {
    let rows = sqlx::query_as!(
        Line,
        r#"select c.complaint_id as "id!", c.number, c.category as "category: Category",
                  coalesce(u.code, c.place) as "place!", c.words, c.state as "state: State", c.assignee, c.created_at,
                  c.due_at, c.closes_at,
                  (select count(*) from complaint_supporter s where s.complaint_id = c.complaint_id) as "supporters!"
             from complaints_listed($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) f (complaint_id)
             join complaint c using (complaint_id) left join unit_mark u using (complex_id, unit_id)
            order by c.due_at nulls last, c.number desc"#,
        wanted.state.map(State::code),
        wanted.category.map(Category::code),
        wanted.assignee,
        wanted.is_late,
        wanted.needle.number,
        wanted.needle.house,
        wanted.needle.words,
        after.and_then(|mark| mark.due_at),
        after.map(|mark| mark.number),
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The ids alone.
pub async fn ids(tx: &mut TenantTx, wanted: &Wanted, most: i64) -> Result<Vec<Uuid>> {
    let rows = sqlx::query_scalar!(
        r#"select complaint_id as "id!"
             from complaints_listed($1, $2, $3, $4, $5, $6, $7, null, null, $8) f (complaint_id)"#,
        wanted.state.map(State::code),
        wanted.category.map(Category::code),
        wanted.assignee,
        wanted.is_late,
        wanted.needle.number,
        wanted.needle.house,
        wanted.needle.words,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// How many of a kind are not over, and how many of them are late.
pub struct Counted {
    pub state: State,
    pub category: Category,
    pub assignee: String,
    pub count: i64,
    pub late: i64,
}

pub async fn counted(tx: &mut TenantTx, needle: &Needle) -> Result<Vec<Counted>> {
    let rows = sqlx::query_as!(
        Counted,
        r#"select state as "state!: State", category as "category!: Category", assignee as "assignee!",
                  count as "count!", late as "late!" from complaints_counted($1, $2, $3)"#,
        needle.number,
        needle.house,
        needle.words,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// How many there ever were: they are numbered from one, and none is taken away.
pub async fn every(tx: &mut TenantTx) -> Result<i64> {
    let newest =
        sqlx::query_scalar!(r#"select coalesce(max(number), 0)::bigint as "newest!" from complaint"#);
    Ok(newest.fetch_one(tx).await?)
}

/// A line of a spreadsheet.
pub struct SheetRow {
    pub number: i32,
    pub category: Category,
    pub priority: Priority,
    pub place: String,
    pub words: String,
    pub state: State,
    pub assignee: String,
    pub reporter: String,
    pub created_at: Instant,
    pub due_at: Option<Instant>,
    pub solved_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub reopened: i32,
    pub rating: Option<i16>,
    pub supporters: i64,
}

impl SheetRow {
    pub const fn mark(&self) -> Mark {
        Mark { due_at: self.due_at, number: self.number }
    }
}

pub async fn sheet(
    tx: &mut TenantTx,
    wanted: &Wanted,
    after: Option<Mark>,
    most: i64,
) -> Result<Vec<SheetRow>> {
    let rows = sqlx::query_as!(
        SheetRow,
        r#"with listed as (
               select c.* from complaints_listed($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) f (complaint_id)
                 join complaint c using (complaint_id)),
           named as (
               select n.account_id, n.name
                 from account_names((select array_agg(distinct reported_by) from listed)) n)
           select l.number as "number!", l.category as "category!: Category", l.priority as "priority!: Priority",
                  coalesce(u.code, l.place) as "place!", l.words as "words!", l.state as "state!: State",
                  l.assignee as "assignee!", coalesce(nullif(l.caller, ''), n.name, '') as "reporter!",
                  l.created_at as "created_at!", l.due_at, l.solved_at, l.closed_at, l.reopened as "reopened!", l.rating,
                  (select count(*) from complaint_supporter s where s.complaint_id = l.complaint_id) as "supporters!"
             from listed l left join unit_mark u using (complex_id, unit_id)
             left join named n on n.account_id = l.reported_by
            order by l.due_at nulls last, l.number desc"#,
        wanted.state.map(State::code),
        wanted.category.map(Category::code),
        wanted.assignee,
        wanted.is_late,
        wanted.needle.number,
        wanted.needle.house,
        wanted.needle.words,
        after.and_then(|mark| mark.due_at),
        after.map(|mark| mark.number),
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Running complaints about the commons besides this one, those of its category first.
pub async fn others(tx: &mut TenantTx, id: Uuid, category: Category) -> Result<Vec<(i32, String)>> {
    let rows = sqlx::query!(
        r#"select number, place from complaint
            where unit_id is null and state in ('received', 'assigned', 'working', 'waiting') and complaint_id <> $1
            order by category = $2 desc, number desc limit 20"#,
        id,
        category.code(),
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.number, row.place)).collect())
}

/// Whose complaint becomes whose: the ones that went on in this one, with their numbers.
pub async fn merged_here(tx: &mut TenantTx, id: Uuid) -> Result<Vec<(Uuid, i32)>> {
    let rows =
        sqlx::query!("select complaint_id, number from complaint where merged_into = $1 order by number", id);
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.complaint_id, row.number)).collect())
}
