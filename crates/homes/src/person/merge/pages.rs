//! The list of pairs, and the two buttons at each.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Locale, PersonId, PhoneNumber};
use serde::Deserialize;
use tenancy::{May, Place, policy::ManagePeople};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Say, Shell, texts::texts};

use super::{NotMerged, make_one, sql};
use crate::person::{self, CannotMerge};

/// Pairs on the page; when these are done, the next come.
const MOST: i64 = 50;

#[derive(Clone)]
struct Side {
    id: String,
    href: String,
    name: String,
    phone: String,
}

struct PairView {
    unit: String,
    /// Either may be kept: (the kept one, the other).
    ways: [(Side, Side); 2],
}

#[derive(Template)]
#[template(path = "person/merge/index.html")]
struct Index {
    s: Shell,
    action: String,
    back: String,
    pairs: Vec<PairView>,
}

pub async fn index(may: May<ManagePeople>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let pairs = sql::pairs(&mut tx, MOST).await?;
    let s = browser.office(&may, browser.texts().get("merge-title"));
    let (people, title) = (s.t("people-title").to_owned(), s.title.clone());
    let back = may.place().path("warga");
    let view = |pair: sql::Pair| {
        let a = side(may.place(), pair.a, pair.a_name, pair.a_phone);
        let b = side(may.place(), pair.b, pair.b_name, pair.b_phone);
        PairView { unit: pair.unit.unwrap_or_default(), ways: [(a.clone(), b.clone()), (b, a)] }
    };
    web::page(&Index {
        action: may.place().path("warga/gabung"),
        pairs: pairs.into_iter().map(view).collect(),
        s: s.crumb(people, &back).crumb(title, ""),
        back,
    })
}

fn side(place: &Place, id: PersonId, name: String, phone: Option<PhoneNumber>) -> Side {
    let phone = phone.map(|phone| phone.to_string()).unwrap_or_default();
    Side { id: id.to_string(), href: person::path(place, id), name, phone }
}

#[derive(Debug, Deserialize)]
pub struct MergeForm {
    simpan: PersonId,
    gabung: PersonId,
}

pub async fn merge(may: May<ManagePeople>, browser: Browser, Form(form): Form<MergeForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let id = match make_one(&mut tx, form.simpan, form.gabung).await {
        Ok(id) => id,
        Err(NotMerged::Refused(reason)) => return Err(web::Error::refused(reason)),
        Err(NotMerged::Failed(error)) => return Err(error.into()),
    };
    tx.commit().await?;
    let undo = may.place().path(&format!("warga/gabung/{id}/urungkan"));
    Ok(Go::to(may.place().path("warga/ganda"))
        .undoable(browser.texts().get("merge-done"), undo)
        .into_response())
}

pub async fn undo(
    may: May<ManagePeople>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let merge = sql::undoable(&mut tx, id).await?.ok_or(web::Error::missing())?;
    sql::undo(&mut tx, id, &merge).await?;
    tx.commit().await?;
    Go::to(may.place().path("warga/ganda")).saying(browser.texts().get("merge-undone")).into()
}

impl Say for CannotMerge {
    fn say(&self, locale: Locale) -> String {
        texts(locale)
            .get(match self {
                Self::Same => "merge-same",
                Self::MergedAlready => "merge-already",
                Self::TwoAccounts => "merge-two-accounts",
            })
            .to_owned()
    }
}
