//! What people write below an announcement, and taking it away.

use axum::response::IntoResponse as _;
use kernel::{EventId, Locale, Zone, format};
use tenancy::{May, TenantTx, policy::WriteAnnouncements};
use uuid::Uuid;
use web::{Browser, Go, Path, Say, Shell, texts::texts};

use super::sql::{self, Own};
use crate::setting;

pub struct Shown {
    pub id: Uuid,
    pub name: String,
    pub body: String,
    pub when: String,
    pub is_removed: bool,
}

/// Why a comment is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotComment {
    #[error("comments are closed")]
    Closed,
    #[error("a comment has 1 to 1,000 letters")]
    Length,
}

impl Say for CannotComment {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Closed => "ann-refuse-comments",
            Self::Length => "ann-refuse-length",
        };
        texts(locale).get(key).to_owned()
    }
}

pub async fn of_office(
    tx: &mut TenantTx,
    s: &Shell,
    zone: Zone,
    bulletin: Uuid,
) -> tenancy::Result<Vec<Shown>> {
    let rows = sql::comments(tx, bulletin).await?.into_iter();
    let shown = |row: sql::Comment| Shown {
        id: row.id,
        name: row.name,
        body: row.body,
        when: format::date_time(row.at, zone, s.locale),
        is_removed: row.is_removed,
    };
    Ok(rows.map(shown).collect())
}

/// What was removed is only said to have been there.
pub async fn of_reader(
    tx: &mut TenantTx,
    s: &Shell,
    zone: Zone,
    bulletin: Uuid,
) -> tenancy::Result<Vec<Shown>> {
    let mut all = of_office(tx, s, zone, bulletin).await?;
    for gone in all.iter_mut().filter(|comment| comment.is_removed) {
        gone.name.clear();
        s.t("ann-comment-removed").clone_into(&mut gone.body);
    }
    Ok(all)
}

/// May this be commented now?
pub async fn is_open(tx: &mut TenantTx, own: &Own) -> tenancy::Result<bool> {
    Ok(own.has_comments && !own.is_over(tx.now()) && setting::sql::load(tx).await?.allows_comments)
}

/// # Errors
/// [`CannotComment`].
pub async fn add(tx: &mut TenantTx, own: &Own, text: &str) -> web::Result<()> {
    if !is_open(tx, own).await? {
        return Err(web::Error::refused(CannotComment::Closed));
    }
    let text = text.trim();
    if !(1..=1_000).contains(&text.chars().count()) {
        return Err(web::Error::refused(CannotComment::Length));
    }
    let id = EventId::new(tx.now()).uuid();
    sql::add_comment(tx, id, own.id, text).await?;
    Ok(())
}

/// The office takes a comment away.
pub async fn remove(
    may: May<WriteAnnouncements>,
    browser: Browser,
    Path((_, bulletin, comment)): Path<(String, Uuid, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::remove_comment(&mut tx, bulletin, comment).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    let said = browser.texts().get("ann-said-comment-gone");
    Ok(Go::to(may.place().path(&format!("pengumuman/{bulletin}"))).saying(said).into_response())
}
