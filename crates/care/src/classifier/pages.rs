//! The small forms on the page of what is promised: a new category, another name for one, and the places.

use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, policy::ManageComplex};
use web::{Browser, Form, Go, Path};

use super::change;
use crate::complaint::model::Category;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    nama: String,
    /// `ya`: not offered any more.
    pensiun: String,
    /// A place on each line.
    tempat: String,
}

pub async fn create(may: May<ManageComplex>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let mut tx = may.begin().await?;
    let category = change::add_class(&mut tx, &typed.nama).await?;
    tx.commit().await?;
    let path = may.place().path(&format!("keluhan/aturan/kategori/{}", category.code()));
    Ok(Go::to(path).saying(browser.texts().get("care-class-said-added")).into_response())
}

pub async fn rename(
    may: May<ManageComplex>,
    browser: Browser,
    Path((_, category)): Path<(String, Category)>,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    change::keep_class(&mut tx, category, &typed.nama, typed.pensiun == "ya").await?;
    tx.commit().await?;
    let path = may.place().path("keluhan/aturan");
    Ok(Go::to(path).saying(browser.texts().get("care-class-said-kept")).into_response())
}

pub async fn places(may: May<ManageComplex>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let lines: Vec<String> = typed.tempat.lines().map(str::to_owned).collect();
    let mut tx = may.begin().await?;
    change::keep_places(&mut tx, &lines).await?;
    tx.commit().await?;
    let path = may.place().path("keluhan/aturan");
    Ok(Go::to(path).saying(browser.texts().get("care-class-said-places")).into_response())
}
