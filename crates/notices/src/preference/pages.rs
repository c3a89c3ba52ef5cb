//! The page "Kabar" of an account: which kinds by which ways.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, response::IntoResponse as _};
use tenancy::{AccountTx, Error, Role, SignedIn, Store};
use web::{Browser, Form, Go, Shell};

use super::sql;
use crate::{
    outbox::{Channel, Kind},
    push::Browsers,
};

pub const HERE: &str = "/akun/kabar";
pub const CHANNELS: [Channel; 4] = [Channel::App, Channel::Email, Channel::Whatsapp, Channel::Push];

struct Way {
    name: String,
    label: &'static str,
    is_wanted: bool,
}

struct Row {
    title: String,
    icon: &'static str,
    ways: Vec<Way>,
}

#[derive(Template)]
#[template(path = "preference/edit.html")]
struct Edit {
    s: Shell,
    rows: Vec<Row>,
    push: Browsers,
}

/// Whoever may change an account: its browser's session or an app that signed in with the password.
pub async fn begin(door: &SignedIn) -> tenancy::Result<AccountTx> {
    if !door.who().reaches("manage_account") {
        return Err(Error::Forbidden);
    }
    door.begin().await
}

/// What only managers are told is a choice of managers; what is urgent is nobody's.
pub fn kinds_of(door: &SignedIn) -> impl Iterator<Item = Kind> + use<> {
    let manages = door.who().hats.iter().any(|hat| hat.role == Role::Manager);
    Kind::ALL.into_iter().filter(move |kind| !kind.is_urgent() && (manages || !kind.is_for_managers()))
}

pub async fn edit(door: SignedIn, State(store): State<Store>, browser: Browser) -> web::Result {
    let mut tx = begin(&door).await?;
    let muted = sql::own(&mut tx).await?;
    let title = browser.texts().get("notices-settings");
    let s = browser.account(&door, title).crumb(browser.texts().get("own-title"), "/akun").crumb(title, "");
    let row = |kind: Kind| Row {
        title: s.t(kind.word()).to_owned(),
        icon: kind.icon(),
        ways: CHANNELS
            .map(|channel| Way {
                name: field(kind, channel),
                label: word(channel),
                is_wanted: !muted.contains(&(kind, channel)),
            })
            .into(),
    };
    let push = Browsers::load(&mut tx, &store, &s).await?;
    web::page(&Edit { push, rows: kinds_of(&door).map(row).collect(), s })
}

pub async fn update(
    door: SignedIn,
    browser: Browser,
    Form(sent): Form<HashMap<String, String>>,
) -> web::Result {
    let mut tx = begin(&door).await?;
    let shown: Vec<Kind> = kinds_of(&door).collect();
    // What the page does not show stays as it was.
    let mut muted: Vec<(Kind, Channel)> =
        sql::own(&mut tx).await?.into_iter().filter(|(kind, _)| !shown.contains(kind)).collect();
    for kind in shown {
        muted.extend(
            CHANNELS
                .into_iter()
                .filter(|channel| !sent.contains_key(&field(kind, *channel)))
                .map(|channel| (kind, channel)),
        );
    }
    sql::set(&mut tx, &muted).await?;
    tx.commit().await?;
    Ok(Go::to(HERE).saying(browser.texts().get("notices-settings-saved")).into_response())
}

fn field(kind: Kind, channel: Channel) -> String {
    format!("{}.{}", kind.code(), channel.code())
}

pub const fn word(channel: Channel) -> &'static str {
    match channel {
        Channel::App => "notice-channel-app",
        Channel::Email => "notice-channel-email",
        Channel::Whatsapp => "notice-channel-whatsapp",
        Channel::Push => "notice-channel-push",
    }
}
