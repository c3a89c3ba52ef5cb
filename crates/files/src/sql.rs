//! Every statement about files.

use kernel::{ComplexId, FileId, Instant};
use sqlx::{query, query_as, query_scalar};
use tenancy::{Error, PlatformTx, Result, TenantTx};

use crate::{FileInfo, Keeping, Prepared, Totals};

/// Answers with the complex in which the row now stands, since the content lies under its id.
pub async fn insert(tx: &mut TenantTx, id: FileId, file: &Prepared, keeping: Keeping) -> Result<ComplexId> {
    let picture = file.picture.as_ref();
    let side = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
    let complex = query_scalar!(
        r#"insert into file (file_id, purpose, name, media_type, size_bytes, thumbnail_bytes, sha256, width, height,
                             attached_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $10::bool then scope_now() end)
           returning complex_id as "complex: ComplexId""#,
        id.uuid(),
        file.purpose,
        file.name,
        file.media_type,
        bytes(file.content.len()),
        picture.map_or(0, |picture| bytes(picture.thumbnail.len())),
        &file.sha256[..],
        picture.map(|picture| side(picture.width)),
        picture.map(|picture| side(picture.height)),
        keeping == Keeping::Attached
    )
    .fetch_one(tx)
    .await?;
    Ok(complex)
}

fn bytes(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

pub async fn attach(tx: &mut TenantTx, id: FileId) -> Result<()> {
    let attached = query!(
        "update file set attached_at = coalesce(attached_at, scope_now()) where file_id = $1 and removed_at is null",
        id.uuid()
    )
    .execute(tx)
    .await?;
    if attached.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
}

pub async fn remove(tx: &mut TenantTx, id: FileId) -> Result<()> {
    let removed = query!(
        "update file set removed_at = scope_now() where file_id = $1 and removed_at is null",
        id.uuid()
    )
    .execute(tx)
    .await?;
    if removed.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
}

pub async fn info(tx: &mut TenantTx, id: FileId) -> Result<(FileInfo, ComplexId)> {
    let row = query!(
        r#"select complex_id as "complex: ComplexId", purpose, name, media_type, size_bytes, thumbnail_bytes, width,
                  height, created_at
             from file where file_id = $1 and removed_at is null"#,
        id.uuid()
    )
    .fetch_one(tx)
    .await?;
    let info = FileInfo {
        id,
        purpose: row.purpose,
        name: row.name,
        media_type: row.media_type,
        size_bytes: row.size_bytes,
        thumbnail_bytes: row.thumbnail_bytes,
        width: row.width,
        height: row.height,
        created_at: row.created_at,
    };
    Ok((info, row.complex))
}

pub async fn totals(tx: &mut TenantTx) -> Result<Totals> {
    let totals = query_as!(
        Totals,
        r#"select current_complex() as "complex!: ComplexId", count(*) as "files!",
                  coalesce(sum(size_bytes + thumbnail_bytes), 0)::bigint as "bytes!"
             from file where erased_at is null"#
    )
    .fetch_one(tx)
    .await?;
    Ok(totals)
}

pub async fn totals_of_all(tx: &mut PlatformTx) -> Result<Vec<Totals>> {
    let totals = query_as!(
        Totals,
        r#"select complex_id as "complex: ComplexId", count(*) as "files!",
                  sum(size_bytes + thumbnail_bytes)::bigint as "bytes!"
             from file where erased_at is null group by complex_id order by 3 desc, 1"#
    )
    .fetch_all(tx)
    .await?;
    Ok(totals)
}

/// Files whose content may go: never attached since `drafts_before`, or removed before `removed_before`.
pub async fn erasable(
    tx: &mut TenantTx,
    drafts_before: Instant,
    removed_before: Instant,
    most: i64,
) -> Result<Vec<FileId>> {
    let ids = query_scalar!(
        r#"select file_id as "id: FileId" from file
            where erased_at is null
              and (attached_at is null and created_at < $1 or removed_at < $2)
            order by file_id limit $3"#,
        drafts_before,
        removed_before,
        most
    )
    .fetch_all(tx)
    .await?;
    Ok(ids)
}

/// The trace that stays says when and what kind, and no longer what somebody called it.
pub async fn mark_erased(tx: &mut TenantTx, ids: &[FileId]) -> Result<()> {
    let ids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
    query!(
        "update file set erased_at = scope_now(), removed_at = coalesce(removed_at, scope_now()), name = ''
          where file_id = any($1)",
        &ids
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Of these, the ones whose content must stay.
pub async fn living(tx: &mut TenantTx, ids: &[FileId]) -> Result<Vec<FileId>> {
    let ids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
    let living = query_scalar!(
        r#"select file_id as "id: FileId" from file where file_id = any($1) and erased_at is null"#,
        &ids
    )
    .fetch_all(tx)
    .await?;
    Ok(living)
}
