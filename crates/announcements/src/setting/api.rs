//! The rules for programs.

use axum::response::IntoResponse as _;
use tenancy::{
    May,
    policy::{OverseeAnnouncements, WriteAnnouncements},
};
use web::Json;

use super::{Setting, sql};

/// How this complex wants its announcements.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/announcement-settings", tag = "announcements",
    operation_id = "show_announcement_settings", params(("complex" = String, Path)),
    responses((status = 200, body = Setting))
)]
pub async fn show(may: May<OverseeAnnouncements>) -> web::Result {
    let mut tx = may.begin().await?;
    Ok(axum::Json(sql::load(&mut tx).await?).into_response())
}

/// Sets it.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/announcement-settings", tag = "announcements",
    operation_id = "change_announcement_settings", params(("complex" = String, Path)), request_body = Setting,
    responses((status = 200, body = Setting))
)]
pub async fn change(may: May<WriteAnnouncements>, Json(setting): Json<Setting>) -> web::Result {
    let mut tx = may.begin().await?;
    sql::save(&mut tx, setting).await?;
    tx.commit().await?;
    Ok(axum::Json(setting).into_response())
}
