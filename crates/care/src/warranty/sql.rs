//! Statements about terms and complaints under warranty.

use kernel::{Date, EventId, Zone};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::Term;
use crate::complaint::model::{Category, State};

pub async fn terms(tx: &mut TenantTx) -> Result<Vec<Term>> {
    let rows = sqlx::query_as!(
        Term,
        r#"select term_id as id, name, category as "category: Category", months, target_days
             from warranty_term order by category, months, name"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// These and no others.
pub async fn keep_terms(tx: &mut TenantTx, terms: &[Term]) -> Result<()> {
    let kept: Vec<Uuid> = terms.iter().map(|term| term.id).collect();
    sqlx::query!("delete from warranty_term where term_id <> all ($1)", &kept).execute(&mut *tx).await?;
    for term in terms {
        sqlx::query!(
            "insert into warranty_term (term_id, name, category, months, target_days) values ($1, $2, $3, $4, $5)
             on conflict (complex_id, term_id) do update
                set name = excluded.name, category = excluded.category, months = excluded.months,
                    target_days = excluded.target_days",
            term.id,
            term.name,
            term.category.code(),
            term.months,
            term.target_days,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

pub fn new_id(tx: &TenantTx) -> Uuid {
    EventId::new(tx.now()).uuid()
}

/// When the house of a complaint was handed over, and when the complaint was reported; none: the commons, or nobody knows.
pub async fn handover(tx: &mut TenantTx, complaint: Uuid, zone: Zone) -> Result<Option<(Date, Date)>> {
    let row = sqlx::query!(
        r#"select u.handed_over_on as "handed_over_on!", c.created_at
             from complaint c join unit_mark u using (complex_id, unit_id)
            where c.complaint_id = $1 and u.handed_over_on is not null"#,
        complaint
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.handed_over_on, zone.date(row.created_at))))
}

/// A complaint under warranty.
pub struct Covered {
    pub term: String,
    pub handed_over_on: Date,
    pub until_on: Date,
    pub due_on: Date,
    pub refused: String,
}

pub async fn of_complaint(tx: &mut TenantTx, complaint: Uuid) -> Result<Option<Covered>> {
    let row = sqlx::query_as!(
        Covered,
        "select term, handed_over_on, until_on, due_on, refused from complaint_warranty where complaint_id = $1",
        complaint
    );
    Ok(row.fetch_optional(tx).await?)
}

/// Puts a complaint under a term, or under another one.
pub async fn put(
    tx: &mut TenantTx,
    complaint: Uuid,
    term: &Term,
    (handed_over_on, until_on): (Date, Date),
    reported_on: Date,
) -> Result<()> {
    sqlx::query!(
        "insert into complaint_warranty (complaint_id, term, handed_over_on, until_on, reported_on, due_on)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (complex_id, complaint_id) do update
            set term = excluded.term, until_on = excluded.until_on, due_on = excluded.due_on, refused = ''",
        complaint,
        term.name,
        handed_over_on,
        until_on,
        reported_on,
        term.due(reported_on),
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn refuse(tx: &mut TenantTx, complaint: Uuid, why: &str) -> Result<bool> {
    let gone = sqlx::query!(
        "update complaint_warranty set refused = $2 where complaint_id = $1 and refused = ''",
        complaint,
        why
    );
    Ok(gone.execute(tx).await?.rows_affected() > 0)
}

/// Which lines of the list are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    Running,
    /// Running, and past the day.
    Late,
    Over,
    All,
}

/// A line of the list of what is under warranty.
pub struct Row {
    pub id: Uuid,
    pub number: i32,
    pub unit: String,
    pub term: String,
    pub handed_over_on: Date,
    pub until_on: Date,
    pub reported_on: Date,
    pub due_on: Date,
    pub state: State,
    pub words: String,
    /// The day on which it was solved, in the zone.
    pub solved_on: Option<Date>,
}

/// What is due first stands first.
pub async fn rows(tx: &mut TenantTx, shelf: Shelf, zone: Zone, most: i64) -> Result<Vec<Row>> {
    let today = zone.date(tx.now());
    let rows = sqlx::query!(
        r#"select c.complaint_id as id, c.number, u.code as "unit!", w.term, w.handed_over_on, w.until_on,
                  w.reported_on, w.due_on, c.state as "state: State", c.words, c.solved_at
             from complaint_warranty w
             join complaint c using (complex_id, complaint_id)
             join unit_mark u using (complex_id, unit_id)
            where w.refused = ''
              and ($1 or (c.state in ('received', 'assigned', 'working', 'waiting')) = $2)
              and (not $3 or w.due_on < $4)
            order by w.due_on, w.complaint_id limit $5"#,
        shelf == Shelf::All,
        shelf != Shelf::Over,
        shelf == Shelf::Late,
        today,
        most,
    );
    let of = rows.fetch_all(tx).await?.into_iter().map(|row| Row {
        id: row.id,
        number: row.number,
        unit: row.unit,
        term: row.term,
        handed_over_on: row.handed_over_on,
        until_on: row.until_on,
        reported_on: row.reported_on,
        due_on: row.due_on,
        state: row.state,
        words: row.words,
        solved_on: row.solved_at.map(|at| zone.date(at)),
    });
    Ok(of.collect())
}
