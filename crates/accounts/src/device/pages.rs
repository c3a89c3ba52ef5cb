//! The page "Perangkat".

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{SessionId, TokenFamilyId, format};
use tenancy::{SignedIn, revoke_session};
use web::{
    Browser, Go, Path, Shell,
    shell::{Tone, parts::Event},
};

use super::{
    model::Device,
    sql::{self, App, Session, SignInLine},
};
use crate::{
    own::{self, ZONE},
    profile,
    visitor::Visitor,
};

const HERE: &str = "/akun/perangkat";

#[derive(Template)]
#[template(path = "device/list.html")]
struct ListPage {
    s: Shell,
    devices: Vec<Row>,
    apps: Vec<Row>,
    events: Vec<Event>,
}

struct Row {
    name: String,
    detail: String,
    icon: &'static str,
    is_this: bool,
    action: String,
}

pub async fn list(door: SignedIn, browser: Browser) -> web::Result {
    let mut tx = own::begin(&door).await?;
    let sessions = sql::sessions(&mut tx).await?;
    let apps = sql::apps(&mut tx).await?;
    let lines = sql::last_sign_ins(&mut tx).await?;
    let texts = browser.texts();
    let title = texts.get("device-title");
    web::page(&ListPage {
        s: browser.account(&door, title).crumb(texts.get("own-title"), "/akun").crumb(title, ""),
        devices: sessions.iter().map(|session| row(session, &door, &browser)).collect(),
        apps: apps.iter().map(|app| app_row(app, &browser)).collect(),
        events: lines.iter().map(|line| event(line, &browser)).collect(),
    })
}

/// Ends one session. The one that asks ends as signing out does.
pub async fn sign_out(
    door: SignedIn,
    browser: Browser,
    visitor: Visitor,
    Path(session): Path<SessionId>,
) -> web::Result {
    let mut tx = own::begin(&door).await?;
    revoke_session(&mut tx, session).await?;
    tx.commit().await?;
    if door.who().session == Some(session) {
        return Ok(
            visitor.signed_out(Go::to("/masuk").saying(browser.texts().get("sign-out-done")).into_response())
        );
    }
    Go::to(HERE).saying(browser.texts().get("device-out-done")).into()
}

pub async fn sign_out_app(
    door: SignedIn,
    browser: Browser,
    Path(family): Path<TokenFamilyId>,
) -> web::Result {
    let mut tx = own::begin(&door).await?;
    if !sql::end_app(&mut tx, family).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    Go::to(HERE).saying(browser.texts().get("device-out-done")).into()
}

pub async fn sign_out_others(door: SignedIn, browser: Browser) -> web::Result {
    let mut tx = own::begin(&door).await?;
    let ended = profile::sign_out_others(&mut tx, door.who().session).await?;
    tx.commit().await?;
    Go::to(HERE).saying(browser.texts().with("device-others-done", &[("count", ended.into())])).into()
}

fn row(session: &Session, door: &SignedIn, browser: &Browser) -> Row {
    let texts = browser.texts();
    let device = Device::of(&session.user_agent);
    let seen = format::date_time(session.last_seen_at, ZONE, browser.locale());
    let detail = match session.address.as_str() {
        "" => texts.with("device-seen", &[("when", seen.into())]),
        address => texts.with("device-seen-from", &[("when", seen.into()), ("address", address.into())]),
    };
    Row {
        name: name(device, browser),
        detail,
        icon: if device.is_phone { "smartphone" } else { "monitor" },
        is_this: door.who().session == Some(session.id),
        action: format!("{HERE}/{}/keluar", session.id),
    }
}

fn app_row(app: &App, browser: &Browser) -> Row {
    let seen = format::date_time(app.last_used_at, ZONE, browser.locale());
    Row {
        name: if app.device.is_empty() {
            browser.texts().get("device-app").to_owned()
        } else {
            app.device.clone()
        },
        detail: browser.texts().with("device-seen", &[("when", seen.into())]),
        icon: "smartphone",
        is_this: false,
        action: format!("/akun/aplikasi/{}/keluar", app.id),
    }
}

fn name(device: Device, browser: &Browser) -> String {
    let texts = browser.texts();
    match (device.browser, device.system) {
        ("", "") => texts.get("device-unknown").to_owned(),
        ("", one) | (one, "") => one.to_owned(),
        (program, system) => {
            texts.with("device-name", &[("browser", program.into()), ("system", system.into())])
        }
    }
}

fn event(line: &SignInLine, browser: &Browser) -> Event {
    let texts = browser.texts();
    let (title, icon, tone) = match line.outcome.as_str() {
        "signed_in" => (texts.get("device-event-in"), "log-in", Tone::Plain),
        "app" => (texts.get("device-event-app"), "smartphone", Tone::Plain),
        "recovery_code" => (texts.get("device-event-recovery"), "key-round", Tone::Warn),
        "wrong_code" => (texts.get("device-event-wrong-code"), "circle-alert", Tone::Warn),
        "throttled" => (texts.get("device-event-throttled"), "ban", Tone::Bad),
        "new_password" => (texts.get("device-event-new-password"), "lock", Tone::Info),
        "staff_link" => (texts.get("device-event-staff-link"), "link", Tone::Warn),
        "new_email" => (texts.get("device-event-new-email"), "mail", Tone::Info),
        _ => (texts.get("device-event-wrong"), "circle-alert", Tone::Warn),
    };
    // What the staff or a link did came from no device of the owner's.
    let device = if line.user_agent.is_empty() && line.address.is_empty() {
        String::new()
    } else {
        name(Device::of(&line.user_agent), browser)
    };
    let detail = [device, line.address.clone()];
    Event {
        icon,
        tone,
        title: title.to_owned(),
        detail: detail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        when: format::date_time(line.at, ZONE, browser.locale()),
    }
}
