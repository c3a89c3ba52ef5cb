//! The page of one invoice: what, why, paid by what, and what happened to it.

use askama::Template;
use kernel::{Date, Rupiah, format};
use ledger::Chart;
use serde::Deserialize;
use tenancy::{
    May, Place, TenantTx,
    policy::{HandleComplaints, IssueInvoices, RecordPayments, SeeDues},
};
use web::{
    Browser, Error, Path, Shell,
    shell::parts::{Event, Tone},
};

use super::{
    explain::{Explained, Snapshot, Source},
    path,
    view::{self, Badge},
};
use crate::invoice::sql::{self, Invoice, SettledRow, Standing};

#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    pub number: String,
}

/// What the office and the resident both see.
pub struct Body {
    pub what: String,
    pub unit: String,
    pub payer: String,
    pub facts: String,
    pub issued_on: String,
    pub due_on: String,
    pub total: String,
    pub settled: String,
    pub open: String,
    pub is_open: bool,
    pub is_void: bool,
    pub badge: Badge,
    pub lines: Vec<Explained>,
    pub events: Vec<Event>,
}

#[derive(Template)]
#[template(path = "invoice/pages/show.html")]
struct Page {
    s: Shell,
    b: Body,
    base: String,
    unit_href: String,
    entry: String,
    record: String,
    /// The link with which the unit pays without signing in.
    pay_link: String,
    void_note: String,
    replaces: Option<(String, String)>,
    replaced_by: Option<(String, String)>,
    /// The complaint whose work it charges, and its page for those who may see it.
    source: Option<(String, String)>,
    may_issue: bool,
    may_record: bool,
}

pub async fn show(may: May<SeeDues>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let invoice = found(&mut tx, &named.number).await?;
    let s = browser.office(&may, invoice.number.clone());
    let s = s
        .crumb(browser.texts().get("invoices-title"), place.path("tagihan"))
        .crumb(invoice.number.clone(), "");
    let b = body(&mut tx, &s, place, &invoice).await?;
    let link = |number: &Option<String>| number.clone().map(|number| (path(place, &number), number));
    web::page(&Page {
        base: path(place, &invoice.number),
        unit_href: place.path(&format!("unit/{}", invoice.unit)),
        entry: place.path(&format!("buku/jurnal/{}", invoice.id)),
        record: place.path(&format!("pembayaran/tunai/{}", invoice.unit)),
        pay_link: place.path(&format!("tautan-bayar/{}", invoice.unit)),
        void_note: void_note(&s, place, &invoice),
        replaces: link(&invoice.replaces_number),
        replaced_by: link(&invoice.replaced_by),
        source: Source::of(&invoice.snapshot).map(|it| {
            (if may.can::<HandleComplaints>() { place.path(&it.path) } else { String::new() }, it.label)
        }),
        may_issue: may.can::<IssueInvoices>() && invoice.voided_at.is_none(),
        may_record: may.can::<RecordPayments>() && invoice.open > Rupiah::ZERO,
        b,
        s,
    })
}

/// The invoice, or a 404: another complex's is not there.
pub async fn found(tx: &mut TenantTx, number: &str) -> web::Result<Invoice> {
    sql::find(tx, number).await?.ok_or_else(Error::missing)
}

pub async fn body(tx: &mut TenantTx, s: &Shell, place: &Place, invoice: &Invoice) -> web::Result<Body> {
    let chart = Chart::load(tx).await?;
    let lines = sql::lines(tx, invoice.id).await?;
    let settlements = sql::settlements(tx, invoice.id).await?;
    let today = place.zone.date(tx.now());
    let snapshot = Snapshot::read(&invoice.snapshot);
    let is_void = invoice.voided_at.is_some();
    let standing = Standing::of(invoice.open, invoice.due_on, is_void, today);
    let settled = invoice.total.checked_sub(invoice.open).unwrap_or(Rupiah::ZERO);
    Ok(Body {
        what: view::what(s, invoice.kind, invoice.period),
        unit: invoice.unit_code.clone(),
        payer: invoice.payer_name.clone(),
        facts: snapshot.of_unit(s),
        issued_on: format::date(invoice.issued_on, s.locale),
        due_on: due(s, invoice.due_on, today),
        total: format::rupiah(invoice.total),
        settled: format::rupiah(if is_void { Rupiah::ZERO } else { settled }),
        open: format::rupiah(invoice.open),
        is_open: invoice.open > Rupiah::ZERO,
        is_void,
        badge: view::badge_of(s, standing, invoice.due_on, today, invoice.open < invoice.total),
        lines: lines.iter().map(|line| snapshot.line(s, line, chart.fund_name(line.fund))).collect(),
        events: events(s, place, invoice, &settlements),
    })
}

/// `10 Desember 2026`, with how near it is.
pub fn due(s: &Shell, due_on: Date, today: Date) -> String {
    let date = format::date(due_on, s.locale);
    match (due_on - today).num_days() {
        0 => s.t1("invoice-due-today", "date", date),
        1 => s.t1("invoice-due-tomorrow", "date", date),
        days @ 2..=14 => s.t2("invoice-due-soon", "date", date, "days", days),
        _ => date,
    }
}

/// From issue to void, the newest first.
fn events(s: &Shell, place: &Place, invoice: &Invoice, settled: &[SettledRow]) -> Vec<Event> {
    let when = |at, by: &str| {
        let at = format::date_time(at, place.zone, s.locale);
        if by.is_empty() { at } else { format!("{at} · {by}") }
    };
    let mut events = vec![Event {
        icon: "receipt-text",
        tone: Tone::Brand,
        title: s.t("invoice-event-issued").to_owned(),
        detail: String::new(),
        when: when(invoice.created_at, &invoice.by),
    }];
    events.extend(settled.iter().map(|row| Event {
        icon: if row.reduction.is_some() { "badge-percent" } else { "hand-coins" },
        tone: if row.amount.get() > 0 { Tone::Ok } else { Tone::Warn },
        title: settled_title(s, row),
        detail: settled_detail(s, row),
        when: when(row.at, &row.by),
    }));
    if let Some(at) = invoice.voided_at {
        events.push(Event {
            icon: "ban",
            tone: Tone::Bad,
            title: s.t("invoice-event-void").to_owned(),
            detail: invoice.void_reason.clone().unwrap_or_default(),
            when: when(at, invoice.void_by.as_deref().unwrap_or_default()),
        });
    }
    events.reverse();
    events
}

fn settled_title(s: &Shell, row: &SettledRow) -> String {
    let amount = format::rupiah(Rupiah::new(row.amount.get().abs()).unwrap_or(row.amount));
    match (row.reduction.is_some(), row.amount.get() > 0) {
        (false, true) => s.t1("invoice-event-paid", "amount", amount),
        (false, false) => s.t1("invoice-event-unpaid", "amount", amount),
        (true, true) => s.t1("invoice-event-reduced", "amount", amount),
        (true, false) => s.t1("invoice-event-unreduced", "amount", amount),
    }
}

fn settled_detail(s: &Shell, row: &SettledRow) -> String {
    let day = format::short_date(row.value_on, s.locale);
    let reason = row.reason.as_deref().unwrap_or_default();
    [row.reference.as_str(), &day, reason]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn void_note(s: &Shell, place: &Place, invoice: &Invoice) -> String {
    let Some(at) = invoice.voided_at else { return String::new() };
    let at = format::date_time(at, place.zone, s.locale);
    s.t2("invoice-void-note", "at", at, "reason", invoice.void_reason.as_deref().unwrap_or_default())
}
