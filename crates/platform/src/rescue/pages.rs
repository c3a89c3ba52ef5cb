//! The form, the link it makes, and what was made so far.

use accounts::Login;
use askama::Template;
use axum::extract::State;
use kernel::EventId;
use serde::Deserialize;
use tenancy::{Operator, PlatformTx, Store};
use web::{Browser, Faults, Form, Shell, shell::Tone, texts::Texts};

use super::sql::{self, Made, Wish};
use crate::words;

const SHOWN: i64 = 100;
const LONGEST_REASON: usize = 200;

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub login: String,
    pub reason: String,
    /// Anything at all: the box was ticked.
    pub code: String,
}

#[derive(Template)]
#[template(path = "rescue/index.html")]
struct Index {
    s: Shell,
    typed: Typed,
    faults: Faults,
    rows: Vec<Row>,
}

struct Row {
    m: Made,
    by: String,
    when: String,
    state: &'static str,
    tone: Tone,
}

/// The answer to the form itself, so that no address leads to the link again.
#[derive(Template)]
#[template(path = "rescue/made.html")]
struct MadePage {
    s: Shell,
    name: String,
    link: String,
}

impl Index {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.faults.iter().map(|fault| (fault.field.as_str(), fault.sentence.as_str())).collect()
    }
}

pub async fn index(operator: Operator, browser: Browser) -> web::Result {
    let mut tx = operator.begin().await?;
    web::page(&page(&mut tx, &operator, &browser, Typed::default(), Faults::default()).await?)
}

pub async fn make(
    operator: Operator,
    State(store): State<Store>,
    browser: Browser,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = operator.begin().await?;
    let made = match understood(&typed, browser.texts()) {
        Ok((login, reason)) => settle(&mut tx, &store, &login, &reason, !typed.code.is_empty()).await?,
        Err(faults) => return web::invalid(&page(&mut tx, &operator, &browser, typed, faults).await?),
    };
    let Some((name, link)) = made else {
        let mut faults = Faults::default();
        faults.put("login", browser.texts().get("rescue-nobody"));
        return web::invalid(&page(&mut tx, &operator, &browser, typed, faults).await?);
    };
    tx.commit().await?;
    let s = browser.operator(&operator, browser.texts().get("rescue-made"));
    web::page(&MadePage { s, name, link })
}

/// Who is meant and why, or what is wrong with the form.
pub fn understood(typed: &Typed, words: &'static Texts) -> Result<(Login, String), Faults> {
    let mut faults = Faults::default();
    let login = Login::parse(typed.login.trim());
    if login.is_none() {
        faults.put("login", words.get("rescue-login-fault"));
    }
    let reason = typed.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=LONGEST_REASON).contains(&reason.chars().count()) {
        faults.put("reason", words.get("rescue-reason-fault"));
    }
    match login {
        Some(login) if faults.is_empty() => Ok((login, reason)),
        _ => Err(faults),
    }
}

/// The name of the account's owner, and the link. The caller commits.
pub async fn settle(
    tx: &mut PlatformTx,
    store: &Store,
    login: &Login,
    reason: &str,
    without_code: bool,
) -> tenancy::Result<Option<(String, String)>> {
    let wish = Wish { id: EventId::new(tx.now()).uuid(), login, reason, without_code };
    let name = sql::make(tx, &wish).await?;
    Ok(name.map(|name| (name, accounts::reset_link(store, wish.id))))
}

async fn page(
    tx: &mut PlatformTx,
    operator: &Operator,
    browser: &Browser,
    typed: Typed,
    faults: Faults,
) -> tenancy::Result<Index> {
    let now = tx.now();
    let made = sql::latest(tx, SHOWN).await?;
    let s = browser.operator(operator, browser.texts().get("rescue-title"));
    let row = |m: Made| {
        let (state, tone) = match m.used_at {
            Some(_) => (browser.texts().get("rescue-used"), Tone::Ok),
            None if m.expires_at > now => (browser.texts().get("rescue-open"), Tone::Info),
            None => (browser.texts().get("rescue-late"), Tone::Plain),
        };
        let by = m.by.clone().unwrap_or_else(|| browser.texts().get("rescue-command-line").to_owned());
        Row { by, when: words::moment(m.created_at, browser.locale()), state, tone, m }
    };
    let rows = made.into_iter().map(row).collect();
    Ok(Index { s: if faults.is_empty() { s } else { s.with_mistakes() }, typed, faults, rows })
}
