//! Closing months and opening them again.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, Period, format};
use serde::Deserialize;
use tenancy::{
    May, TenantTx,
    policy::{CloseBooks, SeeBooks},
};
use web::{
    Browser, Faults, Form, Go, Shell,
    shell::parts::{Chip, Choice},
};

use super::{
    model::{check, closable},
    said, sql,
};
use crate::frame::{self, Tab, money};

/// Lines of each list; ten years of months.
const MOST: i64 = 120;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    sampai: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReopenForm {
    bulan: String,
    alasan: String,
}

/// A month that waits to be closed.
struct Waiting {
    label: String,
    detail: String,
    balances: bool,
}

/// A month that is closed.
struct Closed {
    label: String,
    when: String,
    total: String,
}

#[derive(Template)]
#[template(path = "books/index.html")]
struct Index {
    s: Shell,
    tabs: Vec<Chip>,
    base: String,
    reopen: String,
    waiting: Vec<Waiting>,
    choices: Vec<Choice>,
    closed: Vec<Closed>,
    reopenable: Vec<Choice>,
    reopenings: Vec<(String, String, String)>,
    form: ReopenForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    closes: bool,
}

pub async fn index(may: May<SeeBooks>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let s = browser.office(&may, browser.texts().get("months-title"));
    let (place, closes) = (may.place(), may.can::<CloseBooks>());
    web::page(&page(&mut tx, s, place, closes, ReopenForm::default(), Faults::default()).await?)
}

/// The month behind the last closed one, or the one of the first entry; none when nothing was ever booked.
pub(super) async fn first_open(tx: &mut TenantTx, today: Date) -> tenancy::Result<Option<Period>> {
    if let Some((_, last)) = sql::closed_span(tx).await? {
        return Ok(Some(last.next()));
    }
    let months = sql::open_months(tx, Period::of(today).next().first_day()).await?;
    Ok(months.first().map(|open| Period::of(open.month)))
}

/// Closes the books up to a month.
pub(super) async fn close_through(tx: &mut TenantTx, through: Period, today: Date) -> web::Result<i32> {
    check(through, first_open(tx, today).await?, Period::of(today)).map_err(web::Error::refused)?;
    sql::close(tx, through).await.map_err(said)
}

pub async fn close(may: May<CloseBooks>, browser: Browser, Form(form): Form<CloseForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let through = frame::month(&form.sampai).ok_or(web::Error::missing())?;
    let today = may.place().zone.date(tx.now());
    close_through(&mut tx, through, today).await?;
    tx.commit().await?;
    let month = format::month(through, browser.locale());
    let said = browser.texts().with("months-closed-through", &[("month", month.into())]);
    Ok(Go::to(may.place().path("buku/tutup")).saying(said).into_response())
}

pub async fn reopen(may: May<CloseBooks>, browser: Browser, Form(form): Form<ReopenForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let from = frame::month(&form.bulan).ok_or(web::Error::missing())?;
    let reason = frame::tidy(&form.alasan);
    if !(5..=200).contains(&reason.chars().count()) {
        let mut faults = Faults::default();
        faults.put("alasan", browser.texts().get("ledger-fault-reason"));
        let s = browser.office(&may, browser.texts().get("months-title")).with_mistakes();
        return web::invalid(&page(&mut tx, s, may.place(), true, form, faults).await?);
    }
    sql::reopen(&mut tx, from, &reason).await.map_err(said)?;
    tx.commit().await?;
    let month = format::month(from, browser.locale());
    let said = browser.texts().with("months-reopened", &[("month", month.into())]);
    Ok(Go::to(may.place().path("buku/tutup")).saying(said).into_response())
}

async fn page(
    tx: &mut TenantTx,
    s: Shell,
    place: &tenancy::Place,
    closes: bool,
    form: ReopenForm,
    faults: Faults,
) -> web::Result<Index> {
    let zone = place.zone;
    let today = zone.date(tx.now());
    let open = sql::open_months(tx, Period::of(today).first_day()).await?;
    let months = closable(first_open(tx, today).await?, Period::of(today));
    let closed = sql::closed(tx, MOST).await?;
    let reopenings = sql::reopenings(tx, MOST).await?;

    let name = |period: Period| format::month(period, s.locale);
    let choice = |period: Period| Choice::new(period.to_string(), name(period));
    let when = |at, by: Option<String>| {
        let time = format::date_time(at, zone, s.locale);
        by.map_or(time.clone(), |by| format!("{time} · {by}"))
    };
    let waiting = |month: &Period| {
        let booked = open.iter().find(|booked| Period::of(booked.month) == *month);
        Waiting {
            label: name(*month),
            detail: s.t2(
                "months-entries",
                "count",
                booked.map_or(0, |booked| booked.entries),
                "total",
                money(booked.map_or(0, |booked| booked.debit)),
            ),
            balances: booked.is_none_or(|booked| booked.debit == booked.credit),
        }
    };
    Ok(Index {
        tabs: frame::tabs(&s, place, Tab::Months),
        base: place.path("buku/tutup"),
        reopen: place.path("buku/buka-lagi"),
        waiting: months.iter().map(waiting).collect(),
        choices: months.iter().map(|month| choice(*month)).collect(),
        reopenable: closed.iter().map(|month| choice(Period::of(month.month))).collect(),
        closed: closed
            .into_iter()
            .map(|month| Closed {
                label: name(Period::of(month.month)),
                when: when(month.closed_at, month.closed_by),
                total: money(month.total),
            })
            .collect(),
        reopenings: reopenings
            .into_iter()
            .map(|again| {
                (name(Period::of(again.month)), again.reason, when(again.reopened_at, again.reopened_by))
            })
            .collect(),
        mistakes: faults.pairs(),
        form,
        faults,
        closes,
        s,
    })
}
