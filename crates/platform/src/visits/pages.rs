//! The trail of visits, as a page.

use askama::Template;
use serde::Deserialize;
use tenancy::Operator;
use web::{Browser, Query, Shell, shell::parts::Choice};

use super::sql::{self, Visit};
use crate::words;

/// Visits on one page.
const PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    oleh: String,
    setelah: String,
}

#[derive(Template)]
#[template(path = "visits/index.html")]
struct Index {
    s: Shell,
    asked: Asked,
    staff: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    name: String,
    initials: String,
    reason: String,
    /// Changed something, as far as the method says.
    writes: bool,
    when: String,
    request: String,
}

pub async fn index(operator: Operator, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let mut tx = operator.begin().await?;
    let staff = sql::staff(&mut tx).await?;
    let who = asked.oleh.parse().ok();
    let mut visits = sql::visits(&mut tx, who, asked.setelah.parse().ok(), PAGE + 1).await?;
    let more = i64::try_from(visits.len()).unwrap_or(0) > PAGE;
    visits.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let s = browser.operator(&operator, browser.texts().get("visits-title"));
    let last = visits.last().filter(|_| more).map(|visit| visit.number.to_string());
    let next =
        last.map(|after| web::with_query("/admin/audit", &[("oleh", &asked.oleh), ("setelah", &after)]));
    let rows = visits.into_iter().map(|visit| row(&s, visit)).collect();
    let staff = staff.into_iter().map(|(account, name)| Choice::new(account.to_string(), name)).collect();
    web::page(&Index { s, asked, staff, rows, next })
}

fn row(s: &Shell, visit: Visit) -> Row {
    Row {
        initials: web::shell::parts::initials(&visit.name),
        writes: !visit.reason.starts_with("GET"),
        when: words::moment(visit.at, s.locale),
        request: visit.request.map(|id| id.to_string()).unwrap_or_default(),
        name: visit.name,
        reason: visit.reason,
    }
}
