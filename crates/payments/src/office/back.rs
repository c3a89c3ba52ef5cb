//! Taking a payment back: at once by the hand that wrote it down, later by whoever may, with a reason.

use askama::Template;
use axum::response::IntoResponse as _;
use chrono::TimeDelta;
use kernel::PaymentId;
use tenancy::{
    May,
    policy::{RecordPayments, ReversePayments},
};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::show::WhyForm;
use crate::{
    payment::{self, State, UNDO_REASON, sql},
    refusal, view,
};

/// The toast goes after ten seconds; a slow network gets a little longer.
const UNDO_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// "Urungkan" right after saving. The number of the receipt stays used.
pub async fn undo(
    may: May<RecordPayments>,
    browser: Browser,
    Path((_, id)): Path<(String, PaymentId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let payment = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let parts = sql::parts(&mut tx, id).await?;
    if !view::within(view::scope(&may).as_deref(), &parts) {
        return Err(web::Error::missing());
    }
    let is_own = payment.recorded_by == Some(may.who().account);
    let is_fresh = tx.now() - payment.recorded_at <= UNDO_WITHIN;
    if !is_own || !is_fresh || payment.state != State::Verified {
        return Err(refusal::too_late());
    }
    let today = may.place().zone.date(tx.now());
    payment::reverse(&mut tx, id, today, UNDO_REASON).await.map_err(refusal::said)?;
    tx.commit().await?;
    let s = view::shell(&may, &browser, "");
    let path = may.place().path(&format!("pembayaran/{id}"));
    Ok(Go::to(path).saying(s.t("payment-undone")).into_response())
}

#[derive(Template)]
#[template(path = "office/back.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    text: String,
    form: WhyForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn form(
    may: May<ReversePayments>,
    browser: Browser,
    Path((_, id)): Path<(String, PaymentId)>,
) -> web::Result {
    let page = page(&may, &browser, id, WhyForm::default(), Faults::default()).await?;
    web::page(&page)
}

pub async fn reverse(
    may: May<ReversePayments>,
    browser: Browser,
    Path((_, id)): Path<(String, PaymentId)>,
    Form(form): Form<WhyForm>,
) -> web::Result {
    let s = view::shell(&may, &browser, "");
    let mut faults = Faults::default();
    let reason = view::reason(&mut faults, &s, "alasan", &form.alasan);
    if !faults.is_empty() {
        return web::invalid(&page(&may, &browser, id, form, faults).await?);
    }
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    payment::reverse(&mut tx, id, today, &reason).await.map_err(refusal::said)?;
    tx.commit().await?;
    let path = may.place().path(&format!("pembayaran/{id}"));
    Ok(Go::to(path).saying(s.t("payment-reversed-said")).into_response())
}

async fn page(
    may: &May<ReversePayments>,
    browser: &Browser,
    id: PaymentId,
    form: WhyForm,
    faults: Faults,
) -> web::Result<Page> {
    let mut tx = may.begin().await?;
    let payment = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let number = payment.receipt_number.clone().unwrap_or_default();
    let mut s = view::shell(may, browser, browser.texts().get("payment-reverse"));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let back = may.place().path(&format!("pembayaran/{id}"));
    let (payments, title) = (s.t("payments-title").to_owned(), s.title.clone());
    let text = s.t2("payment-reverse-text", "number", number.as_str(), "amount", payment.amount);
    Ok(Page {
        s: s.crumb(payments, may.place().path("pembayaran")).crumb(number, &back).crumb(title, ""),
        action: format!("{back}/batal"),
        back,
        text,
        form,
        mistakes: faults.pairs(),
        faults,
    })
}
