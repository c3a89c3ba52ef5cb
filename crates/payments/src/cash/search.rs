//! Finding the house: as one types, or with a plain form.

use std::collections::HashMap;

use askama::Template;
use dues::settle;
use kernel::{Rupiah, UnitId};
use serde::Deserialize;
use tenancy::{May, policy::RecordPayments};
use web::{Browser, Query, Shell};

use super::sql;
use crate::view;

/// Rows shown while one types; more letters make fewer.
const MOST: i64 = 12;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Question {
    q: String,
}

struct Row {
    href: String,
    code: String,
    payer: String,
    open: String,
    owes: bool,
}

#[derive(Template)]
#[template(path = "cash/search.html", blocks = ["hits"])]
struct Page {
    s: Shell,
    base: String,
    q: String,
    rows: Vec<Row>,
}

pub async fn index(
    may: May<RecordPayments>,
    browser: Browser,
    Query(question): Query<Question>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let typed = question.q.trim();
    let scope = view::scope(&may);
    let houses = if typed.is_empty() && scope.is_none() {
        Vec::new()
    } else {
        sql::houses(&mut tx, typed, scope.as_deref(), today, MOST).await?
    };
    let ids: Vec<UnitId> = houses.iter().map(|house| house.id).collect();
    let mut owed: HashMap<UnitId, i64> = HashMap::new();
    for line in settle::open_lines(&mut tx, &ids).await? {
        *owed.entry(line.unit).or_default() += line.open.get();
    }
    let s = view::shell(&may, &browser, browser.texts().get("cash-title"));
    let base = may.place().path("pembayaran/tunai");
    let rows = houses.into_iter().map(|house| {
        let open = owed.get(&house.id).copied().unwrap_or_default();
        Row {
            href: format!("{base}/{}", house.id),
            code: house.code,
            payer: house.payer_name,
            open: Rupiah::new(open).unwrap_or_default().to_string(),
            owes: open > 0,
        }
    });
    let rows = rows.collect();
    let payments = s.t("payments-title").to_owned();
    let title = s.title.clone();
    let s = s.crumb(payments, may.place().path("pembayaran")).crumb(title, "");
    let page = Page { s, base, q: question.q, rows };
    if browser.hx.wants("hasil") { web::page(&page.as_hits()) } else { web::page(&page) }
}
