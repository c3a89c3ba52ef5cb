//! The steps of a category, and ticking one of a complaint.

use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{
    May,
    policy::{HandleComplaints, ManageComplex},
};
use uuid::Uuid;
use web::{Browser, Error, Form, Go, Path};

use super::Tick;
use crate::{
    classifier,
    complaint::{model::Category, sql as complaints},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// A step on each line.
    langkah: String,
}

pub async fn keep(
    may: May<ManageComplex>,
    browser: Browser,
    Path((_, category)): Path<(String, Category)>,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !classifier::names(&mut tx).await?.knows(category) {
        return Err(Error::missing());
    }
    let lines: Vec<String> = typed.langkah.lines().map(str::to_owned).collect();
    super::keep(&mut tx, category, &lines).await?;
    tx.commit().await?;
    let back = Go::to(may.place().path(&format!("keluhan/aturan/kategori/{}", category.code())));
    Ok(back.saying(browser.texts().get("care-list-said-kept")).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ticked {
    pub langkah: Uuid,
    /// `ya`: done.
    pub sudah: String,
}

impl Ticked {
    pub fn tick(&self) -> Tick {
        if self.sudah == "ya" { Tick::Done } else { Tick::Open }
    }
}

pub async fn tick(
    may: May<HandleComplaints>,
    Path((_, id)): Path<(String, Uuid)>,
    Form(ticked): Form<Ticked>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    super::tick(&mut tx, &complaint, ticked.langkah, ticked.tick()).await?;
    tx.commit().await?;
    Ok(Go::to(may.place().path(&format!("keluhan/{id}"))).into_response())
}
