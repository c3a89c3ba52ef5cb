//! The page "Kode masuk": off, being set up, or on.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use tenancy::{AccountTx, SignedIn, Store, secret_hash};
use web::{Browser, Faults, Form, Go, Shell};

use super::{key, model, sql};
use crate::{
    faults::Mistakes,
    own::{self, Confirmed},
    profile,
    sign_in::pages::{too_many, wait_sentence},
};

const HERE: &str = "/akun/kode";

enum Stage {
    Off,
    /// Secret as QR code and as text.
    Waiting {
        qr: String,
        spelled: String,
    },
    On {
        codes_left: i64,
    },
}

#[derive(Template)]
#[template(path = "second_factor/show.html")]
struct ShowPage {
    s: Shell,
    state: Stage,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "second_factor/codes.html")]
struct CodesPage {
    s: Shell,
    codes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    code: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    password: String,
}

pub async fn show(door: SignedIn, State(store): State<Store>, browser: Browser) -> web::Result {
    let mut tx = own::begin(&door).await?;
    let state = state(&mut tx, &store, &door).await?;
    web::page(&ShowPage { s: shell(&door, &browser), state, mistakes: Mistakes::default() })
}

/// Makes a new secret, which counts only once its first code was shown.
/// Asks for the password: whoever only found an open phone must not lock its owner out.
pub async fn start(
    door: SignedIn,
    State(store): State<Store>,
    browser: Browser,
    Form(form): Form<PasswordForm>,
) -> web::Result {
    match own::confirm(&door, form.password).await? {
        Confirmed::Yes(mut tx) => {
            let secret: [u8; model::SECRET_BYTES] = rand::random();
            sql::begin(&mut tx, &model::seal(&key(&store), door.who().account, &secret)).await?;
            tx.commit().await?;
            Go::to(HERE).into()
        }
        refused => refuse(&door, &store, &browser, refused).await,
    }
}

pub async fn confirm(
    door: SignedIn,
    State(store): State<Store>,
    browser: Browser,
    Form(form): Form<CodeForm>,
) -> web::Result {
    let mut tx = own::begin(&door).await?;
    let account = door.who().account;
    let factor = sql::own(&mut tx).await?;
    let secret = factor.and_then(|factor| model::unseal(&key(&store), account, &factor.sealed_secret));
    let typed: String = form.code.chars().filter(char::is_ascii_digit).collect();
    let step = secret.and_then(|secret| model::step_of(&secret, &typed, tx.now()));
    let right = match step {
        Some(step) => sql::confirm(&mut tx, step).await?,
        None => false,
    };
    if !right {
        let state = state(&mut tx, &store, &door).await?;
        return wrong(&door, &browser, state, "code", browser.texts().get("factor-code-wrong").to_owned());
    }
    new_codes(tx, &door, &browser).await
}

/// New codes for the paper; the old ones are worth nothing any more.
pub async fn renew(
    door: SignedIn,
    State(store): State<Store>,
    browser: Browser,
    Form(form): Form<PasswordForm>,
) -> web::Result {
    match own::confirm(&door, form.password).await? {
        Confirmed::Yes(mut tx) => match sql::is_on(&mut tx).await? {
            true => new_codes(tx, &door, &browser).await,
            false => Go::to(HERE).into(),
        },
        refused => refuse(&door, &store, &browser, refused).await,
    }
}

pub async fn turn_off(
    door: SignedIn,
    State(store): State<Store>,
    browser: Browser,
    Form(form): Form<PasswordForm>,
) -> web::Result {
    match own::confirm(&door, form.password).await? {
        Confirmed::Yes(mut tx) => {
            sql::turn_off(&mut tx).await?;
            tx.commit().await?;
            Go::to("/akun").saying(browser.texts().get("factor-off-done")).into()
        }
        refused => refuse(&door, &store, &browser, refused).await,
    }
}

/// Shown once, in the answer itself: what the table keeps are hashes.
async fn new_codes(mut tx: AccountTx, door: &SignedIn, browser: &Browser) -> web::Result {
    let codes = model::recovery_codes();
    let hashes: Vec<Vec<u8>> =
        codes.iter().map(|code| secret_hash(&code.replace('-', "")).to_vec()).collect();
    sql::keep_recovery_codes(&mut tx, &hashes).await?;
    tx.commit().await?;
    web::page(&CodesPage { s: shell(door, browser), codes })
}

async fn state(tx: &mut AccountTx, store: &Store, door: &SignedIn) -> tenancy::Result<Stage> {
    let account = door.who().account;
    Ok(match sql::own(tx).await? {
        Some(factor) if factor.is_confirmed => Stage::On { codes_left: factor.codes_left },
        Some(factor) => match model::unseal(&key(store), account, &factor.sealed_secret) {
            Some(secret) => {
                let login = profile::login(tx).await?;
                Stage::Waiting {
                    qr: web::qr::svg(&model::setup_uri(&secret, &login)),
                    spelled: model::spelled(&secret),
                }
            }
            None => Stage::Off,
        },
        None => Stage::Off,
    })
}

async fn refuse(door: &SignedIn, store: &Store, browser: &Browser, why: Confirmed) -> web::Result {
    let mut tx = own::begin(door).await?;
    let state = state(&mut tx, store, door).await?;
    match why {
        Confirmed::Wait(wait) => {
            Ok(too_many(wrong(door, browser, state, "password", wait_sentence(browser, wait))?, wait))
        }
        _ => wrong(door, browser, state, "password", browser.texts().get("own-password-wrong").to_owned()),
    }
}

fn wrong(door: &SignedIn, browser: &Browser, state: Stage, field: &str, sentence: String) -> web::Result {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    web::invalid(&ShowPage { s: shell(door, browser).with_mistakes(), state, mistakes: faults.into() })
}

fn shell(door: &SignedIn, browser: &Browser) -> Shell {
    let texts = browser.texts();
    let title = texts.get("factor-title");
    browser.account(door, title).crumb(texts.get("own-title"), "/akun").crumb(title, "")
}
