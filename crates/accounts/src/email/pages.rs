//! The page "Email".

use askama::Template;
use axum::extract::State;
use kernel::EmailAddress;
use notices::Mailer;
use serde::Deserialize;
use tenancy::{SignedIn, Store};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{PURPOSE, sql};
use crate::{
    faults::Mistakes,
    own::{self, Confirmed},
    sealed, sign_in,
    sign_in::pages::{too_many, wait_sentence},
    throttle::{Attempt, Wait},
    visitor::Visitor,
};

const HERE: &str = "/akun/email";

#[derive(Template)]
#[template(path = "email/form.html")]
struct FormPage {
    s: Shell,
    has_mail: bool,
    current: Option<EmailAddress>,
    email: String,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "email/confirm.html")]
struct ConfirmPage {
    s: Shell,
    /// None when the link was used or is too old.
    email: Option<EmailAddress>,
}

#[derive(Debug, Default, Deserialize)]
pub struct EmailForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

pub async fn show(door: SignedIn, mailer: Mailer, browser: Browser) -> web::Result {
    web::page(&page(&door, &mailer, &browser, String::new(), Faults::default()).await?)
}

/// Nothing changes yet: the link in the letter does it.
pub async fn ask(
    door: SignedIn,
    mailer: Mailer,
    browser: Browser,
    Form(form): Form<EmailForm>,
) -> web::Result {
    if !mailer.is_there() {
        return Go::to(HERE).into();
    }
    let texts = browser.texts();
    let refused = |field: &'static str, sentence: String, wait: Option<Wait>| {
        refuse(&door, &mailer, &browser, form.email.clone(), (field, sentence), wait)
    };
    let Ok(email) = EmailAddress::parse(&form.email) else {
        return refused("email", texts.get("account-email-wrong").to_owned(), None).await;
    };
    let mut tx = match own::confirm(&door, form.password.clone()).await? {
        Confirmed::Yes(tx) => tx,
        Confirmed::No => return refused("password", texts.get("own-password-wrong").to_owned(), None).await,
        Confirmed::Wait(wait) => return refused("password", wait_sentence(&browser, wait), Some(wait)).await,
    };
    let attempt = Attempt::to_prove_email(&door.who().account.to_string());
    let wait = super::request(&mut tx, &email, &attempt).await?;
    tx.commit().await?;
    match wait {
        Some(wait) => refused("email", wait_sentence(&browser, wait), Some(wait)).await,
        None => Go::to(HERE).saying(texts.with("email-sent", &[("email", email.as_str().into())])).into(),
    }
}

/// A question first: programs that read mail open links on their own.
pub async fn confirm_form(
    door: SignedIn,
    State(store): State<Store>,
    browser: Browser,
    Path(token): Path<String>,
) -> web::Result {
    let proof = proof_of(&store, &token)?;
    let mut tx = own::begin(&door).await?;
    let email = sql::open(&mut tx, proof).await?;
    web::page(&ConfirmPage { s: shell(&door, &browser), email })
}

pub async fn confirm(
    door: SignedIn,
    State(store): State<Store>,
    browser: Browser,
    visitor: Visitor,
    Path(token): Path<String>,
) -> web::Result {
    let proof = proof_of(&store, &token)?;
    let mut tx = own::begin(&door).await?;
    let Some(email) = sql::open(&mut tx, proof).await? else {
        return web::page(&ConfirmPage { s: shell(&door, &browser), email: None });
    };
    match sql::confirm(&mut tx, &email).await {
        Ok(()) => {}
        Err(error) if error.constraint() == Some("account_email_key") => {
            return Go::to(HERE).saying(browser.texts().get("email-taken")).into();
        }
        Err(error) => return Err(error.into()),
    }
    sign_in::note(&mut tx, Some(door.who().account), "new_email", &visitor).await?;
    tx.commit().await?;
    Go::to("/akun").saying(browser.texts().get("email-done")).into()
}

fn proof_of(store: &Store, token: &str) -> web::Result<Uuid> {
    sealed::open(store.keys(), PURPOSE, token).ok_or_else(web::Error::missing)
}

async fn refuse(
    door: &SignedIn,
    mailer: &Mailer,
    browser: &Browser,
    typed: String,
    (field, sentence): (&'static str, String),
    wait: Option<Wait>,
) -> web::Result {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    let answer = web::invalid(&page(door, mailer, browser, typed, faults).await?)?;
    Ok(match wait {
        Some(wait) => too_many(answer, wait),
        None => answer,
    })
}

async fn page(
    door: &SignedIn,
    mailer: &Mailer,
    browser: &Browser,
    email: String,
    faults: Faults,
) -> web::Result<FormPage> {
    let mut tx = own::begin(door).await?;
    let current = sql::own(&mut tx).await?;
    let mut s = shell(door, browser);
    s.mistakes = !faults.is_empty();
    Ok(FormPage { s, has_mail: mailer.is_there(), current, email, mistakes: faults.into() })
}

fn shell(door: &SignedIn, browser: &Browser) -> Shell {
    let texts = browser.texts();
    let title = texts.get("account-email");
    browser.account(door, title).crumb(texts.get("own-title"), "/akun").crumb(title, "")
}
