//! The gate: one field, and for each house that fits, who lives there and two buttons to reach them. Numbers are not
//! written out: whoever looks over the guard's shoulder learns none.

use askama::Template;
use serde::Deserialize;
use tenancy::{May, policy::SeeGate};
use web::{Browser, Query, Shell, ShellKind};

use super::{
    sql,
    view::{HouseView, with_people},
};
use crate::typed::Needle;

/// Answers on the screen; more are a reason to type on.
const MOST: i64 = 12;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Question {
    q: String,
}

#[derive(Template)]
#[template(path = "overview/guard.html", blocks = ["list"])]
struct Gate {
    s: Shell,
    action: String,
    q: String,
    houses: Vec<HouseView>,
}

pub async fn index(may: May<SeeGate>, browser: Browser, Query(question): Query<Question>) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let mut s = browser.member(&may, ShellKind::Guard, browser.texts().get("gate-title"));
    s.theme = s.theme.at_gate(chrono::Timelike::hour(&zone.local(tx.now())));

    let needle = Needle::new(&question.q);
    let mut houses = Vec::new();
    if !needle.is_empty() {
        let found = sql::houses_at_gate(&mut tx, &needle, today, MOST).await?;
        houses = with_people(&mut tx, &s, found, today, |_| String::new()).await?;
    }
    let page = Gate { s, action: may.place().path("gerbang"), q: question.q, houses };
    if browser.hx.wants("jawaban") { web::page(&page.as_list()) } else { web::page(&page) }
}
