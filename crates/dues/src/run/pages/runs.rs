//! A run while it works, what came of it, and all that were.

use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode},
    response::IntoResponse as _,
};
use kernel::{BillingRunId, format};
use serde::Deserialize;
use tenancy::{
    May, Place,
    policy::{IssueInvoices, SeeDues},
};
use web::{Browser, Error, Go, Path, Query, Shell, shell::parts::Pager};

use super::{preview_path, run_path};
use crate::run::{
    sql::{self, Run, StartedBy},
    start,
};

/// Runs of one page.
const PAGE: i64 = 24;

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Named {
    run: BillingRunId,
}

#[derive(Template)]
#[template(path = "run/pages/run.html", blocks = ["progress"])]
struct Page {
    s: Shell,
    base: String,
    run: Run,
    sub: String,
    total: String,
    due_on: String,
    average: String,
    reason: String,
    may_issue: bool,
    invoices: String,
    unpaid: String,
    again: String,
}

pub async fn show(may: May<SeeDues>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let run = sql::find(&mut tx, named.run).await?.ok_or_else(Error::missing)?;
    let waits = browser.hx.wants("progress");
    if waits && run.finished_at.is_some() {
        return redirected(&run_path(may.place(), run.id));
    }
    let page = shown(&may, &browser, run);
    if waits { web::page(&page.as_progress()) } else { web::page(&page) }
}

/// "Lanjutkan": nudges a run that failed or was left lying. Harmless for one that is at work.
pub async fn go_on(may: May<IssueInvoices>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let run = sql::find(&mut tx, named.run).await?.ok_or_else(Error::missing)?;
    let go = Go::to(run_path(may.place(), run.id));
    if run.finished_at.is_some() {
        return go.into();
    }
    if sql::active(&mut tx).await?.is_some_and(|active| active != run.id) {
        return go.saying(browser.texts().get("bill-one-at-work")).into();
    }
    sql::resume(&mut tx, run.id).await?;
    start::poke(&mut tx, run.id).await?;
    tx.commit().await?;
    go.saying(browser.texts().get("bill-goes-on")).into()
}

fn shown(may: &May<SeeDues>, browser: &Browser, run: Run) -> Page {
    let place = may.place();
    let month = format::month(run.period, browser.locale());
    let s = browser.office(may, browser.texts().with("bill-title", &[("month", month.clone().into())]));
    let s = s
        .crumb(browser.texts().get("invoices-title"), place.path("tagihan"))
        .crumb(browser.texts().get("bill-runs"), place.path("tagihan/penagihan"))
        .crumb(month, "");
    let average = run.amount.get() / i64::from(run.invoices.max(1));
    Page {
        base: run_path(place, run.id),
        sub: started(&s, place, &run),
        total: format::rupiah(run.amount),
        due_on: format::date(run.due_on, s.locale),
        average: kernel::Rupiah::new(average).map(format::rupiah).unwrap_or_default(),
        reason: reason(&s, &run.failure),
        may_issue: may.can::<IssueInvoices>(),
        invoices: format!("{}?bulan={}", place.path("tagihan"), run.period),
        unpaid: format!("{}?bulan={}&status=belum", place.path("tagihan"), run.period),
        again: preview_path(place, run.period),
        run,
        s,
    }
}

fn started(s: &Shell, place: &Place, run: &Run) -> String {
    let at = format::date_time(run.started_at, place.zone, s.locale);
    match run.started_by {
        StartedBy::Schedule => s.t1("bill-started-clock", "at", at),
        _ if run.by.is_empty() => s.t1("bill-started", "at", at),
        _ => s.t2("bill-started-by", "at", at, "name", run.by.as_str()),
    }
}

/// The promise that refused, in words.
fn reason(s: &Shell, failure: &str) -> String {
    match failure {
        "" => String::new(),
        "reading_counts_still" => s.t("bill-failed-reading").to_owned(),
        "amount_is_plausible" => s.t("bill-failed-amount").to_owned(),
        "invoice_line_billed_once" => s.t("bill-failed-twice").to_owned(),
        other => s.t1("bill-failed-other", "reason", other),
    }
}

struct Row {
    href: String,
    month: String,
    started: String,
    invoices: i32,
    total: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "run/pages/runs.html")]
struct Index {
    s: Shell,
    rows: Vec<Row>,
    pager: Pager,
    make: String,
    may_issue: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Before {
    sebelum: Option<BillingRunId>,
}

pub async fn index(may: May<SeeDues>, browser: Browser, Query(asked): Query<Before>) -> web::Result {
    let mut tx = may.begin().await?;
    let mut runs = sql::list(&mut tx, asked.sebelum, PAGE + 1).await?;
    let more = i64::try_from(runs.len()).unwrap_or(i64::MAX) > PAGE;
    runs.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let place = may.place();
    let s = browser.office(&may, browser.texts().get("bill-runs"));
    let s = s.crumb(browser.texts().get("invoices-title"), place.path("tagihan"));
    let s = s.crumb(browser.texts().get("bill-runs"), "");
    let base = place.path("tagihan/penagihan");
    let next = runs.last().filter(|_| more).map(|last| format!("{base}?sebelum={}", last.id));
    web::page(&Index {
        pager: Pager {
            from: i64::from(!runs.is_empty()),
            to: i64::try_from(runs.len()).unwrap_or(0),
            total: None,
            previous: asked.sebelum.map(|_| base.clone()),
            next,
        },
        rows: runs.iter().map(|run| row(&s, place, run)).collect(),
        make: place.path("tagihan/buat"),
        may_issue: may.can::<IssueInvoices>(),
        s,
    })
}

fn row(s: &Shell, place: &Place, run: &Run) -> Row {
    Row {
        href: run_path(place, run.id),
        month: format::month(run.period, s.locale),
        started: started(s, place, run),
        invoices: run.invoices,
        total: format::rupiah(run.amount),
        state: match (run.finished_at, run.failed_at) {
            (Some(_), _) => "done",
            (None, Some(_)) => "failed",
            (None, None) => "working",
        },
    }
}

/// For the poll: not a piece of this page, but the page of the result.
fn redirected(to: &str) -> web::Result {
    let value = HeaderValue::try_from(to).map_err(Error::broken)?;
    Ok((StatusCode::NO_CONTENT, [(HeaderName::from_static("hx-redirect"), value)]).into_response())
}
