//! Invoices on paper: one as PDF or as a picture for WhatsApp, the current filter as one PDF to print.

use axum::{Extension, response::Response};
use files::Files;
use kernel::{InvoiceId, Locale, Period};
use paper::{PaperFault, Press};
use tenancy::{
    Capability, May,
    policy::{SeeDues, SeeOwnDues},
};
use web::{Browser, Error, Path, Query, Say, texts::texts};

use super::{
    filter::Filter,
    show::{Named, found},
};
use crate::invoice::{
    paper as draft,
    sql::{self, From},
};

/// Invoices of one print; whoever has more narrows the list to a block.
const MOST: usize = 500;

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Pdf,
    Png,
}

type Tools = (Extension<Press>, Option<Extension<Files>>);

pub async fn pdf(
    may: May<SeeDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    one(&may, &browser, (press, files), &named.number, Form::Pdf).await
}

pub async fn png(
    may: May<SeeDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    one(&may, &browser, (press, files), &named.number, Form::Png).await
}

pub async fn own_pdf(
    may: May<SeeOwnDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    mine(&may, &named.number).await?;
    one(&may, &browser, (press, files), &named.number, Form::Pdf).await
}

pub async fn own_png(
    may: May<SeeOwnDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    mine(&may, &named.number).await?;
    one(&may, &browser, (press, files), &named.number, Form::Png).await
}

/// A neighbour's invoice is not there.
async fn mine(may: &May<SeeOwnDues>, number: &str) -> web::Result<()> {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let invoice = found(&mut tx, number).await?;
    let own = sql::own_units(&mut tx, today).await?;
    if own.iter().any(|(unit, ..)| *unit == invoice.unit) { Ok(()) } else { Err(Error::missing()) }
}

/// The paper of an invoice that the caller was found to see. The transaction ends before the press begins.
pub async fn one<C: Capability>(
    may: &May<C>,
    browser: &Browser,
    (press, files): Tools,
    number: &str,
    form: Form,
) -> web::Result<Response> {
    let mut tx = may.begin().await?;
    let invoice = found(&mut tx, number).await?;
    let document = draft::documents(&mut tx, &browser.public(""), [invoice.id]).await?.pop();
    let document = document.ok_or_else(Error::missing)?;
    let head = draft::letterhead(&mut tx, may.place(), files.as_deref()).await?;
    drop(tx);
    let locale = browser.locale();
    match form {
        Form::Pdf => {
            let bytes = press.pdf(&head, locale, document).await.map_err(stopped)?;
            Ok(web::download(bytes, "application/pdf", &format!("{}.pdf", invoice.number)))
        }
        Form::Png => {
            let bytes = press.png(&head, locale, document).await.map_err(stopped)?;
            Ok(web::download(bytes, "image/png", &format!("{}.png", invoice.number)))
        }
    }
}

/// The current filter as one PDF, each invoice on a page of its own, in house order.
pub async fn many(
    may: May<SeeDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let usual = sql::latest_period(&mut tx).await?.unwrap_or(Period::of(today));
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let rows = sql::page(&mut tx, &filter.wanted(usual), today, From::Start, most + 1).await?;
    let ids: Vec<InvoiceId> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() || ids.len() > MOST {
        return Err(Error::refused(if ids.is_empty() { Unprintable::Nothing } else { Unprintable::TooMany }));
    }
    let documents = draft::documents(&mut tx, &browser.public(""), ids).await?;
    let head = draft::letterhead(&mut tx, may.place(), files.as_deref()).await?;
    drop(tx);
    let bytes = press.print(&head, browser.locale(), documents).await.map_err(stopped)?;
    Ok(web::download(bytes, "application/pdf", &format!("tagihan-{}-{today}.pdf", may.place().slug)))
}

/// Why a list is not printed.
#[derive(Debug)]
enum Unprintable {
    Nothing,
    TooMany,
}

impl Say for Unprintable {
    fn say(&self, locale: Locale) -> String {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        match self {
            Self::Nothing => texts(locale).get("invoices-print-none").to_owned(),
            Self::TooMany => texts(locale).with("invoices-print-many", &[("most", most.into())]),
        }
    }
}

/// A press that is busy says so; anything else is a broken promise of ours.
fn stopped(fault: PaperFault) -> Error {
    match fault {
        PaperFault::Busy | PaperFault::TooSlow(_) => Error::Problem(web::Kind::Busy),
        other => Error::broken(other),
    }
}
