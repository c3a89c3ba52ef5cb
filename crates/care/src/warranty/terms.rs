//! The terms of a complex: one form with every row and some empty ones; a row without a name is taken away.

use askama::Template;
use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManageComplex};
use uuid::Uuid;
use web::{Browser, Error, Faults, Form, Go, Shell, shell::parts::Choice};

use super::{
    Cannot,
    model::{BadTerm, MOST, Term},
    sql,
};
use crate::{classifier, complaint::model::Category};

/// Empty rows below the terms.
const SPARE: usize = 3;

/// As many of each as there are rows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    id: Vec<String>,
    nama: Vec<String>,
    kategori: Vec<String>,
    bulan: Vec<String>,
    hari: Vec<String>,
}

fn of(all: &[String], at: usize) -> &str {
    all.get(at).map_or("", String::as_str)
}

/// A row of the form.
#[derive(Default)]
struct Row {
    number: usize,
    id: String,
    name: String,
    category: String,
    months: String,
    days: String,
    fault: String,
}

#[derive(Template)]
#[template(path = "warranty/terms.html")]
struct Page {
    s: Shell,
    base: String,
    rows: Vec<Row>,
    categories: Vec<Choice>,
    mistakes: Vec<(String, String)>,
}

async fn page(
    may: &May<ManageComplex>,
    browser: &Browser,
    tx: &mut TenantTx,
    mut rows: Vec<Row>,
    faults: &Faults,
) -> web::Result<Page> {
    let (place, words) = (may.place(), browser.texts());
    let names = classifier::names(tx).await?;
    let offered = names.offered().into_iter();
    rows.resize_with((rows.len() + SPARE).min(MOST), Row::default);
    for (at, row) in rows.iter_mut().enumerate() {
        row.number = at + 1;
        faults.of(&format!("baris-{}", at + 1)).clone_into(&mut row.fault);
    }
    let title = words.get("care-war-terms");
    let s = browser
        .office(may, title)
        .crumb(words.get("care-title"), place.path("keluhan"))
        .crumb(words.get("care-set-title"), place.path("keluhan/aturan"))
        .crumb(title, "");
    Ok(Page {
        base: place.path("keluhan/aturan/garansi"),
        rows,
        categories: offered.map(|it| Choice::new(it.code(), names.of(it, browser.locale()))).collect(),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
    })
}

pub async fn index(may: May<ManageComplex>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let row = |term: Term| Row {
        id: term.id.to_string(),
        name: term.name,
        category: term.category.code().to_owned(),
        months: term.months.to_string(),
        days: term.target_days.to_string(),
        ..Row::default()
    };
    let rows = sql::terms(&mut tx).await?.into_iter().map(row).collect();
    web::page(&page(&may, &browser, &mut tx, rows, &Faults::default()).await?)
}

pub async fn update(may: May<ManageComplex>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    let mut tx = may.begin().await?;
    let words = browser.texts();
    let (mut terms, mut rows, mut faults) = (Vec::new(), Vec::new(), Faults::default());
    let named = (0..typed.nama.len().min(MOST)).filter(|at| !of(&typed.nama, *at).trim().is_empty());
    for at in named {
        let row = Row {
            id: of(&typed.id, at).to_owned(),
            name: of(&typed.nama, at).to_owned(),
            category: of(&typed.kategori, at).to_owned(),
            months: of(&typed.bulan, at).to_owned(),
            days: of(&typed.hari, at).to_owned(),
            ..Row::default()
        };
        let id = row.id.parse().unwrap_or_else(|_| sql::new_id(&tx));
        match Term::new(id, &row.name, Category::from_code(&row.category), &row.months, &row.days) {
            Ok(term) => terms.push(term),
            Err(bad) => faults.put(&format!("baris-{}", rows.len() + 1), words.get(key(bad))),
        }
        rows.push(row);
    }
    if faults.is_empty() && keep(&mut tx, &terms).await.is_err() {
        return Err(Error::refused(Cannot::Terms));
    }
    if !faults.is_empty() {
        return web::invalid(&page(&may, &browser, &mut tx, rows, &faults).await?);
    }
    tx.commit().await?;
    let back = may.place().path("keluhan/aturan/garansi");
    Ok(Go::to(back).saying(words.get("care-war-said-terms")).into_response())
}

const fn key(bad: BadTerm) -> &'static str {
    match bad {
        BadTerm::Name => "care-war-fault-name",
        BadTerm::Category => "care-war-fault-category",
        BadTerm::Months => "care-war-fault-months",
        BadTerm::Days => "care-war-fault-days",
    }
}

/// Keeps these terms and no others; each name once.
///
/// # Errors
/// [`Cannot::Terms`].
pub async fn keep(tx: &mut TenantTx, terms: &[Term]) -> web::Result<()> {
    let mut names: Vec<String> = terms.iter().map(|term| term.name.to_lowercase()).collect();
    let mut ids: Vec<Uuid> = terms.iter().map(|term| term.id).collect();
    names.sort_unstable();
    names.dedup();
    ids.sort_unstable();
    ids.dedup();
    if names.len() < terms.len() || ids.len() < terms.len() || terms.len() > MOST {
        return Err(Error::refused(Cannot::Terms));
    }
    sql::keep_terms(tx, terms).await?;
    Ok(())
}
