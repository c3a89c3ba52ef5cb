//! Monthly figures of complaints, for the office: as a page with a drawing, as a table to take along, and for programs.
//!
//! A figure counts what happened in the month: what was filed in it, answered for the first time in it, solved in it.
//! Deliberately absent: figures of single workers; a complex is too small for them to be fair.

pub(crate) mod api;
mod model;
mod pages;
mod sql;

use kernel::{Date, Period, Zone};
use model::{Figures, Span};
use tenancy::{Result, Routes, TenantTx};

use crate::{complaint::model::Category, setting};

/// Months in the drawing.
const MONTHS: usize = 6;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/laporan", pages::index)
        .get("/k/{complex}/keluhan/laporan/unduh", pages::download)
        .get("/api/v1/complexes/{complex}/complaint-figures", api::show)
}

/// Everything that is said about a month.
struct Report {
    month: Period,
    all: Figures,
    each: Vec<(Category, Figures)>,
    /// The last months up to this one: how many came in, how many were solved.
    series: Vec<(Period, i64, i64)>,
}

/// The month that an address names, or the present one; never one that has not begun.
fn month(typed: &str, today: Date) -> Period {
    let present = Period::of(today);
    format!("{typed}-01").parse::<Date>().map_or(present, Period::of).min(present)
}

async fn report(tx: &mut TenantTx, month: Period, zone: Zone) -> Result<Report> {
    let calendar = setting::plan(tx).await?.calendar;
    let span = Span::of(month, zone);
    let rows = sql::touched(tx, span).await?;
    let (all, each) = model::by_category(&rows, span, &calendar, zone);
    let mut months = vec![month];
    while months.len() < MONTHS {
        months.push(months[months.len() - 1].previous());
    }
    months.reverse();
    let spans: Vec<Span> = months.iter().map(|month| Span::of(*month, zone)).collect();
    let counts = sql::series(tx, &spans).await?;
    let series = months.into_iter().zip(counts).map(|(month, (new, solved))| (month, new, solved));
    Ok(Report { month, all, each, series: series.collect() })
}
