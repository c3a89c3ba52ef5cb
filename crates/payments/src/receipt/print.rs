//! The receipt as PDF for printing and as a picture for WhatsApp, from one source.

use axum::{Extension, extract::State, response::Response};
use files::Files;
use kernel::PaymentId;
use paper::{PaperFault, Press};
use tenancy::{Capability, May, Store, policy::SeePayments};
use web::{Browser, Path};

use super::{link, paper as draft};
use crate::{payment::sql, view};

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Pdf,
    Png,
}

pub async fn pdf(
    may: May<SeePayments>,
    browser: Browser,
    state: State<Store>,
    press: Extension<Press>,
    files: Extension<Files>,
    path: Path<(String, PaymentId)>,
) -> web::Result {
    of_office(&may, &browser, &state, (&press, &files), path.0.1, Form::Pdf).await
}

pub async fn png(
    may: May<SeePayments>,
    browser: Browser,
    state: State<Store>,
    press: Extension<Press>,
    files: Extension<Files>,
    path: Path<(String, PaymentId)>,
) -> web::Result {
    of_office(&may, &browser, &state, (&press, &files), path.0.1, Form::Png).await
}

async fn of_office(
    may: &May<SeePayments>,
    browser: &Browser,
    store: &Store,
    tools: (&Press, &Files),
    id: PaymentId,
    form: Form,
) -> web::Result {
    let mut tx = may.begin().await?;
    let parts = sql::parts(&mut tx, id).await?;
    if !view::within(view::scope(may).as_deref(), &parts) {
        return Err(web::Error::missing());
    }
    drop(tx);
    print(may, browser, store, tools, id, form).await
}

/// Makes the paper of a payment that the caller was found to see. The transaction ends before the press begins.
pub async fn print<C: Capability>(
    may: &May<C>,
    browser: &Browser,
    store: &Store,
    (press, files): (&Press, &Files),
    id: PaymentId,
    form: Form,
) -> web::Result<Response> {
    let mut tx = may.begin().await?;
    let payment = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let place = may.place();
    let check = Some(link(store, place, id));
    let receipt = draft::receipt(&mut tx, &payment, browser.locale(), place.zone, check).await?;
    let receipt = receipt.ok_or(web::Error::missing())?;
    let head = draft::letterhead(&mut tx, place, files).await?;
    drop(tx);
    let name = receipt.number.clone();
    match form {
        Form::Pdf => {
            let bytes = press.pdf(&head, browser.locale(), receipt.into()).await.map_err(stopped)?;
            Ok(web::download(bytes, "application/pdf", &format!("{name}.pdf")))
        }
        Form::Png => {
            let bytes = press.png(&head, browser.locale(), receipt.into()).await.map_err(stopped)?;
            Ok(web::download(bytes, "image/png", &format!("{name}.png")))
        }
    }
}

/// A press that is busy says so; anything else is a broken promise of ours.
fn stopped(fault: PaperFault) -> web::Error {
    match fault {
        PaperFault::Busy | PaperFault::TooSlow(_) => web::Error::Problem(web::Kind::Busy),
        other => web::Error::broken(other),
    }
}
