//! Invoices on paper: one as PDF or as a picture for WhatsApp, the current filter as one PDF to print.

use axum::{Extension, response::Response};
use files::Files;
use kernel::{InvoiceId, Locale, Period};
use paper::{PaperFault, Press};
use tenancy::{
    Capability, May, TenantTx,
    policy::{SeeDues, SeeOwnDues},
};
use web::{Browser, Error, Form, Go, Path, Query, Say, texts::texts};

use super::{
    chosen::Chosen,
    filter::Filter,
    show::{Named, found},
};
use crate::{
    invoice::{
        paper as draft,
        sql::{self, From},
    },
    print,
};

/// Invoices of one PDF; what is more is printed in the background.
pub const MOST: usize = 150;

/// As what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
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
    one(&may, &browser, (press, files), &named.number, Shape::Pdf).await
}

pub async fn png(
    may: May<SeeDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    one(&may, &browser, (press, files), &named.number, Shape::Png).await
}

pub async fn own_pdf(
    may: May<SeeOwnDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    mine(&may, &named.number).await?;
    one(&may, &browser, (press, files), &named.number, Shape::Pdf).await
}

pub async fn own_png(
    may: May<SeeOwnDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Path(named): Path<Named>,
) -> web::Result {
    mine(&may, &named.number).await?;
    one(&may, &browser, (press, files), &named.number, Shape::Png).await
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
    shape: Shape,
) -> web::Result<Response> {
    let mut tx = may.begin().await?;
    let invoice = found(&mut tx, number).await?;
    let document = draft::documents(&mut tx, &browser.public(""), [invoice.id]).await?.pop();
    let document = document.ok_or_else(Error::missing)?;
    let head = draft::letterhead(&mut tx, (&may.place().name, &may.place().city), files.as_deref()).await?;
    drop(tx);
    let locale = browser.locale();
    match shape {
        Shape::Pdf => {
            let bytes = press.pdf(&head, locale, document).await.map_err(stopped)?;
            Ok(web::download(bytes, "application/pdf", &format!("{}.pdf", invoice.number)))
        }
        Shape::Png => {
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
    if ids.len() > MOST {
        return Err(Error::refused(Unprintable::TooMany(MOST)));
    }
    at_once(&may, &browser, (press, files), tx, ids).await
}

/// The ticked invoices, or all that the filter finds: few of them at once, many in the background.
pub async fn chosen(
    may: May<SeeDues>,
    browser: Browser,
    press: Extension<Press>,
    files: Option<Extension<Files>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let rows = Chosen::of(&fields).rows(&mut tx, today).await?;
    let ids: Vec<InvoiceId> = rows.iter().map(|row| row.id).collect();
    match ids.len() {
        count if count <= MOST => at_once(&may, &browser, (press, files), tx, ids).await,
        count if count > print::MOST => Err(Error::refused(Unprintable::TooMany(print::MOST))),
        _ => {
            let print = print::order(&mut tx, &ids, browser.locale()).await?;
            tx.commit().await?;
            Go::to(print::path(may.place(), print)).into()
        }
    }
}

async fn at_once(
    may: &May<SeeDues>,
    browser: &Browser,
    (press, files): Tools,
    mut tx: TenantTx,
    ids: Vec<InvoiceId>,
) -> web::Result {
    if ids.is_empty() {
        return Err(Error::refused(Unprintable::Nothing));
    }
    let place = may.place();
    let today = place.zone.date(tx.now());
    let documents = draft::documents(&mut tx, &browser.public(""), ids).await?;
    let head = draft::letterhead(&mut tx, (&place.name, &place.city), files.as_deref()).await?;
    drop(tx);
    let bytes = press.print(&head, browser.locale(), documents).await.map_err(stopped)?;
    Ok(web::download(bytes, "application/pdf", &format!("tagihan-{}-{today}.pdf", place.slug)))
}

/// Why a list is not printed.
#[derive(Debug)]
enum Unprintable {
    Nothing,
    /// More than so many.
    TooMany(usize),
}

impl Say for Unprintable {
    fn say(&self, locale: Locale) -> String {
        match self {
            Self::Nothing => texts(locale).get("invoices-print-none").to_owned(),
            Self::TooMany(most) => {
                let most = i64::try_from(*most).unwrap_or(i64::MAX);
                texts(locale).with("invoices-print-many", &[("most", most.into())])
            }
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
