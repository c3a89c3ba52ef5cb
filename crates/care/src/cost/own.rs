//! The reporter agrees to what it costs, or does not.

use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, policy::ReportComplaints};
use uuid::Uuid;
use web::{Browser, Error, Form, Go, Path};

use super::Answer;
use crate::complaint::sql as complaints;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The estimate that stood on the page.
    biaya: Uuid,
    /// `setuju` or `tidak`.
    jawab: String,
    kata: String,
}

pub async fn answer(
    may: May<ReportComplaints>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
    Form(said): Form<Said>,
) -> web::Result {
    let agreed = match said.jawab.as_str() {
        "setuju" => true,
        "tidak" => false,
        _ => return Err(Error::missing()),
    };
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.filter(|it| it.is_own).ok_or(Error::missing())?;
    let answer = Answer { estimate: said.biaya, agreed, name: &may.who().name, words: &said.kata };
    super::answer(&mut tx, &complaint, &answer).await?;
    tx.commit().await?;
    let key = if agreed { "care-cost-said-agreed" } else { "care-cost-said-declined" };
    Ok(Go::to(may.place().path(&format!("keluhan-saya/{id}")))
        .saying(browser.texts().get(key))
        .into_response())
}
