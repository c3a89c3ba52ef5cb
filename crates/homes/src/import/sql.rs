//! Statements about imports themselves. What an import writes into the homes is in `apply/sql.rs`.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use kernel::{ComplexId, ImportId, Instant, Zone};
use serde_json::Value;
use sqlx::types::Json;
use tenancy::{HallTx, Result, TenantTx};

use super::record::{Decision, Import, KEPT_DAYS, Step, StepKind};

/// Keeps a file that somebody brought.
pub async fn keep(tx: &mut TenantTx, id: ImportId, file_name: &str, content: &[u8]) -> Result<()> {
    let bytes = i64::try_from(content.len()).unwrap_or(i64::MAX);
    let insert = sqlx::query!(
        "insert into import (import_id, file_name, file_bytes) values ($1, $2, $3)",
        id as ImportId,
        file_name,
        bytes,
    );
    insert.execute(&mut *tx).await?;
    let forget_at = tx.now() + TimeDelta::days(KEPT_DAYS);
    let insert = sqlx::query!(
        "insert into import_file (import_id, content, forget_at) values ($1, $2, $3)",
        id as ImportId,
        content,
        forget_at,
    );
    insert.execute(tx).await?;
    Ok(())
}

/// The same file and decisions under a new import, to go on where an applied one left off.
pub async fn copy(tx: &mut TenantTx, from: ImportId, to: ImportId) -> Result<bool> {
    let forget_at = tx.now() + TimeDelta::days(KEPT_DAYS);
    let copied = sqlx::query!(
        "with head as (
             insert into import (import_id, file_name, file_bytes)
             select $2, i.file_name, i.file_bytes from import i join import_file f using (complex_id, import_id)
              where i.import_id = $1 returning import_id
         )
         insert into import_file (import_id, content, forget_at)
         select head.import_id, f.content, $3 from head, import_file f where f.import_id = $1",
        from as ImportId,
        to as ImportId,
        forget_at,
    );
    let copied = copied.execute(&mut *tx).await?.rows_affected();
    let decisions = sqlx::query!(
        "insert into import_decision (import_id, decision)
         select $2, d.decision from import_decision d where d.import_id = $1 order by d.decision_id",
        from as ImportId,
        to as ImportId,
    );
    decisions.execute(tx).await?;
    Ok(copied == 1)
}

pub async fn find(tx: &mut TenantTx, id: ImportId) -> Result<Option<Import>> {
    Ok(page(tx, None, Some(id), 1).await?.into_iter().next())
}

/// The newest imports, from one on.
pub async fn newest(tx: &mut TenantTx, before: Option<ImportId>, most: i64) -> Result<Vec<Import>> {
    page(tx, before, None, most).await
}

async fn page(
    tx: &mut TenantTx,
    before: Option<ImportId>,
    only: Option<ImportId>,
    most: i64,
) -> Result<Vec<Import>> {
    let rows = sqlx::query!(
        r#"select i.import_id as "id: ImportId", i.file_name, i.file_bytes, i.created_at,
                  (select m.name from member m where m.account_id = i.created_by limit 1) as by,
                  exists (select from import_file f
                           where f.complex_id = i.complex_id and f.import_id = i.import_id) as "has_file!",
                  (select coalesce(jsonb_object_agg(s.kind, jsonb_build_object(
                              'at', s.at, 'account_id', s.account_id, 'detail', s.detail)), '{}')
                     from import_step s where s.complex_id = i.complex_id and s.import_id = i.import_id)
                  as "steps!: Json<BTreeMap<String, Step>>"
             from import i
            where ($1::uuid is null or i.import_id < $1) and ($2::uuid is null or i.import_id = $2)
            order by i.import_id desc limit $3"#,
        before as Option<ImportId>,
        only as Option<ImportId>,
        most,
    );
    let rows = rows.fetch_all(tx).await?;
    let import = rows.into_iter().map(|row| Import {
        id: row.id,
        file_name: row.file_name,
        file_bytes: row.file_bytes,
        created_at: row.created_at,
        by: row.by,
        has_file: row.has_file,
        steps: row.steps.0,
    });
    Ok(import.collect())
}

/// The bytes as they came; nothing once they were forgotten.
pub async fn content(tx: &mut TenantTx, id: ImportId) -> Result<Option<Vec<u8>>> {
    let content = sqlx::query_scalar!("select content from import_file where import_id = $1", id as ImportId);
    Ok(content.fetch_optional(tx).await?)
}

pub async fn decisions(tx: &mut TenantTx, id: ImportId) -> Result<Vec<Decision>> {
    let rows = sqlx::query_scalar!(
        "select decision from import_decision where import_id = $1 order by decision_id",
        id as ImportId,
    );
    let rows = rows.fetch_all(tx).await?;
    // A decision that a newer version no longer understands is left out; the preview shows its row again.
    Ok(rows.into_iter().filter_map(|decision| serde_json::from_value(decision).ok()).collect())
}

pub async fn decide(tx: &mut TenantTx, id: ImportId, decisions: &[Decision]) -> Result<()> {
    let all = Json(decisions);
    let insert = sqlx::query!(
        "insert into import_decision (import_id, decision)
         select $1, d.value from jsonb_array_elements($2) with ordinality as d(value, at) order by d.at",
        id as ImportId,
        all as Json<&[Decision]>,
    );
    insert.execute(tx).await?;
    Ok(())
}

/// Notes a step. False when it was noted before: somebody else was quicker.
pub async fn step(tx: &mut TenantTx, id: ImportId, kind: StepKind, detail: &Value) -> Result<bool> {
    let insert = sqlx::query!(
        "insert into import_step (import_id, kind, detail) values ($1, $2, $3) on conflict do nothing",
        id as ImportId,
        kind.code(),
        detail,
    );
    Ok(insert.execute(tx).await?.rows_affected() == 1)
}

/// What an examination of this import depends on besides its file: another version, another result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    last_decision: i64,
    changes: String,
}

/// Nothing once the file was forgotten. Of the complex's changes the newest five hundred are summed up and not only the
/// last one named: a long transaction that ends after a short one appears below it.
pub async fn version(tx: &mut TenantTx, id: ImportId) -> Result<Option<Version>> {
    let version = sqlx::query_as!(
        Version,
        r#"select coalesce((select max(d.decision_id) from import_decision d
                             where d.complex_id = f.complex_id and d.import_id = f.import_id), 0) as "last_decision!",
                  (select coalesce(sum(e.audit_id), 0) || ' of ' || count(*)
                     from (select audit_id from audit_entry order by audit_id desc limit 500) e) as "changes!"
             from import_file f where f.import_id = $1"#,
        id as ImportId,
    );
    Ok(version.fetch_optional(tx).await?)
}

/// Another attempt begins: the failure before it no longer counts.
pub async fn forget_failure(tx: &mut TenantTx, id: ImportId) -> Result<bool> {
    let gone =
        sqlx::query!("delete from import_step where import_id = $1 and kind = 'failed'", id as ImportId);
    Ok(gone.execute(tx).await?.rows_affected() == 1)
}

/// How far a running import is.
#[derive(Clone, Debug)]
pub struct Progress {
    pub stage: String,
    pub done: i32,
    pub total: i32,
}

pub async fn progress(tx: &mut TenantTx, id: ImportId) -> Result<Option<Progress>> {
    let row = sqlx::query_as!(
        Progress,
        "select stage, done, total from import_progress where import_id = $1",
        id as ImportId,
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn note_progress(tx: &mut TenantTx, id: ImportId, progress: &Progress) -> Result<()> {
    let upsert = sqlx::query!(
        "insert into import_progress (import_id, stage, done, total) values ($1, $2, $3, $4)
         on conflict (complex_id, import_id)
         do update set stage = excluded.stage, done = excluded.done, total = excluded.total, at = excluded.at",
        id as ImportId,
        progress.stage,
        progress.done,
        progress.total,
    );
    upsert.execute(tx).await?;
    Ok(())
}

/// Removes an import's file and decisions; the record that it happened stays.
pub async fn forget_file(tx: &mut TenantTx, id: ImportId) -> Result<()> {
    let gone = sqlx::query!("delete from import_file where import_id = $1", id as ImportId);
    gone.execute(&mut *tx).await?;
    let gone = sqlx::query!("delete from import_decision where import_id = $1", id as ImportId);
    gone.execute(tx).await?;
    Ok(())
}

/// Files whose time is over.
pub async fn to_forget(tx: &mut TenantTx, now: Instant) -> Result<Vec<ImportId>> {
    let due = sqlx::query_scalar!(
        r#"select import_id as "id: ImportId" from import_file where forget_at <= $1"#,
        now,
    );
    Ok(due.fetch_all(tx).await?)
}

/// The complex that the command line names.
pub async fn complex_called(tx: &mut HallTx, slug: &str) -> Result<Option<(ComplexId, Zone)>> {
    let found = sqlx::query!(
        r#"select complex_id as "complex!: ComplexId", zone as "zone!" from complex_for_import($1)"#,
        slug,
    );
    let found = found.fetch_optional(tx).await?;
    Ok(found.map(|row| (row.complex, Zone::from_code(&row.zone).unwrap_or_default())))
}
