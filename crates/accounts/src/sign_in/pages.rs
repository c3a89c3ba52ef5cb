//! Pages of signing in and out.

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use tenancy::{Anyone, Refusal, SignedIn, Store};
use web::{
    Browser, Fault, Faults, Form, Go, Query, Shell, role_key,
    shell::{ShellKind, parts::initials},
};

use super::{Checked, begin_session, check_password, first_page, model, sql};
use crate::{faults::Mistakes, second_factor, throttle::Wait, visitor::Visitor};

/// A door that stands open whether somebody is signed in or not.
pub struct Maybe(pub Option<SignedIn>);

impl FromRequestParts<Store> for Maybe {
    type Rejection = tenancy::Error;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self, tenancy::Error> {
        match SignedIn::from_request_parts(parts, store).await {
            Ok(signed_in) => Ok(Self(Some(signed_in))),
            Err(error) if error.refusal() == Refusal::SignIn => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct Onward {
    #[serde(default)]
    lanjut: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    lanjut: String,
}

#[derive(Template)]
#[template(path = "sign_in/form.html")]
struct FormPage {
    s: Shell,
    login: String,
    lanjut: String,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct CodePage {
    s: Shell,
    lanjut: String,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "sign_in/choose.html")]
struct ChoosePage {
    s: Shell,
    choices: Vec<RoleChoice>,
}

struct RoleChoice {
    href: String,
    place: String,
    role: &'static str,
    initials: String,
}

/// The address without a path: home for those who are in, the front door for everybody else.
pub async fn landing(_: Anyone, maybe: Maybe) -> Go {
    Go::to(maybe.0.map_or_else(|| "/masuk".to_owned(), |door| model::home_of(&door.who().hats)))
}

pub async fn form(_: Anyone, maybe: Maybe, browser: Browser, Query(onward): Query<Onward>) -> web::Result {
    if let Some(door) = maybe.0 {
        let path = model::local_path(&onward.lanjut).map(str::to_owned);
        return Go::to(path.unwrap_or_else(|| model::home_of(&door.who().hats))).into();
    }
    let s = browser.public(browser.texts().get("sign-title"));
    web::page(&FormPage { s, login: String::new(), lanjut: onward.lanjut, mistakes: Mistakes::default() })
}

pub async fn sign_in(
    hall: Anyone,
    browser: Browser,
    visitor: Visitor,
    Form(form): Form<SignInForm>,
) -> web::Result {
    if form.login.trim().is_empty() || form.password.is_empty() {
        let key = if form.login.trim().is_empty() { "login" } else { "password" };
        let fault = Fault { field: key.to_owned(), sentence: missing(&browser, key).to_owned() };
        return again(&browser, form, fault);
    }
    match check_password(&hall, &form.login, form.password.clone(), &visitor).await? {
        Checked::Wrong => {
            let sentence = browser.texts().get("sign-wrong").to_owned();
            again(&browser, form, Fault { field: "login".to_owned(), sentence })
        }
        Checked::Wait(wait) => {
            let fault = Fault { field: "login".to_owned(), sentence: wait_sentence(&browser, wait) };
            Ok(too_many(again(&browser, form, fault)?, wait))
        }
        Checked::Right(known) => {
            let session = begin_session(&hall, &known, &visitor).await?;
            let next = match known.has_second_factor {
                true => model::with_lanjut("/masuk/kode", &form.lanjut),
                false => first_page(&hall, known.account, &form.lanjut).await?,
            };
            Ok(visitor.signed_in(&session, known.locale, Go::to(next).into_response()))
        }
    }
}

pub async fn code_form(
    hall: Anyone,
    browser: Browser,
    visitor: Visitor,
    Query(onward): Query<Onward>,
) -> web::Result {
    let mut tx = hall.begin().await?;
    let pending = match &visitor.secret {
        Some(secret) => sql::pending(&mut tx, secret).await?,
        None => None,
    };
    if pending.is_none() {
        return Go::to(model::with_lanjut("/masuk", &onward.lanjut)).into();
    }
    let s = browser.public(browser.texts().get("sign-code-title"));
    web::page(&CodePage { s, lanjut: onward.lanjut, mistakes: Mistakes::default() })
}

#[derive(Debug, Default, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    code: String,
    /// From the paper: a field of its own, because a phone shows only digits for the other one.
    #[serde(default)]
    recovery: String,
    #[serde(default)]
    lanjut: String,
}

impl CodeForm {
    /// What was typed, and into which field.
    fn typed(&self) -> (&'static str, &str) {
        match self.recovery.trim() {
            "" => ("code", self.code.as_str()),
            recovery => ("recovery", recovery),
        }
    }
}

pub async fn show_code(
    hall: Anyone,
    State(store): State<Store>,
    browser: Browser,
    visitor: Visitor,
    Form(form): Form<CodeForm>,
) -> web::Result {
    let mut tx = hall.begin().await?;
    let pending = match &visitor.secret {
        Some(secret) => sql::pending(&mut tx, secret).await?,
        None => None,
    };
    let Some(pending) = pending else {
        return Go::to(model::with_lanjut("/masuk", &form.lanjut))
            .saying(browser.texts().get("sign-code-late"))
            .into();
    };
    let shown = second_factor::show(&mut tx, &store, pending.account, form.typed().1, &visitor).await?;
    tx.commit().await?;
    let texts = browser.texts();
    match shown {
        second_factor::Shown::Right => {
            let known =
                super::Known { account: pending.account, locale: pending.locale, has_second_factor: false };
            // A new secret: the one that travelled before the code opens nothing any more.
            let session = begin_session(&hall, &known, &visitor).await?;
            let next = first_page(&hall, known.account, &form.lanjut).await?;
            Ok(visitor.signed_in(&session, known.locale, Go::to(next).into_response()))
        }
        second_factor::Shown::Wrong => code_again(&browser, form, texts.get("sign-code-wrong").to_owned()),
        second_factor::Shown::Wait(wait) => {
            Ok(too_many(code_again(&browser, form, wait_sentence(&browser, wait))?, wait))
        }
    }
}

pub async fn choose(door: SignedIn, browser: Browser) -> web::Result {
    let hats = &door.who().hats;
    if hats.len() < 2 {
        return Go::to(model::home_of(hats)).into();
    }
    let texts = browser.texts();
    let choice = |hat: &tenancy::Hat| {
        let place =
            if hat.complex_name.is_empty() { "Klustera".to_owned() } else { hat.complex_name.clone() };
        let initials = initials(&place);
        RoleChoice { href: hat.home(), role: texts.get(role_key(hat.role)), place, initials }
    };
    let choices = hats.iter().map(choice).collect();
    let mut s = browser.account(&door, texts.get("sign-choose"));
    s.kind = ShellKind::Account;
    web::page(&ChoosePage { s, choices })
}

pub async fn sign_out(hall: Anyone, browser: Browser, visitor: Visitor) -> web::Result {
    if let Some(secret) = &visitor.secret {
        let mut tx = hall.begin().await?;
        sql::end_session(&mut tx, secret).await?;
        tx.commit().await?;
    }
    Ok(visitor.signed_out(Go::to("/masuk").saying(browser.texts().get("sign-out-done")).into_response()))
}

/// The sentence of a throttle, for every page that checks a password.
pub fn wait_sentence(browser: &Browser, wait: Wait) -> String {
    browser.texts().with("sign-wait", &[("minutes", wait.minutes().into())])
}

/// The same page, with the status and the header that programs understand.
pub fn too_many(mut response: Response, wait: Wait) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.0));
    response
}

fn missing(browser: &Browser, field: &str) -> &'static str {
    match field {
        "login" => browser.texts().get("sign-login-empty"),
        _ => browser.texts().get("sign-password-empty"),
    }
}

fn again(browser: &Browser, form: SignInForm, fault: Fault) -> web::Result {
    let s = browser.public(browser.texts().get("sign-title")).with_mistakes();
    let mut faults = Faults::default();
    faults.put(&fault.field, fault.sentence);
    web::invalid(&FormPage { s, login: form.login, lanjut: form.lanjut, mistakes: faults.into() })
}

fn code_again(browser: &Browser, form: CodeForm, sentence: String) -> web::Result {
    let s = browser.public(browser.texts().get("sign-code-title")).with_mistakes();
    let mut faults = Faults::default();
    faults.put(form.typed().0, sentence);
    web::invalid(&CodePage { s, lanjut: form.lanjut, mistakes: faults.into() })
}
