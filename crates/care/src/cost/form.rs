//! The office's page of what a complaint costs: the lines of an estimate, and an answer that came by telephone.

use askama::Template;
use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Error, Faults, Form, Go, Path, Shell};

use super::{
    Answer, Shown, is_chargeable,
    model::{BadLine, MOST_LINES},
    typed_lines,
};
use crate::complaint::{
    sql::{self as complaints, Complaint},
    view::spoken,
};

/// As many of each as there are rows; what a browser leaves out is empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    uraian: Vec<String>,
    jumlah: Vec<String>,
    harga: Vec<String>,
    catatan: String,
    /// `ya`: it costs nothing.
    gratis: String,
}

impl Typed {
    fn row(&self, at: usize) -> (&str, &str, &str) {
        (of(&self.uraian, at), of(&self.jumlah, at), of(&self.harga, at))
    }

    fn rows(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        (0..MOST_LINES).map(|at| self.row(at))
    }
}

fn of(all: &[String], at: usize) -> &str {
    all.get(at).map_or("", String::as_str)
}

/// A row of the form, with what was typed.
struct Row {
    number: usize,
    description: String,
    quantity: String,
    rate: String,
    fault: String,
}

#[derive(Template)]
#[template(path = "cost/form.html")]
struct Page {
    s: Shell,
    base: String,
    back: String,
    cost: Option<Shown>,
    rows: Vec<Row>,
    note: String,
    mistakes: Vec<(String, String)>,
    may_write: bool,
    reporter: String,
}

fn page(
    may: &May<HandleComplaints>,
    browser: &Browser,
    complaint: &Complaint,
    cost: Option<Shown>,
    typed: &Typed,
    faults: &Faults,
) -> Page {
    let (place, number) = (may.place(), spoken(complaint.number));
    let back = place.path(&format!("keluhan/{}", complaint.id));
    let title = browser.texts().get("care-cost-title");
    let s = browser
        .office(may, title)
        .crumb(browser.texts().get("care-title"), place.path("keluhan"))
        .crumb(number, back.as_str())
        .crumb(title, "");
    let rows = typed.rows().enumerate().map(|(at, (description, quantity, rate))| Row {
        number: at + 1,
        description: description.to_owned(),
        quantity: quantity.to_owned(),
        rate: rate.to_owned(),
        fault: faults.of(&format!("baris-{}", at + 1)).to_owned(),
    });
    Page {
        base: format!("{back}/biaya"),
        back,
        cost,
        rows: rows.collect(),
        note: typed.catatan.clone(),
        mistakes: faults.pairs(),
        may_write: is_chargeable(complaint),
        reporter: if complaint.caller.is_empty() {
            complaint.reporter.clone()
        } else {
            complaint.caller.clone()
        },
        s: if faults.is_empty() { s } else { s.with_mistakes() },
    }
}

type One = Path<(String, Uuid)>;

pub async fn show(may: May<HandleComplaints>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = complaints::find(&mut tx, id).await?.filter(|it| !it.is_common).ok_or(Error::missing())?;
    let s = browser.office(&may, "");
    let cost = Shown::load(&mut tx, &s, may.place(), id, "tagihan").await?;
    web::page(&page(&may, &browser, &complaint, cost, &Typed::default(), &Faults::default()))
}

pub async fn save(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(typed): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint =
        complaints::locked(&mut tx, id).await?.filter(|it| !it.is_common).ok_or(Error::missing())?;
    let (words, is_free) = (browser.texts(), typed.gratis == "ya");
    let mut faults = Faults::default();
    let lines = match typed_lines(typed.rows().take(if is_free { 0 } else { MOST_LINES })) {
        Ok(lines) => lines,
        Err((at, bad)) => {
            let key = match bad {
                BadLine::Description => "care-cost-fault-description",
                BadLine::Quantity => "care-cost-fault-quantity",
                BadLine::Rate => "care-cost-fault-rate",
            };
            faults.put(&format!("baris-{}", at + 1), words.get(key));
            Vec::new()
        }
    };
    if lines.is_empty() && !is_free && faults.is_empty() {
        faults.put("baris-1", words.get("care-cost-fault-none"));
    }
    if !faults.is_empty() {
        let s = browser.office(&may, "");
        let cost = Shown::load(&mut tx, &s, may.place(), id, "tagihan").await?;
        return web::invalid(&page(&may, &browser, &complaint, cost, &typed, &faults));
    }
    super::estimate(&mut tx, &complaint, &lines, &typed.catatan).await?;
    tx.commit().await?;
    let key = if lines.is_empty() { "care-cost-said-free" } else { "care-cost-said-asked" };
    Ok(back(&may, id).saying(words.get(key)).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Heard {
    biaya: Uuid,
    /// `setuju` or `tidak`.
    jawab: String,
    nama: String,
    kata: String,
}

/// What somebody of the house said on the telephone.
pub async fn answer(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(heard): Form<Heard>,
) -> web::Result {
    let agreed = match heard.jawab.as_str() {
        "setuju" => true,
        "tidak" => false,
        _ => return Err(Error::missing()),
    };
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    let answer = Answer { estimate: heard.biaya, agreed, name: &heard.nama, words: &heard.kata };
    super::answer(&mut tx, &complaint, &answer).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-cost-said-heard")).into_response())
}

fn back(may: &May<HandleComplaints>, id: Uuid) -> Go {
    Go::to(may.place().path(&format!("keluhan/{id}")))
}
