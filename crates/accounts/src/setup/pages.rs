//! The page of the first run.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{PhoneNumber, Slug, Zone};
use serde::Deserialize;
use tenancy::Anyone;
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::sql::{self, FirstHouse};
use crate::{
    account::model::{clean_name, password_sentence, phone_sentence},
    faults::Mistakes,
    password::Password,
    sign_in::{
        self, Known,
        pages::{too_many, wait_sentence},
    },
    throttle::Attempt,
    visitor::Visitor,
};

#[derive(Template)]
#[template(path = "setup/form.html")]
struct FormPage {
    s: Shell,
    form: SetupForm,
    zones: Vec<Choice>,
    mistakes: Mistakes,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct SetupForm {
    #[serde(default)]
    organization: String,
    #[serde(default)]
    complex: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    password: String,
}

struct Parsed {
    organization: String,
    organization_slug: Slug,
    complex: String,
    complex_slug: Slug,
    city: String,
    zone: Zone,
    name: String,
    phone: PhoneNumber,
    password: Password,
}

pub async fn form(hall: Anyone, browser: Browser, Path(token): Path<String>) -> web::Result {
    let mut tx = hall.begin().await?;
    if !sql::is_open(&mut tx, &token).await? {
        return Err(web::Error::missing());
    }
    let form = SetupForm { zone: Zone::Wib.code().to_owned(), ..SetupForm::default() };
    web::page(&form_page(&browser, form, Faults::default()))
}

pub async fn set_up(
    hall: Anyone,
    browser: Browser,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(form): Form<SetupForm>,
) -> web::Result {
    let mut tx = hall.begin().await?;
    let wait = Attempt::to_set_up(&visitor).take(&mut tx).await?;
    let is_open = sql::is_open(&mut tx, &token).await?;
    tx.commit().await?;
    if !is_open {
        return Err(web::Error::missing());
    }
    if let Some(wait) = wait {
        let mut faults = Faults::default();
        faults.put("organization", wait_sentence(&browser, wait));
        return Ok(too_many(web::invalid(&form_page(&browser, form, faults))?, wait));
    }
    let parsed = match parse(&browser, &form) {
        Ok(parsed) => parsed,
        Err(faults) => return web::invalid(&form_page(&browser, form, faults)),
    };
    let hash = parsed.password.hash().await;
    let first = FirstHouse {
        organization: &parsed.organization,
        organization_slug: &parsed.organization_slug,
        complex: &parsed.complex,
        complex_slug: &parsed.complex_slug,
        city: &parsed.city,
        zone: parsed.zone,
        name: &parsed.name,
        phone: &parsed.phone,
        hash: &hash,
        locale: browser.locale(),
    };
    let mut tx = hall.begin().await?;
    let Some(account) = sql::set_up(&mut tx, &token, &first).await? else {
        return Err(web::Error::missing());
    };
    tx.commit().await?;
    let known = Known { account, locale: browser.locale(), has_second_factor: false };
    let session = sign_in::begin_session(&hall, &known, &visitor).await?;
    let said = browser.texts().with("setup-done", &[("complex", parsed.complex.as_str().into())]);
    let go = Go::to(format!("/k/{}/ringkasan", parsed.complex_slug)).saying(said);
    Ok(visitor.signed_in(&session, known.locale, go.into_response()))
}

fn parse(browser: &Browser, form: &SetupForm) -> Result<Parsed, Faults> {
    let texts = browser.texts();
    let mut faults = Faults::default();
    let mut titled = |field: &str, text: &str, sentence: &str| {
        let name = clean_name(text).filter(|name| name.chars().count() >= 2);
        let both = name.and_then(|name| Some((Slug::suggest(&name)?, name)));
        if both.is_none() {
            faults.put(field, sentence);
        }
        both
    };
    let organization = titled("organization", &form.organization, texts.get("setup-organization-empty"));
    let complex = titled("complex", &form.complex, texts.get("setup-complex-empty"));
    let name = clean_name(&form.name);
    if name.is_none() {
        faults.put("name", texts.get("account-name-empty"));
    }
    let parsed = PhoneNumber::parse(&form.phone);
    let phone = faults.keep("phone", parsed, |fault| phone_sentence(texts, *fault).to_owned());
    let chosen = Password::choose(&form.password);
    let password = faults.keep("password", chosen, |fault| password_sentence(texts, *fault).to_owned());
    match (organization, complex, name, phone, password) {
        (Some(organization), Some(complex), Some(name), Some(phone), Some(password)) => Ok(Parsed {
            organization_slug: organization.0,
            organization: organization.1,
            complex_slug: complex.0,
            complex: complex.1,
            city: form.city.trim().chars().take(80).collect(),
            zone: Zone::from_code(&form.zone).unwrap_or_default(),
            name,
            phone,
            password,
        }),
        _ => Err(faults),
    }
}

fn form_page(browser: &Browser, form: SetupForm, faults: Faults) -> FormPage {
    let texts = browser.texts();
    let mut s = browser.public(texts.get("setup-title"));
    s.mistakes = !faults.is_empty();
    let hints = [texts.get("setup-zone-wib"), texts.get("setup-zone-wita"), texts.get("setup-zone-wit")];
    let zones =
        Zone::ALL.iter().zip(hints).map(|(zone, hint)| Choice::new(zone.code(), zone.name()).with_hint(hint));
    FormPage { s, form, zones: zones.collect(), mistakes: faults.into() }
}
