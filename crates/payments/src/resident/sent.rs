//! A payment that the resident sent: where it stands, what the office asks, another photo.

use askama::Template;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::IntoResponse as _,
};
use files::Files;
use kernel::{PaymentId, format};
use tenancy::{May, Store, policy::SeeOwnDues};
use web::{Browser, Faults, Go, Path, Shell, ShellKind};

use super::proof::{self, Sent};
use crate::{
    payment::{State as Stands, sql},
    receipt, view,
};

#[derive(Template)]
#[template(path = "resident/sent.html")]
struct Page {
    s: Shell,
    action: String,
    amount: String,
    value_on: String,
    units: String,
    state: &'static str,
    tone: &'static str,
    icon: &'static str,
    sentence: &'static str,
    /// What the office asked or gave as its reason.
    said: String,
    asks: bool,
    number: String,
    png: String,
    pdf: String,
    photos: Vec<(String, String)>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn show(
    may: May<SeeOwnDues>,
    browser: Browser,
    State(store): State<Store>,
    Path((_, id)): Path<(String, PaymentId)>,
) -> web::Result {
    receipt::mine(&may, id).await?;
    web::page(&page(&may, &browser, &store, id, Faults::default()).await?)
}

/// Another photo, as the office asked for.
pub async fn answer(
    may: May<SeeOwnDues>,
    browser: Browser,
    State(store): State<Store>,
    Extension(files): Extension<Files>,
    Path((_, id)): Path<(String, PaymentId)>,
    form: Multipart,
) -> web::Result {
    receipt::mine(&may, id).await?;
    let sent = Sent::read(form).await?;
    let mut faults = Faults::default();
    let s = browser.member(&may, ShellKind::Resident, "");
    let note = view::short(&mut faults, &s, "catatan", &sent.catatan, 300);
    let photo = sent.photo(&files, browser.locale(), &mut faults).await?;
    let (Some(photo), true) = (photo, faults.is_empty()) else {
        return web::invalid(&page(&may, &browser, &store, id, faults).await?);
    };
    let mut tx = may.begin().await?;
    let payment = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    if !payment.state.is_open() {
        return Err(crate::refusal::said(tenancy::Error::Conflict("payment_check_last_word".to_owned())));
    }
    proof::keep(&mut tx, &files, id, photo, &note).await?;
    tx.commit().await?;
    Ok(Go::to(may.place().path(&format!("bayar/{id}"))).saying(s.t("pay-answered")).into_response())
}

async fn page(
    may: &May<SeeOwnDues>,
    browser: &Browser,
    store: &Store,
    id: PaymentId,
    faults: Faults,
) -> web::Result<Page> {
    let mut tx = may.begin().await?;
    let payment = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let parts = sql::parts(&mut tx, id).await?;
    let said = sql::said(&mut tx, id).await?;
    let proofs = sql::proofs(&mut tx, id).await?;
    let mut s = browser.member(may, ShellKind::Resident, browser.texts().get("sent-title"));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let (tone, icon) = payment.state.look();
    let zone = may.place().zone;
    let papers = may.place().path(&format!("kuitansi-saya/{id}"));
    let title = s.title.clone();
    let mine = s.t("own-receipts-title").to_owned();
    let photo = |proof: &sql::Proof| {
        (files::link(store, may.place().complex, proof.file), format::date_time(proof.at, zone, s.locale))
    };
    let photos = proofs.iter().map(photo).collect();
    Ok(Page {
        action: may.place().path(&format!("bayar/{id}")),
        amount: payment.amount.to_string(),
        value_on: s.date(&payment.value_on),
        units: parts.iter().map(|part| part.code.as_str()).collect::<Vec<_>>().join(", "),
        state: payment.state.word(),
        tone,
        icon,
        sentence: sentence(payment.state),
        said: said.last().map(|said| said.reason.clone()).unwrap_or_default(),
        asks: payment.state == Stands::NeedsInfo,
        number: payment.receipt_number.unwrap_or_default(),
        png: format!("{papers}/png"),
        pdf: format!("{papers}/pdf"),
        photos,
        mistakes: faults.pairs(),
        faults,
        s: s.crumb(mine, may.place().path("kuitansi-saya")).crumb(title, ""),
    })
}

const fn sentence(state: Stands) -> &'static str {
    match state {
        Stands::Waiting => "sent-waiting",
        Stands::NeedsInfo => "sent-needs-info",
        Stands::Verified => "sent-verified",
        Stands::Rejected => "sent-rejected",
        Stands::Reversed => "sent-reversed",
    }
}
