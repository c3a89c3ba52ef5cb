//! Templates for programs.

use axum::response::IntoResponse as _;
use kernel::Locale;
use serde::Serialize;
use tenancy::{
    May,
    policy::{SeeMessages, SetReminders},
};
use utoipa::ToSchema;
use web::{Browser, Error, Faults, Json, Path};

use super::{
    model::{Half, Template},
    occasion::Occasion,
    pages::fault_words,
    sql::{self, Wording},
};

/// The words for one occasion in one language.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateBody {
    pub occasion: Occasion,
    /// `id` or `en`
    pub language: &'static str,
    pub title: String,
    pub text: String,
    /// The complex's own; false: the house's words
    pub is_own: bool,
    /// Blanks that are filled, as they are written between double braces
    pub blanks: Vec<&'static str>,
}

fn body(wording: &Wording, occasion: Occasion, locale: Locale) -> TemplateBody {
    let own = wording.own(occasion, locale).cloned();
    let is_own = own.is_some();
    let Template { title, text } = own.unwrap_or_else(|| Template::of_the_house(occasion, locale));
    let blanks = occasion.blanks().iter().map(|blank| blank.name()).collect();
    TemplateBody { occasion, language: locale.code(), title, text, is_own, blanks }
}

/// The words of all occasions in both languages.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/notice-templates", tag = "notices",
    operation_id = "list_notice_templates", params(("complex" = String, Path)),
    responses((status = 200, body = Vec<TemplateBody>))
)]
pub async fn index(may: May<SeeMessages>) -> web::Result {
    let mut tx = may.begin().await?;
    let wording = Wording::load(&mut tx).await?;
    let pairs = Occasion::ALL.into_iter().flat_map(|occasion| Locale::ALL.map(|locale| (occasion, locale)));
    let all: Vec<TemplateBody> = pairs.map(|(occasion, locale)| body(&wording, occasion, locale)).collect();
    Ok(axum::Json(all).into_response())
}

/// Keeps the complex's own words. A blank that nobody fills is refused by name.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/notice-templates/{occasion}/{language}", tag = "notices",
    operation_id = "change_notice_template",
    params(("complex" = String, Path), ("occasion" = String, Path), ("language" = String, Path)),
    request_body = Template, responses((status = 200, body = TemplateBody), (status = 422))
)]
pub async fn change(
    may: May<SetReminders>,
    browser: Browser,
    path: Path<(String, String, String)>,
    Json(own): Json<Template>,
) -> web::Result {
    let Path((_, occasion, language)) = path;
    let (occasion, locale) = named(&occasion, &language)?;
    let mut faults = Faults::default();
    for (half, fault) in own.faults(occasion, locale) {
        let field = if half == Half::Title { "title" } else { "text" };
        faults.put(field, fault_words(browser.texts(), occasion, &fault));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let mut tx = may.begin().await?;
    sql::save(&mut tx, occasion, locale, &own).await?;
    let body = body(&Wording::load(&mut tx).await?, occasion, locale);
    tx.commit().await?;
    Ok(axum::Json(body).into_response())
}

/// Back to the house's words.
#[utoipa::path(
    delete, path = "/api/v1/complexes/{complex}/notice-templates/{occasion}/{language}", tag = "notices",
    operation_id = "restore_notice_template",
    params(("complex" = String, Path), ("occasion" = String, Path), ("language" = String, Path)),
    responses((status = 200, body = TemplateBody))
)]
pub async fn restore(may: May<SetReminders>, path: Path<(String, String, String)>) -> web::Result {
    let Path((_, occasion, language)) = path;
    let (occasion, locale) = named(&occasion, &language)?;
    let mut tx = may.begin().await?;
    sql::remove(&mut tx, occasion, locale).await?;
    let body = body(&Wording::load(&mut tx).await?, occasion, locale);
    tx.commit().await?;
    Ok(axum::Json(body).into_response())
}

fn named(occasion: &str, language: &str) -> web::Result<(Occasion, Locale)> {
    let named = Occasion::from_code(occasion).zip(Locale::from_code(language));
    named.ok_or(web::Error::missing())
}
