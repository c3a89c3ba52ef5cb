//! Statements about what a complex promises, and about the clocks that are counted anew.

use kernel::{Date, EventId, Instant};
use serde::Deserialize;
use sqlx::types::Json;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{
    holiday::{Holiday, HolidayKind},
    model::{Level, Rule, Running},
};
use crate::{
    clock::Week,
    complaint::model::{Category, Priority},
};

/// What a complex set; the rest is as the house knows it.
pub struct Stored {
    pub week: Option<Json<Week>>,
    pub days: Vec<Date>,
    pub years: Vec<i32>,
    pub rules: Json<Vec<StoredRule>>,
    pub levels: Json<Vec<StoredLevel>>,
}

#[derive(Debug, Deserialize)]
pub struct StoredRule {
    pub category: Category,
    pub priority: Priority,
    pub assignee: String,
}

#[derive(Debug, Deserialize)]
pub struct StoredLevel {
    pub category: Category,
    pub priority: Priority,
    respond_minutes: i32,
    resolve_minutes: i32,
}

impl StoredLevel {
    pub const fn level(&self) -> Level {
        Level { respond_minutes: self.respond_minutes, resolve_minutes: self.resolve_minutes }
    }
}

pub async fn stored(tx: &mut TenantTx) -> Result<Stored> {
    let row = sqlx::query_as!(
        Stored,
        r#"select (select week from care_setting) as "week: Json<Week>",
                  array(select day from care_holiday) as "days!",
                  array(select year::int from care_year) as "years!",
                  (select coalesce(jsonb_agg(jsonb_build_object(
                              'category', category, 'priority', priority, 'assignee', assignee)), '[]')
                     from care_category) as "rules!: Json<Vec<StoredRule>>",
                  (select coalesce(jsonb_agg(jsonb_build_object(
                              'category', category, 'priority', priority, 'respond_minutes', respond_minutes,
                              'resolve_minutes', resolve_minutes)), '[]')
                     from care_level) as "levels!: Json<Vec<StoredLevel>>""#
    );
    Ok(row.fetch_one(tx).await?)
}

/// Behind whoever files a complaint now, and before whoever files the next: the lock of the complex's complaint numbers.
pub async fn stand_in_line(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('complaint' || current_complex()::text, 0))")
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn has_year(tx: &mut TenantTx, year: i32) -> Result<bool> {
    let has =
        sqlx::query_scalar!(r#"select exists (select from care_year where year = $1::int) as "has!""#, year);
    Ok(has.fetch_one(tx).await?)
}

/// None: as the house knows it.
pub async fn save_week(tx: &mut TenantTx, week: Option<&Week>) -> Result<()> {
    let Some(week) = week else {
        sqlx::query!("delete from care_setting").execute(tx).await?;
        return Ok(());
    };
    let id = EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into care_setting (setting_id, week) values ($1, $2)
         on conflict (complex_id) do update set week = excluded.week, updated_at = scope_now()",
        id,
        Json(week) as Json<&Week>,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn save_rule(tx: &mut TenantTx, category: Category, rule: &Rule) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into care_category (rule_id, category, priority, assignee) values ($1, $2, $3, $4)
         on conflict (complex_id, category) do update
            set priority = excluded.priority, assignee = excluded.assignee, updated_at = scope_now()",
        EventId::new(now).uuid(),
        category.code(),
        rule.priority.code(),
        rule.assignee,
    )
    .execute(&mut *tx)
    .await?;
    for priority in Priority::ALL {
        let level = rule.level(priority);
        sqlx::query!(
            "insert into care_level (level_id, category, priority, respond_minutes, resolve_minutes)
             values ($1, $2, $3, $4, $5)
             on conflict (complex_id, category, priority) do update
                set respond_minutes = excluded.respond_minutes, resolve_minutes = excluded.resolve_minutes",
            EventId::new(now).uuid(),
            category.code(),
            priority.code(),
            level.respond_minutes,
            level.resolve_minutes,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// As the house knows it.
pub async fn forget_rule(tx: &mut TenantTx, category: Category) -> Result<()> {
    sqlx::query!("delete from care_category where category = $1", category.code()).execute(tx).await?;
    Ok(())
}

/// The days of a year that are the complex's own rows, in their order.
pub async fn days(tx: &mut TenantTx, year: i32) -> Result<Vec<Holiday>> {
    let rows = sqlx::query_as!(
        Holiday,
        r#"select day, kind as "kind: HolidayKind", name from care_holiday
            where day >= make_date($1, 1, 1) and day < make_date($1 + 1, 1, 1) order by day"#,
        year
    );
    Ok(rows.fetch_all(tx).await?)
}

/// From now on the complex keeps this year's list itself.
pub async fn keep_year(tx: &mut TenantTx, year: i32) -> Result<()> {
    let id = EventId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into care_year (year_id, year) values ($1, $2::int)
         on conflict (complex_id, year) do update set updated_at = scope_now()",
        id,
        year
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A day that is there already takes the new name.
pub async fn keep_days(tx: &mut TenantTx, days: &[Holiday]) -> Result<()> {
    let now = tx.now();
    let ids: Vec<Uuid> = days.iter().map(|_| EventId::new(now).uuid()).collect();
    let dates: Vec<Date> = days.iter().map(|day| day.day).collect();
    let kinds: Vec<String> = days.iter().map(|day| day.kind.code().to_owned()).collect();
    let names: Vec<String> = days.iter().map(|day| day.name.clone()).collect();
    sqlx::query!(
        "insert into care_holiday (holiday_id, day, kind, name)
         select * from unnest($1::uuid[], $2::date[], $3::text[], $4::text[])
         on conflict (complex_id, day) do update set kind = excluded.kind, name = excluded.name",
        &ids,
        &dates,
        &kinds,
        &names,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Was there such a day?
pub async fn drop_day(tx: &mut TenantTx, day: Date) -> Result<bool> {
    let gone = sqlx::query!("delete from care_holiday where day = $1", day);
    Ok(gone.execute(tx).await?.rows_affected() > 0)
}

/// Those of the decree; the complex's own days stay.
pub async fn drop_list(tx: &mut TenantTx, year: i32) -> Result<()> {
    sqlx::query!(
        "delete from care_holiday
          where day >= make_date($1, 1, 1) and day < make_date($1 + 1, 1, 1) and kind <> 'own'",
        year
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The clocks of all open complaints; nobody moves one until this transaction is over.
pub async fn running(tx: &mut TenantTx) -> Result<Vec<(Uuid, Running)>> {
    let rows = sqlx::query!(
        r#"select complaint_id, category as "category: Category", problem_id, priority as "priority: Priority", spent_minutes,
                  running_since, responded_at is not null as "is_answered!", respond_due, resolve_due, promised_minutes
             from complaint where state in ('received', 'assigned', 'working', 'waiting')
            order by complaint_id for update"#
    );
    let rows = rows.fetch_all(tx).await?.into_iter();
    let running = rows.map(|row| {
        let running = Running {
            category: row.category,
            problem: row.problem_id,
            priority: row.priority,
            spent_minutes: row.spent_minutes,
            running_since: row.running_since,
            is_answered: row.is_answered,
            respond_due: row.respond_due,
            resolve_due: row.resolve_due,
            promised_minutes: row.promised_minutes,
        };
        (row.complaint_id, running)
    });
    Ok(running.collect())
}

pub async fn keep_running(tx: &mut TenantTx, clocks: &[(Uuid, Running)]) -> Result<()> {
    let ids: Vec<Uuid> = clocks.iter().map(|(id, _)| *id).collect();
    let spent: Vec<i64> = clocks.iter().map(|(_, clock)| clock.spent_minutes).collect();
    let since: Vec<Option<Instant>> = clocks.iter().map(|(_, clock)| clock.running_since).collect();
    let respond: Vec<Instant> = clocks.iter().map(|(_, clock)| clock.respond_due).collect();
    let resolve: Vec<Option<Instant>> = clocks.iter().map(|(_, clock)| clock.resolve_due).collect();
    let promised: Vec<i64> = clocks.iter().map(|(_, clock)| clock.promised_minutes).collect();
    sqlx::query!(
        "update complaint c
            set spent_minutes = n.spent, running_since = n.since, respond_due = n.respond, resolve_due = n.resolve,
                promised_minutes = n.promised
           from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::bigint[])
                as n (complaint_id, spent, since, respond, resolve, promised)
          where c.complaint_id = n.complaint_id",
        &ids,
        &spent,
        &since as &[Option<Instant>],
        &respond,
        &resolve as &[Option<Instant>],
        &promised,
    )
    .execute(tx)
    .await?;
    Ok(())
}
