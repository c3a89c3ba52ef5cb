//! The three tabs, and what can be done about a failure.

use askama::Template;
use axum::response::IntoResponse as _;
use jobs::operator::{self as queue, HistoryFilter, JobNumber, Outcome, PAGE};
use kernel::JobRunId;
use serde::Deserialize;
use tenancy::{Operator, PlatformTx};
use web::{
    Browser, Error, Go, Path, Query, Shell,
    shell::parts::{Chip, Choice},
};

use super::rows::{FailureRow, QueueRow, RunRow};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Queues,
    Failures,
    History,
}

#[derive(Template)]
#[template(path = "tasks/queues.html")]
struct Queues {
    s: Shell,
    tabs: Vec<Chip>,
    rows: Vec<QueueRow>,
}

#[derive(Template)]
#[template(path = "tasks/failures.html")]
struct Failures {
    s: Shell,
    tabs: Vec<Chip>,
    rows: Vec<FailureRow>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "tasks/history.html")]
struct History {
    s: Shell,
    tabs: Vec<Chip>,
    rows: Vec<RunRow>,
    names: Vec<Choice>,
    outcomes: Vec<Choice>,
    asked: Asked,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "tasks/discard.html")]
struct Discard {
    s: Shell,
    row: FailureRow,
}

/// What stands in the address: where a page begins, and which part of the history.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    setelah: String,
    nama: String,
    hasil: String,
}

pub async fn queues(operator: Operator, browser: Browser) -> web::Result {
    let mut tx = operator.begin().await?;
    let all = queue::queues(&mut tx).await?;
    let s = browser.operator(&operator, browser.texts().get("tasks-title"));
    let tabs = tabs(&s, Tab::Queues, all.iter().map(|queue| queue.given_up).sum());
    let rows = all.into_iter().map(|q| QueueRow::of(&s, q)).collect();
    web::page(&Queues { s, tabs, rows })
}

pub async fn failures(operator: Operator, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let mut tx = operator.begin().await?;
    let given_up = given_up(&mut tx).await?;
    let after = asked.setelah.parse().ok().map(JobNumber::from_number);
    let all = queue::failures(&mut tx, after).await?;
    let s = browser.operator(&operator, browser.texts().get("tasks-title"));
    let next =
        all.last().filter(|_| all.len() == usize::from(PAGE)).map(|last| last.job.number().to_string());
    let next = next.map(|after| web::with_query("/admin/tugas/gagal", &[("setelah", &after)]));
    let rows = all.into_iter().map(|f| FailureRow::of(&s, f)).collect();
    web::page(&Failures { tabs: tabs(&s, Tab::Failures, given_up), s, rows, next })
}

pub async fn history(operator: Operator, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let mut tx = operator.begin().await?;
    let kinds = queue::queues(&mut tx).await?;
    let filter = HistoryFilter {
        name: Some(asked.nama.clone()).filter(|name| !name.is_empty()),
        outcome: Outcome::from_code(&asked.hasil),
        complex: None,
    };
    let after: Option<JobRunId> = asked.setelah.parse().ok();
    let all = queue::history(&mut tx, &filter, after).await?;
    let s = browser.operator(&operator, browser.texts().get("tasks-title"));
    let next = all.last().filter(|_| all.len() == usize::from(PAGE)).map(|last| last.id.to_string());
    let next = next.map(|after| {
        let asked = [("nama", asked.nama.as_str()), ("hasil", &asked.hasil), ("setelah", &after)];
        web::with_query("/admin/tugas/riwayat", &asked)
    });
    web::page(&History {
        tabs: tabs(&s, Tab::History, kinds.iter().map(|queue| queue.given_up).sum()),
        rows: all.into_iter().map(|r| RunRow::of(&s, r)).collect(),
        names: kinds.iter().map(|queue| Choice::new(&queue.name, &queue.name)).collect(),
        outcomes: Outcome::ALL.into_iter().map(|o| Choice::new(o.code(), s.t(o.text_key()))).collect(),
        s,
        asked,
        next,
    })
}

pub async fn retry(operator: Operator, browser: Browser, Path(job): Path<i64>) -> web::Result {
    let mut tx = operator.begin().await?;
    let done = queue::retry(&mut tx, JobNumber::from_number(job)).await?;
    tx.commit().await?;
    let saying = browser.texts().get(if done { "tasks-retried" } else { "tasks-gone" });
    Ok(Go::to("/admin/tugas/gagal").saying(saying).into_response())
}

/// Throwing away cannot be taken back, so without script too it is asked first.
pub async fn ask_to_discard(operator: Operator, browser: Browser, Path(job): Path<i64>) -> web::Result {
    let mut tx = operator.begin().await?;
    // The failures behind the number above this one begin with it.
    let found = queue::failures(&mut tx, job.checked_add(1).map(JobNumber::from_number)).await?;
    let failure = found.into_iter().find(|failure| failure.job.number() == job).ok_or_else(Error::missing)?;
    let words = browser.texts();
    let s = browser.operator(&operator, words.get("tasks-discard"));
    let s = s.crumb(words.get("tasks-title"), "/admin/tugas").crumb(words.get("tasks-discard"), "");
    let row = FailureRow::of(&s, failure);
    web::page(&Discard { s, row })
}

pub async fn discard(operator: Operator, browser: Browser, Path(job): Path<i64>) -> web::Result {
    let mut tx = operator.begin().await?;
    let done = queue::discard(&mut tx, JobNumber::from_number(job)).await?;
    tx.commit().await?;
    let saying = browser.texts().get(if done { "tasks-discarded" } else { "tasks-gone" });
    Ok(Go::to("/admin/tugas/gagal").saying(saying).into_response())
}

async fn given_up(tx: &mut PlatformTx) -> web::Result<i64> {
    Ok(queue::queues(tx).await?.iter().map(|queue| queue.given_up).sum())
}

fn tabs(s: &Shell, current: Tab, given_up: i64) -> Vec<Chip> {
    let tab = |tab: Tab, label: &str, href: &str| Chip::new(label, href).current_if(tab == current);
    let failures =
        tab(Tab::Failures, s.t("tasks-failures"), "/admin/tugas/gagal").toned(web::shell::Tone::Bad);
    vec![
        tab(Tab::Queues, s.t("tasks-queues"), "/admin/tugas"),
        if given_up > 0 { failures.counted(given_up) } else { failures },
        tab(Tab::History, s.t("tasks-history"), "/admin/tugas/riwayat"),
    ]
}
