//! What the page of choices sends about browsers. The page itself is `preference`'s.

use axum::{Extension, response::IntoResponse as _};
use http::{HeaderMap, header};
use serde::Deserialize;
use tenancy::SignedIn;
use uuid::Uuid;
use web::{Browser, Error, Form, Go, Path};

use super::{
    browser::{Subscription, Untaken},
    sql,
};
use crate::{carrier::Carriers, preference};

/// Filled by the script, from what the browser says when it subscribes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    alamat: String,
    kunci: String,
    rahasia: String,
}

pub async fn add(
    door: SignedIn,
    browser: Browser,
    Extension(carriers): Extension<Carriers>,
    headers: HeaderMap,
    Form(sent): Form<Typed>,
) -> web::Result {
    let mut tx = preference::begin(&door).await?;
    let new = Subscription::parse(&carriers, &sent.alamat, &sent.kunci, &sent.rahasia);
    let new = new.map_err(Error::refused)?;
    if !sql::keep(&mut tx, &new, &agent(&headers)).await? {
        return Err(Error::refused(Untaken::Other));
    }
    tx.commit().await?;
    Ok(Go::to(preference::HERE).saying(browser.texts().get("push-added")).into_response())
}

pub async fn remove(door: SignedIn, browser: Browser, Path(id): Path<Uuid>) -> web::Result {
    let mut tx = preference::begin(&door).await?;
    if !sql::remove(&mut tx, id).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(Go::to(preference::HERE).saying(browser.texts().get("push-removed")).into_response())
}

pub fn agent(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.chars().take(300).collect()
}
