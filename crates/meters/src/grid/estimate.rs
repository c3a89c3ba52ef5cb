//! Meters that nobody could read: estimated from what their unit usually uses, when somebody says so, unit by unit.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{ReadingId, UnitId, format};
use rust_decimal::Decimal;
use serde::Deserialize;
use tenancy::{May, policy::ReadMeters};
use web::{Browser, Form, Go, Query, Shell};

use super::pages::{Filter, Loaded, load};
use crate::{
    Utility, common, figure,
    reading::{
        self, Explanation, Source, State, decide, say,
        sql::{self, NewReading, Row},
    },
};

#[derive(Template)]
#[template(path = "grid/estimate.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    periode: String,
    blok: String,
    month: String,
    rows: Vec<Line>,
    without: Vec<String>,
    mistakes: Vec<(String, String)>,
    sebab: String,
}

/// A unit that can be estimated.
struct Line {
    unit: String,
    code: String,
    previous: String,
    value: String,
    used: String,
}

pub async fn ask(may: May<ReadMeters>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut filter = filter;
    let mut tx = may.begin().await?;
    let loaded = load(&may, &mut tx, &mut filter, true).await?;
    web::page(&page(&may, &browser, &filter, &loaded))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    periode: String,
    blok: String,
    unit: Vec<UnitId>,
    sebab: String,
}

pub async fn save(may: May<ReadMeters>, browser: Browser, Form(chosen): Form<Chosen>) -> web::Result {
    let mut filter =
        Filter { periode: chosen.periode.clone(), blok: chosen.blok.clone(), ..Filter::default() };
    let mut tx = may.begin().await?;
    let loaded = load(&may, &mut tx, &mut filter, true).await?;
    let reason = chosen.sebab.trim();
    let (none_chosen, no_reason) = (chosen.unit.is_empty(), reason.is_empty());
    if none_chosen || no_reason {
        let mut page = page(&may, &browser, &filter, &loaded);
        page.sebab = chosen.sebab.clone();
        let (field, key) = if none_chosen {
            ("unit", "meter-estimate-none")
        } else {
            ("sebab", "meter-estimate-reason-missing")
        };
        page.mistakes = vec![(field.to_owned(), page.s.t(key).to_owned())];
        page.s.mistakes = true;
        return web::invalid(&page);
    }
    let readings: Vec<NewReading> = loaded
        .rows
        .iter()
        .filter(|row| chosen.unit.contains(&row.unit))
        .filter_map(|row| estimated(row, &loaded, filter.utility(), reason, ReadingId::new(tx.now())))
        .collect();
    sql::add(&mut tx, &readings, State::Accepted).await?;
    tx.commit().await?;
    let s = common::shell(&may, &browser, "");
    let said = s.t1("meter-estimated", "count", i64::try_from(readings.len()).unwrap_or(i64::MAX));
    Ok(Go::to(filter.href(&may.place().path("meter"), loaded.period, "")).saying(said).into_response())
}

fn page(may: &May<ReadMeters>, browser: &Browser, filter: &Filter, loaded: &Loaded) -> Page {
    let s = common::shell(may, browser, browser.texts().get("meter-estimate-title"));
    let back = filter.href(&may.place().path("meter"), loaded.period, "");
    let title = s.t("meter-title").to_owned();
    let s = s.crumb(title, &back).crumb(browser.texts().get("meter-estimate"), "");
    let missing = || loaded.rows.iter().filter(|row| row.meter.is_some() && row.reading.is_none());
    let rows = missing().filter_map(|row| line(&s, row, filter.utility())).collect();
    let cannot = |row: &&Row| reading::usual(&row.past).is_none() || row.billed;
    Page {
        action: may.place().path("meter/taksir"),
        periode: loaded.period.to_string(),
        blok: filter.blok.clone(),
        month: format::month(loaded.period, s.locale),
        without: missing().filter(cannot).map(|row| row.code.clone()).collect(),
        mistakes: Vec::new(),
        sebab: String::new(),
        rows,
        back,
        s,
    }
}

/// The reading that stands for the one that is missing; none where too little is known or the month is billed.
fn stands_for(row: &Row) -> Option<(Decimal, Option<Explanation>, Decimal)> {
    let usual = reading::usual(&row.past).filter(|_| row.reading.is_none() && !row.billed)?;
    let (_, counter, before) = decide::meter_of(row)?;
    let (value, explanation) = reading::estimate(&counter, &before, usual);
    Some((value, explanation, usual))
}

fn line(s: &Shell, row: &Row, utility: Utility) -> Option<Line> {
    let (value, _, usual) = stands_for(row)?;
    Some(Line {
        unit: row.unit.to_string(),
        code: row.code.clone(),
        previous: row.previous.map(|v| figure::shown(v, s.locale)).unwrap_or_default(),
        value: figure::shown(value, s.locale),
        used: say::quantity(s, usual, utility),
    })
}

fn estimated(
    row: &Row,
    loaded: &Loaded,
    utility: Utility,
    reason: &str,
    id: ReadingId,
) -> Option<NewReading> {
    let (value, explanation, _) = stands_for(row)?;
    let on = reading::window(loaded.period).1.min(loaded.today).max(row.previous_on?);
    Some(NewReading {
        id,
        meter: row.meter?,
        unit: row.unit,
        utility,
        period: loaded.period.first_day(),
        on,
        value,
        source: Source::Estimate,
        explanation,
        note: reason.chars().take(500).collect(),
        photo: None,
    })
}
