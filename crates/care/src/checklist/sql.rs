//! Statements about checklists.

use kernel::EventId;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::Step;
use crate::complaint::model::Category;

pub async fn template(tx: &mut TenantTx, category: Category) -> Result<Vec<String>> {
    let words = sqlx::query_scalar!(
        "select words from care_step where category = $1 order by position",
        category.code()
    );
    Ok(words.fetch_all(tx).await?)
}

pub async fn keep(tx: &mut TenantTx, category: Category, steps: &[String]) -> Result<()> {
    let ids: Vec<Uuid> = steps.iter().map(|_| EventId::new(tx.now()).uuid()).collect();
    sqlx::query!(
        "delete from care_step where category = $1 and position > cardinality($2::text[])",
        category.code(),
        steps
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into care_step (step_id, category, position, words)
         select id, $1, place::smallint, words from unnest($2::uuid[], $3::text[]) with ordinality as n (id, words, place)
         on conflict (complex_id, category, position) do update set words = excluded.words",
        category.code(),
        &ids,
        steps
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The steps of its category, unless it has some already.
pub async fn copy(tx: &mut TenantTx, complaint: Uuid, category: Category) -> Result<()> {
    sqlx::query!(
        "insert into complaint_step (step_id, complaint_id, position, words)
         select gen_random_uuid(), $1, s.position, s.words from care_step s
          where s.category = $2 and not exists (select from complaint_step o where o.complaint_id = $1)",
        complaint,
        category.code()
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn of_complaint(tx: &mut TenantTx, complaint: Uuid) -> Result<Vec<Step>> {
    let rows = sqlx::query_as!(
        Step,
        r#"select step_id as id, words, done_at, coalesce(account_name(done_by), '') as "by!"
             from complaint_step where complaint_id = $1 order by position"#,
        complaint
    );
    Ok(rows.fetch_all(tx).await?)
}

/// One that is done already stays whose it is. Was there such a step?
pub async fn tick(tx: &mut TenantTx, complaint: Uuid, step: Uuid, is_done: bool) -> Result<bool> {
    let done = sqlx::query!(
        "update complaint_step
            set done_at = case when $3 then coalesce(done_at, scope_now()) end,
                done_by = case when $3 then coalesce(done_by, current_account()) end
          where complaint_id = $1 and step_id = $2",
        complaint,
        step,
        is_done
    );
    Ok(done.execute(tx).await?.rows_affected() > 0)
}
