//! Statements about categories of the complex's own, problems and places.

use kernel::EventId;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Class, Names, Problem};
use crate::{
    complaint::model::{Category, Priority},
    setting::Level,
};

pub async fn names(tx: &mut TenantTx) -> Result<Names> {
    let rows = sqlx::query!(
        r#"select number, name, retired_at is not null as "is_retired!" from care_class order by number"#
    );
    let rows = rows.fetch_all(tx).await?.into_iter();
    let class = |(number, name, is_retired)| {
        Category::own(number).map(|category| Class { category, name, is_retired })
    };
    Ok(Names(rows.filter_map(|row| class((row.number, row.name, row.is_retired))).collect()))
}

/// None: another one that is offered has this name, or there are as many as there may be.
pub async fn add_class(tx: &mut TenantTx, name: &str, most: i64) -> Result<Option<Category>> {
    let id = EventId::new(tx.now()).uuid();
    let number = sqlx::query_scalar!(
        "insert into care_class (class_id, number, name)
         select $1, (select coalesce(max(number), 0) + 1 from care_class), $2
          where (select count(*) from care_class) < $3
         on conflict do nothing returning number",
        id,
        name,
        most
    );
    Ok(number.fetch_optional(tx).await?.and_then(Category::own))
}

/// False: another one that is offered has this name.
pub async fn keep_class(tx: &mut TenantTx, code: &str, name: &str, is_retired: bool) -> Result<bool> {
    let done = sqlx::query!(
        "update care_class k
            set name = $2, retired_at = case when $3 then coalesce(retired_at, scope_now()) end
          where 'own-' || number = $1
            and ($3 or not exists (select from care_class o
                                    where o.class_id <> k.class_id and o.retired_at is null
                                      and lower(o.name) = lower($2)))",
        code,
        name,
        is_retired
    );
    Ok(done.execute(tx).await?.rows_affected() > 0)
}

/// Only one changes what things are called at a time.
pub async fn lock(tx: &mut TenantTx) -> Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('classifier' || current_complex()::text, 0))"
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// All of them, retired ones too, by their names.
pub async fn problems(tx: &mut TenantTx) -> Result<Vec<Problem>> {
    let rows = sqlx::query!(
        r#"select problem_id, category as "category: Category", name, priority as "priority: Priority", assignee,
                  respond_minutes, resolve_minutes, retired_at is not null as "is_retired!"
             from care_problem order by lower(name), problem_id"#
    );
    let rows = rows.fetch_all(tx).await?.into_iter();
    let problem = rows.map(|row| Problem {
        id: row.problem_id,
        category: row.category,
        name: row.name,
        priority: row.priority,
        assignee: row.assignee,
        level: row
            .respond_minutes
            .zip(row.resolve_minutes)
            .map(|(respond_minutes, resolve_minutes)| Level { respond_minutes, resolve_minutes }),
        is_retired: row.is_retired,
    });
    Ok(problem.collect())
}

pub async fn find_problem(tx: &mut TenantTx, id: Uuid) -> Result<Option<Problem>> {
    Ok(problems(tx).await?.into_iter().find(|problem| problem.id == id))
}

/// False: another one of its category that is offered has this name.
pub async fn keep_problem(tx: &mut TenantTx, problem: &Problem) -> Result<bool> {
    let done = sqlx::query!(
        "insert into care_problem (problem_id, category, name, priority, assignee, respond_minutes, resolve_minutes,
                                   retired_at)
         select $1, $2, $3, $4, $5, $6, $7, case when $8 then scope_now() end
          where $8 or not exists (select from care_problem o
                                   where o.problem_id <> $1 and o.category = $2 and o.retired_at is null
                                     and lower(o.name) = lower($3))
         on conflict (complex_id, problem_id) do update
            set name = excluded.name, priority = excluded.priority, assignee = excluded.assignee,
                respond_minutes = excluded.respond_minutes, resolve_minutes = excluded.resolve_minutes,
                retired_at = case when $8 then coalesce(care_problem.retired_at, scope_now()) end",
        problem.id,
        problem.category.code(),
        problem.name,
        problem.priority.map(Priority::code),
        problem.assignee,
        problem.level.map(|level| level.respond_minutes),
        problem.level.map(|level| level.resolve_minutes),
        problem.is_retired,
    );
    Ok(done.execute(tx).await?.rows_affected() > 0)
}

/// In the order in which the office wrote them.
pub async fn place_names(tx: &mut TenantTx) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!("select name from care_place order by position, name").fetch_all(tx).await?)
}

/// These in place of those that were there; one that stays keeps its row.
pub async fn keep_places(tx: &mut TenantTx, names: &[String]) -> Result<()> {
    let ids: Vec<Uuid> = names.iter().map(|_| EventId::new(tx.now()).uuid()).collect();
    sqlx::query!(
        "delete from care_place where lower(name) <> all (select lower(n) from unnest($1::text[]) as n)",
        names
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into care_place (place_id, name, position)
         select id, name, place::smallint from unnest($1::uuid[], $2::text[]) with ordinality as n (id, name, place)
         on conflict (complex_id, lower(name)) do update set name = excluded.name, position = excluded.position",
        &ids,
        names
    )
    .execute(tx)
    .await?;
    Ok(())
}
