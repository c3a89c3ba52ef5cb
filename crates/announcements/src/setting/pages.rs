//! The page of the rules.

use askama::Template;
use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, policy::WriteAnnouncements};
use web::{Browser, Form, Go, Shell};

use super::{Setting, sql};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ticked {
    setuju: String,
    publik: String,
    komentar: String,
}

#[derive(Template)]
#[template(path = "setting/edit.html")]
struct Edit {
    s: Shell,
    action: String,
    setting: Setting,
}

pub async fn edit(may: May<WriteAnnouncements>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let setting = sql::load(&mut tx).await?;
    let title = browser.texts().get("ann-rules");
    let s = browser
        .office(&may, title)
        .crumb(browser.texts().get("ann-title"), may.place().path("pengumuman"))
        .crumb(title, "");
    web::page(&Edit { s, action: may.place().path("pengumuman/aturan"), setting })
}

pub async fn update(
    may: May<WriteAnnouncements>,
    browser: Browser,
    Form(ticked): Form<Ticked>,
) -> web::Result {
    let setting = Setting {
        needs_approval: !ticked.setuju.is_empty(),
        allows_public: !ticked.publik.is_empty(),
        allows_comments: !ticked.komentar.is_empty(),
    };
    let mut tx = may.begin().await?;
    sql::save(&mut tx, setting).await?;
    tx.commit().await?;
    let said = browser.texts().get("ann-rules-saved");
    Ok(Go::to(may.place().path("pengumuman/aturan")).saying(said).into_response())
}
