//! An issued invoice does not change: it is voided with a reason (and issued again, if wanted), or lowered by a credit
//! note.

use askama::Template;
use kernel::{Rupiah, format};
use serde::Deserialize;
use tenancy::{May, policy::IssueInvoices};
use web::{Browser, Error, Faults, Form, Go, Path, Shell};

use super::{
    path,
    show::{Named, found},
};
use crate::{
    invoice::{
        InvoiceKind, again,
        sql::{self, Invoice},
    },
    settle::{self, Amounts, INVOICE_OWES_SO_MUCH, NewReduction, ReductionKind},
};

#[derive(Template)]
#[template(path = "invoice/pages/void.html")]
struct AskToVoid {
    s: Shell,
    base: String,
    number: String,
    unit: String,
    total: String,
    settled: String,
    siblings: String,
    may_reissue: bool,
    reason: String,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct VoidForm {
    alasan: String,
    /// `ya`: plan the unit's month anew.
    terbit_ulang: String,
}

pub async fn ask_to_void(may: May<IssueInvoices>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let invoice = found(&mut tx, &named.number).await?;
    if invoice.voided_at.is_some() {
        return Go::to(path(may.place(), &invoice.number)).into();
    }
    let siblings = sql::siblings(&mut tx, invoice.id).await?;
    web::page(&void_page(&may, &browser, &invoice, &siblings, "", Faults::default()))
}

pub async fn void(
    may: May<IssueInvoices>,
    browser: Browser,
    Path(named): Path<Named>,
    Form(form): Form<VoidForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let invoice = found(&mut tx, &named.number).await?;
    let back = path(may.place(), &invoice.number);
    if invoice.voided_at.is_some() {
        return Go::to(back).saying(browser.texts().get("invoice-void-already")).into();
    }
    let mut faults = Faults::default();
    let Some(reason) = reason(&browser, &form.alasan, &mut faults) else {
        let siblings = sql::siblings(&mut tx, invoice.id).await?;
        return web::invalid(&void_page(&may, &browser, &invoice, &siblings, &form.alasan, faults));
    };
    let today = may.place().zone.date(tx.now());
    if form.terbit_ulang != "ya" || invoice.kind != InvoiceKind::Dues {
        again::void_and_free(&mut tx, invoice.id, &reason, today).await.map_err(ledger::said)?;
        tx.commit().await?;
        return Go::to(back).saying(browser.texts().get("invoice-voided")).into();
    }
    let issued = again::reissue(&mut tx, invoice.id, &reason, today).await.map_err(ledger::said)?;
    tx.commit().await?;
    match issued.first() {
        Some(new) => {
            let said = browser.texts().with("invoice-reissued", &[("number", new.number.as_str().into())]);
            Go::to(path(may.place(), &new.number)).saying(said).into()
        }
        None => Go::to(back).saying(browser.texts().get("invoice-voided-nothing")).into(),
    }
}

/// Three to three hundred characters.
fn reason(browser: &Browser, typed: &str, faults: &mut Faults) -> Option<String> {
    let reason = typed.trim();
    if (3..=300).contains(&reason.chars().count()) {
        return Some(reason.to_owned());
    }
    faults.put("alasan", browser.texts().get("invoice-reason-fault"));
    None
}

fn head(may: &May<IssueInvoices>, browser: &Browser, invoice: &Invoice, title: &str) -> Shell {
    let place = may.place();
    browser
        .office(may, title)
        .crumb(browser.texts().get("invoices-title"), place.path("tagihan"))
        .crumb(invoice.number.clone(), path(place, &invoice.number))
        .crumb(title, "")
}

fn void_page(
    may: &May<IssueInvoices>,
    browser: &Browser,
    invoice: &Invoice,
    siblings: &[(kernel::InvoiceId, String)],
    typed: &str,
    faults: Faults,
) -> AskToVoid {
    let s = head(may, browser, invoice, browser.texts().get("invoice-do-void"));
    let settled = invoice.total.checked_sub(invoice.open).unwrap_or(Rupiah::ZERO);
    let numbers: Vec<&str> = siblings.iter().map(|(_, number)| number.as_str()).collect();
    AskToVoid {
        base: path(may.place(), &invoice.number),
        number: invoice.number.clone(),
        unit: invoice.unit_code.clone(),
        total: format::rupiah(invoice.total),
        settled: if settled > Rupiah::ZERO { format::rupiah(settled) } else { String::new() },
        siblings: numbers.join(", "),
        may_reissue: invoice.kind == InvoiceKind::Dues,
        reason: typed.to_owned(),
        mistakes: mistakes(&faults),
        faults,
        s,
    }
}

fn mistakes(faults: &Faults) -> Vec<(String, String)> {
    faults.iter().map(|fault| (fault.field.clone(), fault.sentence.clone())).collect()
}

#[derive(Template)]
#[template(path = "invoice/pages/reduce.html")]
struct AskToReduce {
    s: Shell,
    base: String,
    unit: String,
    total: String,
    open: String,
    amount: String,
    reason: String,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReduceForm {
    jumlah: String,
    alasan: String,
}

pub async fn ask_to_reduce(
    may: May<IssueInvoices>,
    browser: Browser,
    Path(named): Path<Named>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let invoice = found(&mut tx, &named.number).await?;
    if invoice.voided_at.is_some() {
        return Go::to(path(may.place(), &invoice.number)).into();
    }
    web::page(&reduce_page(&may, &browser, &invoice, ReduceForm::default(), Faults::default()))
}

pub async fn reduce(
    may: May<IssueInvoices>,
    browser: Browser,
    Path(named): Path<Named>,
    Form(form): Form<ReduceForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let invoice = found(&mut tx, &named.number).await?;
    let mut faults = Faults::default();
    let amount = Rupiah::parse(&form.jumlah).ok().filter(|amount| *amount > Rupiah::ZERO);
    if amount.is_none_or(|amount| amount > invoice.total) {
        let total = format::rupiah(invoice.total);
        faults.put("jumlah", browser.texts().with("invoice-amount-fault", &[("total", total.into())]));
    }
    let reason = reason(&browser, &form.alasan, &mut faults);
    let (Some(amount), Some(reason), true) = (amount, reason, faults.is_empty()) else {
        return web::invalid(&reduce_page(&may, &browser, &invoice, form, faults));
    };
    let on = may.place().zone.date(tx.now());
    let kind = ReductionKind::CreditNote;
    let amounts = Amounts::Total(amount);
    let new = NewReduction { kind, invoice: invoice.id, amounts, reason, on, requested_by: None };
    match settle::reduce(&mut tx, new).await {
        Ok(_) => {}
        Err(error) if error.constraint() == Some(INVOICE_OWES_SO_MUCH) => {
            drop(tx);
            let total = format::rupiah(invoice.open);
            faults.put("jumlah", browser.texts().with("invoice-amount-fault", &[("total", total.into())]));
            return web::invalid(&reduce_page(&may, &browser, &invoice, form, faults));
        }
        Err(error) => return Err(Error::from(error)),
    }
    tx.commit().await?;
    Go::to(path(may.place(), &invoice.number)).saying(browser.texts().get("invoice-reduced")).into()
}

fn reduce_page(
    may: &May<IssueInvoices>,
    browser: &Browser,
    invoice: &Invoice,
    form: ReduceForm,
    faults: Faults,
) -> AskToReduce {
    AskToReduce {
        s: head(may, browser, invoice, browser.texts().get("invoice-reduce")),
        base: path(may.place(), &invoice.number),
        unit: invoice.unit_code.clone(),
        total: format::rupiah(invoice.total),
        open: format::rupiah(invoice.open),
        amount: form.jumlah,
        reason: form.alasan,
        mistakes: mistakes(&faults),
        faults,
    }
}
