//! The page "Akun" and the change of password.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Locale, format};
use notices::Mailer;
use serde::Deserialize;
use tenancy::SignedIn;
use web::{
    Browser, Faults, Form, Go, Shell, role_key,
    shell::{Tone, parts::Choice},
    texts::{Texts, texts},
};

use super::sql::{self, Own, OwnClaim};
use crate::{
    account::model::{clean_name, password_sentence},
    faults::Mistakes,
    letters,
    own::{self, Confirmed, ZONE},
    password::Password,
    sign_in::{
        self,
        pages::{too_many, wait_sentence},
    },
    visitor::{Visitor, set_choice},
};

#[derive(Template)]
#[template(path = "profile/show.html")]
struct ShowPage {
    s: Shell,
    own: Own,
    typed_name: String,
    locale: String,
    theme: &'static str,
    locales: Vec<Choice>,
    themes: Vec<Choice>,
    roles: Vec<RoleRow>,
    claims: Vec<ClaimRow>,
    mistakes: Mistakes,
}

struct RoleRow {
    role: &'static str,
    place: String,
    href: String,
}

struct ClaimRow {
    title: String,
    detail: String,
    label: &'static str,
    tone: Tone,
    icon: &'static str,
}

#[derive(Template)]
#[template(path = "profile/password.html")]
struct PasswordPage {
    s: Shell,
    login: String,
    /// Personal access tokens, which a new password ends unless told otherwise.
    tokens: i64,
    keeps_tokens: bool,
    mistakes: Mistakes,
}

#[derive(Debug, Default, Deserialize)]
pub struct ProfileForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    theme: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    chosen: String,
    /// Anything at all: the box was ticked.
    #[serde(default)]
    keep_tokens: String,
}

pub async fn show(door: SignedIn, browser: Browser) -> web::Result {
    let page = account_page(&door, &browser, None, Mistakes::default()).await?;
    web::page(&page)
}

pub async fn save(door: SignedIn, browser: Browser, Form(form): Form<ProfileForm>) -> web::Result {
    let Some(name) = clean_name(&form.name) else {
        let mut faults = Faults::default();
        faults.put("name", browser.texts().get("account-name-empty"));
        return web::invalid(&account_page(&door, &browser, Some(form), faults.into()).await?);
    };
    let locale = Locale::from_code(&form.locale).unwrap_or_default();
    let mut tx = own::begin(&door).await?;
    sql::save(&mut tx, &name, locale).await?;
    tx.commit().await?;
    let mut response = Go::to("/akun").saying(texts(locale).get("own-saved")).into_response();
    set_choice(&mut response, "bahasa", locale.code());
    if matches!(form.theme.as_str(), "perangkat" | "terang" | "gelap") {
        set_choice(&mut response, "tema", &form.theme);
    }
    Ok(response)
}

pub async fn password_form(door: SignedIn, browser: Browser) -> web::Result {
    web::page(&password_page(&door, &browser, &PasswordForm::default(), Faults::default()).await?)
}

pub async fn change_password(
    door: SignedIn,
    mailer: Mailer,
    browser: Browser,
    visitor: Visitor,
    Form(form): Form<PasswordForm>,
) -> web::Result {
    let texts = browser.texts();
    let mut faults = Faults::default();
    let chosen = faults
        .keep("chosen", Password::choose(&form.chosen), |fault| password_sentence(texts, *fault).to_owned());
    let Some(chosen) = chosen else {
        return web::invalid(&password_page(&door, &browser, &form, faults).await?);
    };
    match own::confirm(&door, form.password.clone()).await? {
        Confirmed::Yes(tx) => {
            drop(tx); // hashing takes its time; no connection waits for it
            let hash = chosen.hash().await;
            let mut tx = own::begin(&door).await?;
            sql::set_password(&mut tx, &hash).await?;
            sql::sign_out_others(&mut tx, door.who().session).await?;
            if form.keep_tokens.is_empty() {
                sql::revoke_tokens(&mut tx).await?;
            }
            sign_in::note(&mut tx, Some(door.who().account), "new_password", &visitor).await?;
            letters::tell_of_new_password(&mut tx, &mailer, door.who().account).await?;
            tx.commit().await?;
            Go::to("/akun").saying(texts.get("own-password-done")).into()
        }
        Confirmed::No => {
            faults.put("password", texts.get("own-password-wrong"));
            web::invalid(&password_page(&door, &browser, &form, faults).await?)
        }
        Confirmed::Wait(wait) => {
            faults.put("password", wait_sentence(&browser, wait));
            Ok(too_many(web::invalid(&password_page(&door, &browser, &form, faults).await?)?, wait))
        }
    }
}

async fn account_page(
    door: &SignedIn,
    browser: &Browser,
    typed: Option<ProfileForm>,
    mistakes: Mistakes,
) -> web::Result<ShowPage> {
    let mut tx = own::begin(door).await?;
    let own = sql::own(&mut tx).await?;
    let claims = sql::own_claims(&mut tx).await?;
    let texts = browser.texts();
    let mut s = browser.account(door, texts.get("own-title"));
    s.mistakes = typed.is_some();
    let theme = match s.theme.code() {
        "" => "perangkat",
        code => code,
    };
    Ok(ShowPage {
        theme,
        typed_name: typed.as_ref().map_or_else(|| own.name.clone(), |form| form.name.clone()),
        locale: typed.map_or_else(|| own.locale.code().to_owned(), |form| form.locale),
        locales: vec![Choice::new("id", "Bahasa Indonesia"), Choice::new("en", "English")],
        themes: vec![
            Choice::new("perangkat", texts.get("theme-device")).with_icon("monitor"),
            Choice::new("terang", texts.get("theme-light")).with_icon("sun"),
            Choice::new("gelap", texts.get("theme-dark")).with_icon("moon"),
        ],
        roles: door.who().hats.iter().map(|hat| role_row(hat, texts)).collect(),
        claims: claims.iter().map(|claim| claim_row(claim, browser)).collect(),
        own,
        s,
        mistakes,
    })
}

fn role_row(hat: &tenancy::Hat, texts: &'static Texts) -> RoleRow {
    let place = if hat.complex_name.is_empty() { "Klustera".to_owned() } else { hat.complex_name.clone() };
    RoleRow { role: texts.get(role_key(hat.role)), place, href: hat.home() }
}

fn claim_row(claim: &OwnClaim, browser: &Browser) -> ClaimRow {
    let texts = browser.texts();
    let (label, tone, icon) = match claim.approved {
        None => (texts.get("claim-waiting"), Tone::Info, "hourglass"),
        Some(true) => (texts.get("claim-approved"), Tone::Ok, "check"),
        Some(false) => (texts.get("claim-rejected"), Tone::Bad, "x"),
    };
    let sent = format::date_time(claim.created_at, ZONE, browser.locale());
    let detail = if claim.reason.is_empty() { sent } else { claim.reason.clone() };
    ClaimRow { title: format!("{} · {}", claim.complex_name, claim.unit_code), detail, label, tone, icon }
}

async fn password_page(
    door: &SignedIn,
    browser: &Browser,
    form: &PasswordForm,
    faults: Faults,
) -> web::Result<PasswordPage> {
    let mut tx = own::begin(door).await?;
    let tokens = sql::own(&mut tx).await?.tokens;
    let login = super::login(&mut tx).await?;
    let texts = browser.texts();
    let title = texts.get("own-password-title");
    let mut s = browser.account(door, title).crumb(texts.get("own-title"), "/akun").crumb(title, "");
    s.mistakes = !faults.is_empty();
    let keeps_tokens = !form.keep_tokens.is_empty();
    Ok(PasswordPage { s, login, tokens, keeps_tokens, mistakes: faults.into() })
}
