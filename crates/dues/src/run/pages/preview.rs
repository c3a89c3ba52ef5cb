//! What the month would come to, before anybody gets anything.

use askama::Template;
use kernel::{Date, Period, format};
use serde::Deserialize;
use tenancy::{May, Place, policy::IssueInvoices};
use web::{Browser, Error, Faults, Form, Go, Query, Shell, shell::parts::Choice};

use super::{
    Month, months, preview_path, run_path,
    words::{self, Care, Change, Changed},
};
use crate::{
    charge,
    run::{
        look::{self, Looked},
        preview::{ChargeSum, Preview},
        sql::{self, StartedBy},
        start::{self, Started},
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    bulan: Month,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Order {
    bulan: Month,
    jatuh_tempo: String,
}

struct Row {
    name: String,
    units: i64,
    amount: String,
    change: Change,
}

#[derive(Template)]
#[template(path = "run/pages/preview.html")]
struct Page {
    s: Shell,
    base: String,
    month: String,
    last_month: String,
    chosen: String,
    months: Vec<Choice>,
    invoices: i64,
    total: String,
    last_total: String,
    change: Change,
    due_on: String,
    due_input: String,
    due_error: String,
    billed_before: i64,
    before_note: String,
    care: Vec<Care>,
    cares: i64,
    rows: Vec<Row>,
    sum: Row,
    new: i64,
    dropped: i64,
    more: i64,
    less: i64,
    differences: Vec<Changed>,
    has_charges: bool,
    has_units: bool,
    active: String,
    tariffs: String,
    units_href: String,
    list: String,
    xlsx: String,
}

pub async fn show(may: May<IssueInvoices>, browser: Browser, Query(asked): Query<Asked>) -> web::Result {
    let page = looked_at(&may, &browser, asked.bulan.0, None, Faults::default()).await?;
    web::page(&page)
}

/// "Terbitkan": a run that exists once, and its job, in one transaction.
pub async fn issue(may: May<IssueInvoices>, browser: Browser, Form(order): Form<Order>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let period = order.bulan.0.unwrap_or(Period::of(today));
    let mut faults = Faults::default();
    let due_on = due_on(&browser, &order.jatuh_tempo, today, &mut faults);
    if !start::billable(period, today) {
        return Go::to(preview_path(may.place(), Period::of(today))).into();
    }
    if !faults.is_empty() {
        drop(tx);
        let page = looked_at(&may, &browser, Some(period), Some(order.jatuh_tempo), faults).await?;
        return web::invalid(&page);
    }
    let started = start::start(&mut tx, period, due_on, StartedBy::Button).await?;
    tx.commit().await?;
    let go = Go::to(run_path(may.place(), started.run()));
    match started {
        Started::New(_) => go.into(),
        Started::Active(_) => go.saying(browser.texts().get("bill-one-at-work")).into(),
    }
}

/// An empty field means: by the setting.
fn due_on(browser: &Browser, typed: &str, today: Date, faults: &mut Faults) -> Option<Date> {
    if typed.trim().is_empty() {
        return None;
    }
    let day =
        typed.trim().parse::<Date>().ok().filter(|day| *day >= today && (*day - today).num_days() <= 366);
    if day.is_none() {
        faults.put("jatuh_tempo", browser.texts().get("bill-due-fault"));
    }
    day
}

async fn looked_at(
    may: &May<IssueInvoices>,
    browser: &Browser,
    asked: Option<Period>,
    typed_due: Option<String>,
    faults: Faults,
) -> web::Result<Page> {
    let mut tx = may.begin().await?;
    let place = may.place();
    let today = place.zone.date(tx.now());
    let period = asked.unwrap_or(Period::of(today));
    if !start::billable(period, today) {
        return Err(Error::missing());
    }
    let looked = look::look(&mut tx, period).await?;
    let book = charge::book(&mut tx, period).await?;
    let active = sql::active(&mut tx).await?;
    let has_units = sql::units_in_use(&mut tx).await? > 0;
    let month = format::month(period, browser.locale());
    let s = browser.office(may, browser.texts().with("bill-title", &[("month", month.clone().into())]));
    let s = s.crumb(browser.texts().get("invoices-title"), place.path("tagihan")).crumb(month.clone(), "");
    let Looked { preview, due_on, has_charges, .. } = looked;
    let look =
        |unit: Option<kernel::UnitId>| unit.map(|unit| unit_path(place, unit, period)).unwrap_or_default();
    Ok(Page {
        care: preview.concerns.iter().map(|one| words::care(&s, place, &book, one, look(one.unit))).collect(),
        cares: preview.concerned(),
        rows: preview.charges.iter().map(|sum| row(&s, sum)).collect(),
        sum: all(&s, &preview),
        differences: preview
            .differences
            .largest
            .iter()
            .map(|one| words::changed(&s, one, unit_path(place, one.unit, period)))
            .collect(),
        new: preview.differences.new,
        dropped: preview.differences.dropped,
        more: preview.differences.more,
        less: preview.differences.less,
        invoices: preview.invoices,
        total: format::rupiah(preview.total),
        last_total: format::rupiah(preview.differences.last_total),
        change: change(&s, &preview),
        due_on: format::date(due_on, s.locale),
        due_input: typed_due.unwrap_or_else(|| due_on.to_string()),
        due_error: faults.of("jatuh_tempo").to_owned(),
        billed_before: preview.billed_before,
        before_note: s.t2(
            "bill-billed-before",
            "count",
            preview.billed_before,
            "total",
            format::rupiah(preview.total_before),
        ),
        last_month: format::month(period.previous(), s.locale),
        chosen: period.to_string(),
        months: months(today, s.locale),
        base: place.path("tagihan/buat"),
        has_charges,
        has_units,
        active: active.map(|run| run_path(place, run)).unwrap_or_default(),
        tariffs: place.path("tarif"),
        units_href: place.path("impor"),
        list: place.path("tagihan"),
        xlsx: format!("{}?bulan={period}", place.path("tagihan/buat/unduh")),
        month,
        s,
    })
}

fn unit_path(place: &Place, unit: kernel::UnitId, period: Period) -> String {
    format!("{}?bulan={period}", place.path(&format!("tagihan/buat/unit/{unit}")))
}

/// Planned and already billed together, beside the month before.
fn change(s: &Shell, preview: &Preview) -> Change {
    let now = preview.total.checked_add(preview.total_before).unwrap_or(preview.total);
    Change::between(s, preview.differences.last_total, now)
}

fn row(s: &Shell, sum: &ChargeSum) -> Row {
    Row {
        name: sum.name.clone(),
        units: sum.units,
        amount: format::rupiah(sum.amount),
        change: Change::between(s, sum.last_amount, sum.amount),
    }
}

fn all(s: &Shell, preview: &Preview) -> Row {
    Row {
        name: s.t("bill-sum").to_owned(),
        units: preview.units,
        amount: format::rupiah(preview.total),
        change: change(s, preview),
    }
}
