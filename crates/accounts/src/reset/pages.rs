//! The manager makes the link; the member opens it.

use askama::Template;
use axum::extract::State;
use kernel::{MembershipId, PhoneNumber};
use notices::Mailer;
use serde::Deserialize;
use tenancy::{May, Store, Ticket, policy::ManageMembers};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{ResetLink, sql};
use crate::{
    account::{self, model::password_sentence},
    faults::Mistakes,
    letters, links, member,
    password::Password,
};

#[derive(Template)]
#[template(path = "reset/made.html")]
struct MadePage {
    s: Shell,
    name: String,
    back: String,
    link: String,
    whatsapp: Option<String>,
    qr: String,
}

#[derive(Template)]
#[template(path = "reset/form.html")]
pub struct FormPage {
    s: Shell,
    name: String,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "reset/closed.html")]
pub struct ClosedPage {
    s: Shell,
}

#[derive(Debug, Default, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    password: String,
}

/// The link is in this answer and nowhere else.
pub async fn make(
    may: May<ManageMembers>,
    State(store): State<Store>,
    browser: Browser,
    Path((_, id)): Path<(String, MembershipId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let member = member::find(&mut tx, id).await?;
    if !sql::is_allowed(&mut tx, member.account, may.who().account).await? {
        return Err(tenancy::Error::Forbidden.into());
    }
    let reset = sql::add(&mut tx, member.account).await?;
    tx.commit().await?;
    let texts = browser.texts();
    let place = may.place();
    let link = format!(
        "{}/sandi/{}",
        store.site().public_url,
        Ticket::<ResetLink>::seal(&store, place.complex, reset)
    );
    let blanks = [
        ("name", member.name.as_str().into()),
        ("complex", place.name.as_str().into()),
        ("link", link.as_str().into()),
    ];
    let message = texts.with("reset-message", &blanks);
    let to = |phone: &PhoneNumber| links::whatsapp(phone, &message);
    let back = place.path(&format!("anggota/{id}"));
    web::page(&MadePage {
        s: browser
            .office(&may, texts.get("reset-title"))
            .crumb(texts.get("member-title"), place.path("anggota"))
            .crumb(member.name.clone(), back.clone())
            .crumb(texts.get("reset-title"), ""),
        whatsapp: member.phone.as_ref().map(to),
        qr: web::qr::svg(&link),
        name: member.name,
        back,
        link,
    })
}

pub async fn form(ticket: Ticket<ResetLink>, browser: Browser) -> web::Result {
    let (mut tx, _) = ticket.begin().await?;
    match sql::open(&mut tx, ticket.subject()).await? {
        Some(open) => web::page(&form_page(&browser, open.name, Faults::default())),
        None => web::page(&closed(&browser)),
    }
}

pub async fn set(
    ticket: Ticket<ResetLink>,
    mailer: Mailer,
    browser: Browser,
    Form(form): Form<PasswordForm>,
) -> web::Result {
    let (mut tx, _) = ticket.begin().await?;
    let Some(open) = sql::open(&mut tx, ticket.subject()).await? else { return web::page(&closed(&browser)) };
    drop(tx);
    let chosen = match Password::choose(&form.password) {
        Ok(chosen) => chosen,
        Err(fault) => {
            let mut faults = Faults::default();
            faults.put("password", password_sentence(browser.texts(), fault));
            return web::invalid(&form_page(&browser, open.name, faults));
        }
    };
    let hash = chosen.hash().await;
    let (mut tx, _) = ticket.begin().await?;
    account::act_as(&mut tx, open.account).await?;
    if !sql::finish(&mut tx, ticket.subject(), &hash).await? {
        return web::page(&closed(&browser));
    }
    letters::tell_of_new_password(&mut tx, &mailer, open.account).await?;
    tx.commit().await?;
    Go::to("/masuk").saying(browser.texts().get("reset-done")).into()
}

/// The form behind a good link, whoever made the link.
pub fn form_page(browser: &Browser, name: String, faults: Faults) -> FormPage {
    let mut s = browser.public(browser.texts().get("reset-form-title"));
    s.mistakes = !faults.is_empty();
    FormPage { s, name, mistakes: faults.into() }
}

pub fn closed(browser: &Browser) -> ClosedPage {
    ClosedPage { s: browser.public(browser.texts().get("reset-closed")) }
}
