//! The page "Pesan keluar".

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Locale, format};
use serde::Deserialize;
use tenancy::{
    May,
    policy::{SeeMessages, SendReminders, SetReminders},
};
use uuid::Uuid;
use web::{
    Browser, Error, Go, Path, Query, Say, Shell,
    shell::parts::{Chip, Tone},
    texts::texts,
};

use super::sql::{self, Message};
use crate::{
    carrier,
    outbox::{State, schedule},
    preference::word,
};

const PAGE: i64 = 50;
const STATES: [(State, &str, &str, Tone); 6] = [
    (State::Queued, "antre", "messages-queued", Tone::Info),
    (State::Sent, "terkirim", "messages-sent", Tone::Ok),
    (State::Delivered, "sampai", "messages-delivered", Tone::Ok),
    (State::Read, "dibaca", "messages-read", Tone::Ok),
    (State::Failed, "gagal", "messages-failed", Tone::Bad),
    (State::Dropped, "batal", "messages-dropped", Tone::Plain),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    status: String,
    sesudah: String,
}

struct Row {
    to: String,
    unit: String,
    kind: String,
    channel: &'static str,
    when: String,
    badge: &'static str,
    tone: Tone,
    reason: String,
    again: String,
}

#[derive(Template)]
#[template(path = "sent/index.html")]
struct Index {
    s: Shell,
    base: String,
    ladder: String,
    templates: String,
    /// Where WhatsApp is set up; empty for whoever may not.
    channels: String,
    /// Why WhatsApp rests; empty when it does not.
    rests: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    next: String,
    is_filtered: bool,
}

pub async fn index(may: May<SeeMessages>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let wanted = STATES.iter().find(|(_, code, ..)| *code == filter.status).map(|(state, ..)| *state);
    let mut list = sql::list(&mut tx, wanted, None, filter.sesudah.parse().ok(), PAGE + 1).await?;
    let more = list.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        list.pop();
    }
    let counts = sql::counts(&mut tx).await?;
    let s = browser.office(&may, browser.texts().get("messages-title"));
    let base = may.place().path("pesan");
    let setting = carrier::sql::load(&mut tx).await?;
    let rests = setting.rests_until.filter(|until| *until > tx.now()).map(|until| {
        let until = format::date_time(until, may.place().zone, s.locale);
        s.t2("carrier-rests", "why", reason(&s, &setting.rest_reason), "until", until)
    });
    let next = list
        .last()
        .filter(|_| more)
        .map(|last| web::with_query(&base, &[("status", &filter.status), ("sesudah", &last.id.to_string())]));
    let mut chips = vec![Chip::new(s.t("notices-all"), &base).current_if(wanted.is_none())];
    chips.extend(STATES.iter().map(|(state, code, label, tone)| {
        let count = counts.iter().find(|(known, _)| known == state).map_or(0, |(_, count)| *count);
        Chip::new(s.t(label), web::with_query(&base, &[("status", code)]))
            .counted(count)
            .toned(*tone)
            .current_if(wanted == Some(*state))
    }));
    web::page(&Index {
        rows: list.into_iter().map(|message| row(&may, &s, &base, message)).collect(),
        rests: rests.unwrap_or_default(),
        channels: if may.can::<SetReminders>() { may.place().path("saluran") } else { String::new() },
        templates: may.place().path("kata-pesan"),
        ladder: may.place().path("pengingat"),
        next: next.unwrap_or_default(),
        is_filtered: wanted.is_some(),
        chips,
        base,
        s,
    })
}

fn row(may: &May<SeeMessages>, s: &Shell, base: &str, message: Message) -> Row {
    let (_, _, badge, tone) =
        STATES.iter().find(|(state, ..)| *state == message.state).copied().unwrap_or(STATES[1]);
    let when = match (message.state, message.at) {
        (State::Queued, _) => message.due_at,
        (_, at) => at.unwrap_or(message.queued_at),
    };
    let can_again = matches!(message.state, State::Failed | State::Dropped) && may.can::<SendReminders>();
    Row {
        to: message.to,
        unit: message.unit,
        kind: s.t(message.kind.word()).to_owned(),
        channel: word(message.channel),
        when: format::date_time(when, may.place().zone, s.locale),
        badge,
        tone,
        reason: reason(s, &message.reason),
        again: if can_again { format!("{base}/{}/ulangi", message.id) } else { String::new() },
    }
}

/// Our own codes in words; the server's as they are.
fn reason(s: &Shell, code: &str) -> String {
    let key = match code {
        "paid" => "messages-why-paid",
        "muted" => "messages-why-muted",
        "no_mail" => "messages-why-no-mail",
        "no_address" => "messages-why-no-address",
        "no_carrier" => "messages-why-no-carrier",
        "no_phone" => "messages-why-no-phone",
        "no_browser" => "messages-why-no-browser",
        "no_key" => "messages-why-no-key",
        "too_late" => "messages-why-too-late",
        "lost" => "messages-why-lost",
        other => return other.to_owned(),
    };
    s.t(key).to_owned()
}

/// Only what failed or was dropped is tried again.
#[derive(Debug)]
pub struct OnItsWay;

impl Say for OnItsWay {
    fn say(&self, locale: Locale) -> String {
        texts(locale).get("messages-on-its-way").to_owned()
    }
}

pub async fn again(
    may: May<SendReminders>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::again(&mut tx, id).await? {
        return Err(Error::refused(OnItsWay));
    }
    schedule(&mut tx).await?;
    tx.commit().await?;
    let said = browser.texts().get("messages-again-done");
    Ok(Go::to(may.place().path("pesan")).saying(said).into_response())
}
