//! What one unit would get this month, line by line, and how each figure comes to be.

use askama::Template;
use kernel::{Period, Rupiah, UnitId, format};
use serde::Deserialize;
use tenancy::{May, policy::IssueInvoices};
use web::{Browser, Error, Path, Query, Shell};

use super::{
    Month, preview_path,
    words::{self, Care},
};
use crate::{
    charge::PlannedLine,
    run::{look, preview::UnitConcern},
};

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Named {
    unit: UnitId,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    bulan: Month,
}

struct Line {
    name: String,
    how: String,
    amount: String,
}

struct Planned {
    payer: String,
    lines: Vec<Line>,
    total: String,
}

#[derive(Template)]
#[template(path = "run/pages/unit.html")]
struct Page {
    s: Shell,
    code: String,
    sub: String,
    invoices: Vec<Planned>,
    care: Vec<Care>,
    back: String,
}

pub async fn show(
    may: May<IssueInvoices>,
    browser: Browser,
    Path(named): Path<Named>,
    Query(asked): Query<Asked>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let period = asked.bulan.0.unwrap_or(Period::of(place.zone.date(tx.now())));
    let one = look::look_at(&mut tx, period, named.unit).await?.ok_or_else(Error::missing)?;
    let month = format::month(period, browser.locale());
    let s = browser.office(&may, one.unit.code.clone());
    let s = s
        .crumb(browser.texts().get("invoices-title"), place.path("tagihan"))
        .crumb(month.clone(), preview_path(place, period))
        .crumb(one.unit.code.clone(), "");
    let planned = |invoice: &crate::charge::PlannedInvoice| Planned {
        payer: invoice.payer_name.clone(),
        lines: invoice.lines.iter().map(|line| shown(&s, line)).collect(),
        total: format::rupiah(invoice.total().unwrap_or(Rupiah::ZERO)),
    };
    let invoices: Vec<Planned> = one.plan.invoices.iter().map(planned).collect();
    let total = one.plan.invoices.iter().filter_map(|invoice| invoice.total());
    let total = total.fold(Rupiah::ZERO, |sum, one| sum.checked_add(one).unwrap_or(sum));
    let concern = |concern: &crate::charge::Concern| {
        let one_concern = UnitConcern {
            unit: Some(named.unit),
            code: one.unit.code.clone(),
            concern: concern.clone(),
            total,
        };
        words::care(&s, place, &one.book, &one_concern, String::new())
    };
    web::page(&Page {
        care: one.plan.concerns.iter().map(concern).collect(),
        sub: s.t1("bill-unit-sub", "month", month),
        code: one.unit.code.clone(),
        invoices,
        back: preview_path(place, period),
        s,
    })
}

fn shown(s: &Shell, line: &PlannedLine) -> Line {
    Line { name: line.description.clone(), how: how(s, line), amount: format::rupiah(line.amount) }
}

/// `72 m² × Rp 1.250 · meter 1.204 → 1.222 · 14 dari 30 hari`.
fn how(s: &Shell, line: &PlannedLine) -> String {
    let mut parts = Vec::new();
    if let Some(usage) = &line.usage {
        let (from, to) = (usage.reading_from.unwrap_or_default(), usage.reading_to.unwrap_or_default());
        let (from, to) = (format::decimal(from, s.locale), format::decimal(to, s.locale));
        parts.push(s.tw(
            "bill-how-meter",
            &[
                ("from", from.into()),
                ("to", to.into()),
                ("used", format::decimal(usage.used, s.locale).into()),
            ],
        ));
    }
    if let (Some(quantity), Some(rate)) = (line.quantity, line.rate) {
        let (quantity, rate) = (format::decimal(quantity, s.locale), format::decimal(rate, s.locale));
        parts.push(s.t2("bill-how-rate", "quantity", quantity, "rate", rate));
    }
    if line.share.0 < line.share.1 {
        parts.push(s.t2("bill-how-share", "part", line.share.0, "whole", line.share.1));
    }
    if line.r#override.is_some() {
        parts.push(s.t("bill-how-own").to_owned());
    }
    if line.tax > Rupiah::ZERO {
        parts.push(s.t1("bill-how-tax", "tax", format::rupiah(line.tax)));
    }
    if parts.is_empty() {
        parts.push(s.t("bill-how-flat").to_owned());
    }
    parts.join(" · ")
}
