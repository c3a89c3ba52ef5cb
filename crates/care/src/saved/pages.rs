//! Keeping the list as it is under a name, and the list of names.

use askama::Template;
use axum::{extract::Query as RawQuery, http::Uri, response::IntoResponse as _};
use kernel::Locale;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Error, Form, Go, Path, Say, Shell, texts::texts};

use super::{MOST, View, sql};
use crate::complaint::desk::filter::Filter;

/// Why it is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("a view has a name of 1 to 40 letters")]
    Name,
    #[error("the list is not narrowed by anything")]
    Everything,
    #[error("the search is too long")]
    Long,
    #[error("there are twenty already")]
    Many,
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Name => "care-view-refuse-name",
            Self::Everything => "care-view-refuse-everything",
            Self::Long => "care-refuse-long-words",
            Self::Many => "care-view-refuse-many",
        };
        texts(locale).get(key).to_owned()
    }
}

/// Under its name, in place of the one that the caller had under it.
///
/// # Errors
/// [`Cannot`].
pub async fn keep(tx: &mut TenantTx, view: View) -> web::Result<Uuid> {
    let name = view.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let view = View { name, search: view.search.trim().to_owned(), ..view };
    if !(1..=40).contains(&view.name.chars().count()) {
        return Err(Error::refused(Cannot::Name));
    }
    if view.is("", "", "", "") {
        return Err(Error::refused(Cannot::Everything));
    }
    let fits = |text: &str, most: usize| text.chars().count() <= most;
    if !fits(&view.search, 120)
        || !fits(&view.state, 20)
        || !fits(&view.category, 20)
        || !fits(&view.assignee, 80)
    {
        return Err(Error::refused(Cannot::Long));
    }
    let own: Vec<View> = sql::all(tx).await?.into_iter().filter(|it| it.is_own).collect();
    let is_new = !own.iter().any(|it| it.name.to_lowercase() == view.name.to_lowercase());
    if is_new && own.len() >= MOST {
        return Err(Error::refused(Cannot::Many));
    }
    Ok(sql::keep(tx, &view).await?)
}

struct Line {
    name: String,
    href: String,
    remove: String,
    is_shared: bool,
    is_own: bool,
}

#[derive(Template)]
#[template(path = "saved/index.html")]
struct Index {
    s: Shell,
    rows: Vec<Line>,
    list: String,
}

pub async fn index(may: May<HandleComplaints>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let list = may.place().path("keluhan");
    let title = browser.texts().get("care-view-title");
    let s =
        browser.office(&may, title).crumb(browser.texts().get("care-title"), list.as_str()).crumb(title, "");
    let line = |view: View| Line {
        href: view.href(&list),
        remove: format!("{list}/tampilan/{}/hapus", view.id),
        name: view.name,
        is_shared: view.is_shared,
        is_own: view.is_own,
    };
    web::page(&Index { rows: sql::all(&mut tx).await?.into_iter().map(line).collect(), list, s })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    nama: String,
    /// The address of the list as it is.
    daftar: String,
    /// `ya`: for everybody of the office.
    bersama: String,
}

pub async fn create(may: May<HandleComplaints>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let list = may.place().path("keluhan");
    let here: Uri = web::local_path(&typed.daftar).parse().map_err(|_| Error::missing())?;
    let RawQuery(filter) = RawQuery::<Filter>::try_from_uri(&here).map_err(|_| Error::missing())?;
    let view = View {
        name: typed.nama,
        search: filter.q,
        state: filter.status,
        category: filter.kategori,
        assignee: filter.petugas,
        is_shared: typed.bersama == "ya",
        ..View::default()
    };
    let back = view.href(&list);
    let mut tx = may.begin().await?;
    keep(&mut tx, view).await?;
    tx.commit().await?;
    Ok(Go::to(back).saying(browser.texts().get("care-view-said-kept")).into_response())
}

pub async fn remove(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::drop(&mut tx, id).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    let back = Go::to(may.place().path("keluhan/tampilan"));
    Ok(back.saying(browser.texts().get("care-view-said-gone")).into_response())
}
