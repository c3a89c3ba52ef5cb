//! The page "Token akses".

use askama::Template;
use chrono::TimeDelta;
use kernel::{TokenId, format};
use serde::Deserialize;
use tenancy::SignedIn;
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::{model, sql};
use crate::{
    account::model::clean_name,
    faults::Mistakes,
    own::{self, Confirmed, ZONE},
    sign_in::pages::{too_many, wait_sentence},
};

const HERE: &str = "/akun/token";

#[derive(Template)]
#[template(path = "token/list.html")]
struct ListPage {
    s: Shell,
    tokens: Vec<Row>,
    typed_name: String,
    abilities: Vec<Ability>,
    lives: Vec<Choice>,
    days: String,
    mistakes: Mistakes,
}

struct Row {
    name: String,
    abilities: String,
    detail: String,
    action: String,
}

struct Ability {
    code: &'static str,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "token/created.html")]
struct CreatedPage {
    s: Shell,
    name: String,
    secret: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct TokenForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    abilities: Vec<String>,
    #[serde(default)]
    days: String,
    #[serde(default)]
    password: String,
}

pub async fn list(door: SignedIn, browser: Browser) -> web::Result {
    let form = TokenForm { days: "90".to_owned(), ..TokenForm::default() };
    web::page(&list_page(&door, &browser, form, Faults::default()).await?)
}

/// The token itself is in this answer and nowhere else.
pub async fn create(door: SignedIn, browser: Browser, Form(form): Form<TokenForm>) -> web::Result {
    let texts = browser.texts();
    let mut faults = Faults::default();
    let name = clean_name(&form.name);
    if name.as_ref().is_none_or(|name| name.chars().count() > 80) {
        faults.put("name", texts.get("token-name-empty"));
    }
    let held = model::abilities_of(&door.who().hats);
    let abilities: Vec<String> =
        form.abilities.iter().filter(|a| held.contains(&a.as_str())).cloned().collect();
    if abilities.is_empty() {
        faults.put("abilities", texts.get("token-abilities-empty"));
    }
    let days = form.days.parse().ok().filter(|days| model::LIVES.contains(days));
    if days.is_none() {
        faults.put("days", texts.get("token-days-wrong"));
    }
    let (Some(name), Some(days), true) = (name, days, faults.is_empty()) else {
        return web::invalid(&list_page(&door, &browser, form, faults).await?);
    };
    let mut tx = match own::confirm(&door, form.password.clone()).await? {
        Confirmed::Yes(tx) => tx,
        Confirmed::No => {
            faults.put("password", texts.get("own-password-wrong"));
            return web::invalid(&list_page(&door, &browser, form, faults).await?);
        }
        Confirmed::Wait(wait) => {
            faults.put("password", wait_sentence(&browser, wait));
            return Ok(too_many(web::invalid(&list_page(&door, &browser, form, faults).await?)?, wait));
        }
    };
    let secret = model::new_personal();
    let expires_at = tx.now() + TimeDelta::days(days);
    sql::create(&mut tx, &name, &secret, &abilities, expires_at).await?;
    tx.commit().await?;
    web::page(&CreatedPage { s: shell(&door, &browser), name, secret })
}

pub async fn revoke(door: SignedIn, browser: Browser, Path(token): Path<TokenId>) -> web::Result {
    let mut tx = own::begin(&door).await?;
    if !sql::revoke(&mut tx, token).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    Go::to(HERE).saying(browser.texts().get("token-revoked")).into()
}

async fn list_page(
    door: &SignedIn,
    browser: &Browser,
    form: TokenForm,
    faults: Faults,
) -> web::Result<ListPage> {
    let mut tx = own::begin(door).await?;
    let tokens = sql::tokens(&mut tx).await?;
    let texts = browser.texts();
    let mut s = shell(door, browser);
    s.mistakes = !faults.is_empty();
    let ability = |code: &'static str| Ability {
        code,
        words: model::ability_words(texts, code),
        chosen: form.abilities.iter().any(|chosen| chosen == code),
    };
    Ok(ListPage {
        s,
        tokens: tokens.iter().map(|token| row(token, browser)).collect(),
        abilities: model::abilities_of(&door.who().hats).into_iter().map(ability).collect(),
        lives: model::LIVES.iter().map(|days| life(*days, browser)).collect(),
        typed_name: form.name,
        days: form.days,
        mistakes: faults.into(),
    })
}

fn row(token: &sql::Token, browser: &Browser) -> Row {
    let texts = browser.texts();
    let date = |at| format::short_date(ZONE.date(at), browser.locale());
    let until =
        token.expires_at.map_or(String::new(), |at| texts.with("token-until", &[("date", date(at).into())]));
    let used = match token.last_used_at {
        Some(at) => texts.with("token-used", &[("date", date(at).into())]),
        None => texts.get("token-never-used").to_owned(),
    };
    let words: Vec<String> = token.abilities.iter().map(|a| model::ability_words(texts, a)).collect();
    Row {
        name: token.name.clone(),
        abilities: words.join(", "),
        detail: [until, used].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        action: format!("{HERE}/{}/cabut", token.id),
    }
}

fn life(days: i64, browser: &Browser) -> Choice {
    Choice::new(days.to_string(), browser.texts().with("token-days", &[("count", days.into())]))
}

fn shell(door: &SignedIn, browser: &Browser) -> Shell {
    let texts = browser.texts();
    let title = texts.get("token-title");
    browser.account(door, title).crumb(texts.get("own-title"), "/akun").crumb(title, "")
}
