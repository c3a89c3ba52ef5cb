//! The centre for programs.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tenancy::{May, policy::SeeNotices};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Path,
    api::{Page, PageQuery, Slice},
};

use super::sql::{self, Shown};
use crate::{outbox::Kind, template::Wording};

/// Something that the caller was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeBody {
    pub id: Uuid,
    pub kind: Kind,
    /// In the language of the request
    pub title: String,
    pub text: String,
    /// Where it leads, on this site
    pub path: String,
    pub at: DateTime<Utc>,
    pub is_read: bool,
}

/// How many were marked.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadBody {
    pub read: i64,
}

/// What the caller was told in this complex, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/notices", tag = "notices", operation_id = "list_notices",
    params(("complex" = String, Path), PageQuery), responses((status = 200, body = Page<NoticeBody>))
)]
pub async fn index(
    may: May<SeeNotices>,
    browser: Browser,
    slice: Slice<Uuid>,
) -> web::Result<Page<NoticeBody>> {
    let mut tx = may.begin().await?;
    let wording = Wording::load(&mut tx).await?;
    let rows = sql::own(&mut tx, Shown::All, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(
        rows,
        |row| row.id,
        |row| {
            let said = wording.say(row.kind, &row.facts.0, &may.place().name, browser.locale());
            NoticeBody {
                id: row.id,
                kind: row.kind,
                title: said.title,
                text: said.text,
                path: may.place().path(&said.path),
                at: row.at,
                is_read: row.is_read,
            }
        },
    ))
}

/// Marks one as read; twice is once.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/notices/{notice}/read", tag = "notices", operation_id = "read_notice",
    params(("complex" = String, Path), ("notice" = Uuid, Path)),
    responses((status = 200, body = ReadBody), (status = 404))
)]
pub async fn read(may: May<SeeNotices>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    sql::one(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let read = sql::read(&mut tx, Some(id)).await?;
    tx.commit().await?;
    Ok(axum::Json(ReadBody { read }).into_response())
}

/// Marks everything as read.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/notices/read", tag = "notices", operation_id = "read_all_notices",
    params(("complex" = String, Path)), responses((status = 200, body = ReadBody))
)]
pub async fn read_all(may: May<SeeNotices>) -> web::Result {
    let mut tx = may.begin().await?;
    let read = sql::read(&mut tx, None).await?;
    tx.commit().await?;
    Ok(axum::Json(ReadBody { read }).into_response())
}
