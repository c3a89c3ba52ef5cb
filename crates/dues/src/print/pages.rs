//! The page of a print: how far it is, and its parts to fetch.

use askama::Template;
use axum::extract::State;
use kernel::{InvoicePrintId, format};
use serde::Deserialize;
use tenancy::{May, Place, Routes, Store, policy::SeeDues};
use web::{Browser, Error, Go, Path, Shell};

use super::{
    order,
    sql::{self, Part, Print},
};

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/k/{complex}/tagihan/cetak/{print}", show)
        .post("/k/{complex}/tagihan/cetak/{print}/lanjut", go_on)
}

pub fn path(place: &Place, print: InvoicePrintId) -> String {
    place.path(&format!("tagihan/cetak/{print}"))
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Named {
    print: InvoicePrintId,
}

struct PartView {
    title: String,
    detail: String,
    /// Empty once its file is gone.
    href: String,
}

#[derive(Template)]
#[template(path = "print/show.html", blocks = ["progress"])]
struct Page {
    s: Shell,
    base: String,
    invoices: String,
    sub: String,
    is_done: bool,
    done: i64,
    total: i32,
    parts: Vec<PartView>,
}

pub async fn show(
    may: May<SeeDues>,
    State(store): State<Store>,
    browser: Browser,
    Path(named): Path<Named>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let print = sql::find(&mut tx, named.print).await?.ok_or_else(Error::missing)?;
    let parts = sql::parts(&mut tx, print.id).await?;
    let page = shown(&may, &store, &browser, &print, &parts);
    if browser.hx.wants("progress") { web::page(&page.as_progress()) } else { web::page(&page) }
}

/// "Lanjutkan": nudges a print that was left lying. Harmless for one that is at work.
pub async fn go_on(may: May<SeeDues>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let print = sql::find(&mut tx, named.print).await?.ok_or_else(Error::missing)?;
    order::poke(&mut tx, print.id).await?;
    tx.commit().await?;
    Go::to(path(may.place(), print.id)).saying(browser.texts().get("print-goes-on")).into()
}

fn shown(may: &May<SeeDues>, store: &Store, browser: &Browser, print: &Print, parts: &[Part]) -> Page {
    let place = may.place();
    let words = browser.texts();
    let s = browser.office(may, words.get("print-title"));
    let s = s.crumb(words.get("invoices-title"), place.path("tagihan")).crumb(words.get("print-title"), "");
    Page {
        base: path(place, print.id),
        invoices: place.path("tagihan"),
        sub: s.t1("print-ordered", "at", format::date_time(print.ordered_at, place.zone, s.locale)),
        is_done: print.is_done(),
        done: print.done,
        total: print.total,
        parts: parts.iter().map(|part| view(&s, place, store, part)).collect(),
        s,
    }
}

fn view(s: &Shell, place: &Place, store: &Store, part: &Part) -> PartView {
    let houses = s.t2("print-houses", "first", part.first_unit.as_str(), "last", part.last_unit.as_str());
    PartView {
        title: s.t2("print-part", "part", i64::from(part.part), "houses", houses),
        detail: if part.is_gone {
            s.t("print-gone").to_owned()
        } else {
            // Rounded up, so that the smallest part is not nothing.
            let kilobytes = (part.size_bytes + 1023) / 1024;
            s.t2("print-detail", "count", i64::from(part.invoices), "size", kilobytes)
        },
        href: if part.is_gone { String::new() } else { files::link(store, place.complex, part.file) },
    }
}
