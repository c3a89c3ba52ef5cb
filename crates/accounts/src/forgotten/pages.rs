//! The page "Lupa kata sandi", and the form behind the link.

use askama::Template;
use axum::extract::State;
use kernel::EmailAddress;
use notices::Mailer;
use serde::Deserialize;
use tenancy::{Anyone, Store};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Query, Shell};

use super::{PURPOSE, sql};
use crate::{
    account::model::password_sentence,
    faults::Mistakes,
    letters,
    password::Password,
    reset::pages::{closed, form_page},
    sealed,
    sign_in::pages::{too_many, wait_sentence},
    visitor::Visitor,
};

#[derive(Template)]
#[template(path = "forgotten/ask.html")]
struct AskPage {
    s: Shell,
    has_mail: bool,
    was_sent: bool,
    email: String,
    mistakes: Mistakes,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    terkirim: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct AskForm {
    #[serde(default)]
    email: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    password: String,
}

pub async fn ask_form(
    _: Anyone,
    mailer: Mailer,
    browser: Browser,
    Query(asked): Query<Asked>,
) -> web::Result {
    web::page(&AskPage {
        s: browser.public(browser.texts().get("forgot-title")),
        has_mail: mailer.is_there(),
        was_sent: mailer.is_there() && !asked.terkirim.is_empty(),
        email: String::new(),
        mistakes: Mistakes::default(),
    })
}

/// The same answer, whether the address is somebody's or not.
pub async fn ask(
    hall: Anyone,
    mailer: Mailer,
    browser: Browser,
    visitor: Visitor,
    Form(form): Form<AskForm>,
) -> web::Result {
    if !mailer.is_there() {
        return Go::to("/sandi").into();
    }
    let Ok(email) = EmailAddress::parse(&form.email) else {
        return again(&browser, form, browser.texts().get("account-email-wrong").to_owned());
    };
    match super::request(&hall, &visitor, &email).await? {
        None => Go::to("/sandi?terkirim=ya").into(),
        Some(wait) => Ok(too_many(again(&browser, form, wait_sentence(&browser, wait))?, wait)),
    }
}

pub async fn form(
    hall: Anyone,
    State(store): State<Store>,
    browser: Browser,
    Path(token): Path<String>,
) -> web::Result {
    let reset = reset_of(&store, &token)?;
    let mut tx = hall.begin().await?;
    match sql::open(&mut tx, reset).await? {
        Some(open) => web::page(&form_page(&browser, open.name, Faults::default())),
        None => web::page(&closed(&browser)),
    }
}

pub async fn set(
    hall: Anyone,
    State(store): State<Store>,
    mailer: Mailer,
    browser: Browser,
    Path(token): Path<String>,
    Form(form): Form<PasswordForm>,
) -> web::Result {
    let reset = reset_of(&store, &token)?;
    let mut tx = hall.begin().await?;
    let Some(open) = sql::open(&mut tx, reset).await? else { return web::page(&closed(&browser)) };
    drop(tx); // hashing takes its time; no connection waits for it
    let chosen = match Password::choose(&form.password) {
        Ok(chosen) => chosen,
        Err(fault) => {
            let mut faults = Faults::default();
            faults.put("password", password_sentence(browser.texts(), fault));
            return web::invalid(&form_page(&browser, open.name, faults));
        }
    };
    let hash = chosen.hash().await;
    let mut tx = hall.begin().await?;
    let Some(account) = sql::finish(&mut tx, reset, &hash).await? else {
        return web::page(&closed(&browser));
    };
    letters::tell_of_new_password(&mut tx, &mailer, account).await?;
    tx.commit().await?;
    Go::to("/masuk").saying(browser.texts().get("reset-done")).into()
}

/// A link that we did not write leads nowhere.
fn reset_of(store: &Store, token: &str) -> web::Result<Uuid> {
    sealed::open(store.keys(), PURPOSE, token).ok_or_else(web::Error::missing)
}

fn again(browser: &Browser, form: AskForm, sentence: String) -> web::Result {
    let mut faults = Faults::default();
    faults.put("email", sentence);
    let s = browser.public(browser.texts().get("forgot-title")).with_mistakes();
    web::invalid(&AskPage { s, has_mail: true, was_sent: false, email: form.email, mistakes: faults.into() })
}
