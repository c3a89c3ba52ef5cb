//! The page of the platform's staff.

use std::{sync::OnceLock, time};

use askama::Template;
use serde::Deserialize;
use tenancy::Operator;
use web::{Browser, Query, Shell, shell::parts::Pager};

use super::sql::{self, Installation, OrganizationRow};
use crate::words;

/// Organisations on one page.
const PAGE: i64 = 50;

static STARTED: OnceLock<time::Instant> = OnceLock::new();

/// Uptime counts from here: the rooms' routes are put together once, when the process starts.
pub fn note_the_start() {
    STARTED.get_or_init(time::Instant::now);
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub cari: String,
    pub halaman: i64,
}

#[derive(Template)]
#[template(path = "console/index.html")]
struct Index {
    s: Shell,
    asked: Asked,
    figures: Installation,
    organizations: Vec<OrganizationRow>,
    pager: Option<Pager>,
    /// Jobs that had their last attempt and wait for somebody.
    given_up: i64,
    waiting: i64,
    database: String,
    uptime: String,
}

pub async fn index(operator: Operator, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let mut tx = operator.begin().await?;
    let since = words::midnight(tx.now());
    let figures = sql::installation(&mut tx, since).await?;
    let search = asked.cari.trim().to_owned();
    let total = sql::count(&mut tx, &search).await?;
    let page = asked.halaman.clamp(0, total / PAGE);
    let organizations = sql::organizations(&mut tx, &search, page * PAGE, PAGE).await?;
    let queues = jobs::operator::queues(&mut tx).await?;
    let s = browser.operator(&operator, browser.texts().get("console-title"));
    let up = STARTED.get().map_or(0, |started| started.elapsed().as_secs());
    web::page(&Index {
        pager: pager(&asked, page, total),
        given_up: queues.iter().map(|queue| queue.given_up).sum(),
        waiting: queues.iter().map(jobs::operator::Queue::depth).sum(),
        database: words::bytes(figures.database_bytes, s.locale),
        uptime: words::duration(&s, up),
        s,
        asked,
        figures,
        organizations,
    })
}

fn pager(asked: &Asked, page: i64, total: i64) -> Option<Pager> {
    let to = ((page + 1) * PAGE).min(total);
    let at =
        |page: i64| web::with_query("/admin", &[("cari", asked.cari.trim()), ("halaman", &page.to_string())]);
    (total > PAGE).then(|| Pager {
        from: page * PAGE + 1,
        to,
        total: Some(total),
        previous: (page > 0).then(|| at(page - 1)),
        next: (to < total).then(|| at(page + 1)),
    })
}

impl Index {
    fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

impl OrganizationRow {
    pub fn initials(&self) -> String {
        web::shell::parts::initials(&self.name)
    }

    /// The names of the admins, the first one written out.
    pub fn admins_in_short(&self, s: &Shell) -> String {
        match self.admins.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first, rest @ ..] => s.t2("group-and-others", "name", first, "count", rest.len()),
        }
    }
}
