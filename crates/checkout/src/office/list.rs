//! All attempts, the newest first; on top what a person has to look at.

use askama::Template;
use kernel::format;
use serde::Deserialize;
use tenancy::{
    May,
    policy::{SeeDues, SetGateway},
};
use web::{Browser, Query, Shell, shell::parts::Chip};

use crate::{
    attempt::{State, sql},
    hook, setting,
};

const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    keadaan: String,
    q: String,
}

struct Row {
    href: String,
    unit: String,
    sub: String,
    amount: String,
    state: &'static str,
    tone: &'static str,
    icon: &'static str,
    when: String,
}

struct Day {
    day: String,
    gateway: String,
    booked: String,
    unanswered: i32,
    /// Address, amount at the gateway, amount in the books.
    differences: Vec<(String, String, String)>,
}

struct Strange {
    order: String,
    signature: &'static str,
    when: String,
}

#[derive(Template)]
#[template(path = "office/list.html")]
struct Page {
    s: Shell,
    base: String,
    q: String,
    state: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    days: Vec<Day>,
    strange: Vec<Strange>,
    is_play: bool,
    settings: String,
    may_set: bool,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let state = State::from_code(&asked.keadaan);
    let like = Some(asked.q.trim().to_owned()).filter(|text| !text.is_empty());
    let wanted = sql::Wanted { state, like, ..sql::Wanted::default() };
    let attempts = sql::attempts(&mut tx, &wanted, PAGE).await?;
    let counts = sql::counts(&mut tx).await?;
    let comparisons = sql::comparisons(&mut tx, 7).await?;
    let messages = hook::sql::messages(&mut tx, None, 10).await?;
    let setting = setting::load(&mut tx).await?;
    let s = browser.office(&may, browser.texts().get("checkout-attempts-title"));
    let base = place.path("upaya-bayar");
    let row = |attempt: sql::Attempt| {
        let (tone, icon) = attempt.state.look();
        Row {
            href: format!("{base}/{}", attempt.id),
            sub: format!("{} · {}", s.t(attempt.way.word()), attempt.order),
            amount: attempt.amount.to_string(),
            state: attempt.state.word(),
            tone,
            icon,
            when: format::date_time(attempt.made_at, place.zone, s.locale),
            unit: attempt.unit_code,
        }
    };
    let rows = attempts.into_iter().map(row).collect();
    let day = |done: sql::Comparison| Day {
        day: s.date(&done.day),
        gateway: done.gateway_total.to_string(),
        booked: done.booked_total.to_string(),
        unanswered: done.unanswered,
        differences: differences(&done.differences, &base),
    };
    let strange = |message: hook::sql::Message| Strange {
        order: message.order,
        signature: match message.signature.as_str() {
            "good" => "checkout-message-unknown",
            "unreadable" => "checkout-message-unreadable",
            _ => "checkout-message-forged",
        },
        when: format::date_time(message.at, place.zone, s.locale),
    };
    web::page(&Page {
        chips: chips(&s, &base, state, &counts),
        days: comparisons.into_iter().map(day).collect(),
        strange: messages.into_iter().map(strange).collect(),
        is_play: setting.mode.is_play(),
        settings: place.path("bayar-online"),
        may_set: may.can::<SetGateway>(),
        q: asked.q,
        state: state.map(|state| state.code().to_owned()).unwrap_or_default(),
        rows,
        base,
        s,
    })
}

fn chips(s: &Shell, base: &str, now: Option<State>, counts: &[(State, i64)]) -> Vec<Chip> {
    let total = counts.iter().map(|(_, count)| count).sum();
    let mut chips = vec![Chip::new(s.t("checkout-all"), base).counted(total).current_if(now.is_none())];
    for state in State::ALL {
        if let Some((_, count)) = counts.iter().find(|(known, _)| *known == state) {
            let href = format!("{base}?keadaan={}", state.code());
            chips.push(Chip::new(s.t(state.word()), href).counted(*count).current_if(now == Some(state)));
        }
    }
    chips
}

fn differences(value: &serde_json::Value, base: &str) -> Vec<(String, String, String)> {
    let money = |value: &serde_json::Value| {
        kernel::Rupiah::new(value.as_i64().unwrap_or(0)).unwrap_or_default().to_string()
    };
    let each = |one: &serde_json::Value| {
        let href = format!("{base}/{}", one["attempt"].as_str().unwrap_or_default());
        (href, money(&one["gateway"]), money(&one["booked"]))
    };
    value.as_array().map(|all| all.iter().map(each).collect()).unwrap_or_default()
}
