//! The page of a month, and its table to take along.

use askama::Template;
use kernel::{Locale, Period, format};
use rust_decimal::Decimal;
use serde::Deserialize;
use spreadsheet::{Column, Field, Format, Separator, Table};
use tenancy::{May, policy::HandleComplaints};
use web::{Browser, Query, Shell, texts::texts};

use crate::classifier;

use super::{Report, model::Figures, month, report, sql};

/// The highest bar of the drawing.
const HEIGHT: i64 = 56;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    bulan: String,
    format: String,
}

struct Bar {
    x: i64,
    short: String,
    label: String,
    new: i64,
    solved: i64,
    new_height: i64,
    solved_height: i64,
}

/// A line of the table, all figures as words.
struct Line {
    name: String,
    new: String,
    respond: String,
    respond_kept: String,
    solved: String,
    resolve: String,
    resolve_kept: String,
    reopened: String,
    merged: String,
    rating: String,
}

#[derive(Template)]
#[template(path = "report/index.html")]
struct Index {
    s: Shell,
    month: String,
    previous: String,
    next: String,
    sum: Line,
    kept: String,
    stars: String,
    ratings: i64,
    is_empty: bool,
    late: i64,
    late_href: String,
    lines: Vec<Line>,
    bars: Vec<Bar>,
    xlsx: String,
    csv: String,
}

pub async fn index(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let report = report(&mut tx, month(&filter.bulan, today), zone).await?;
    let late = sql::late(&mut tx).await?;
    let names = classifier::names(&mut tx).await?;
    let words = browser.texts();
    let title = words.get("care-rep-title");
    let base = may.place().path("keluhan");
    let here = format!("{base}/laporan");
    let s = browser.office(&may, title).crumb(words.get("care-title"), base.as_str()).crumb(title, "");
    let address = |month: Period| format!("{here}?bulan={month}");
    let file = |format: &str| format!("{here}/unduh?bulan={}&format={format}", report.month);
    let next = report.month.next();
    web::page(&Index {
        month: format::month(report.month, s.locale),
        previous: address(report.month.previous()),
        next: if next > Period::of(today) { String::new() } else { address(next) },
        sum: line(s.t("care-rep-all"), &report.all, s.locale),
        kept: report.all.kept_percent().map(|percent| format!("{percent}%")).unwrap_or_default(),
        stars: report.all.rating_tenths().map(|tenths| stars(tenths, s.locale)).unwrap_or_default(),
        ratings: report.all.ratings,
        is_empty: report.all.is_empty(),
        late,
        late_href: format!("{base}?status=terlambat"),
        lines: report
            .each
            .iter()
            .map(|(it, figures)| line(&names.of(*it, s.locale), figures, s.locale))
            .collect(),
        bars: bars(&report, s.locale),
        xlsx: file("xlsx"),
        csv: file("csv"),
        s,
    })
}

fn line(name: &str, figures: &Figures, locale: Locale) -> Line {
    let words = texts(locale);
    let number = |count: i64| format::number(count, locale);
    let kept = |kept: i64, broken: i64| {
        let blanks = [("kept", kept.into()), ("broken", broken.into())];
        if kept + broken == 0 { String::new() } else { words.with("care-rep-kept-of", &blanks) }
    };
    let rating = |tenths: i64| {
        let blanks = [("stars", stars(tenths, locale).into()), ("count", figures.ratings.into())];
        words.with("care-rep-stars", &blanks)
    };
    Line {
        name: name.to_owned(),
        new: number(figures.new),
        respond: figures.respond_median.map(|minutes| lasting(minutes, locale)).unwrap_or_default(),
        respond_kept: kept(figures.respond_kept, figures.respond_broken()),
        solved: number(figures.solved),
        resolve: figures.resolve_median.map(|minutes| lasting(minutes, locale)).unwrap_or_default(),
        resolve_kept: kept(figures.resolve_kept, figures.resolve_broken()),
        reopened: number(figures.reopened),
        merged: number(figures.merged),
        rating: figures.rating_tenths().map(rating).unwrap_or_default(),
    }
}

/// `4,5 dari 5`.
fn stars(tenths: i64, locale: Locale) -> String {
    let stars = format::decimal(Decimal::new(tenths, 1), locale);
    texts(locale).with("care-rep-of-five", &[("stars", stars.into())])
}

/// Working time as people say it.
fn lasting(minutes: i64, locale: Locale) -> String {
    let words = texts(locale);
    let blanks = [("hours", (minutes / 60).into()), ("minutes", (minutes % 60).into())];
    let key = match (minutes / 60, minutes % 60) {
        (0, _) => "care-rep-minutes",
        (_, 0) => "care-rep-hours",
        _ => "care-rep-hours-minutes",
    };
    words.with(key, &blanks)
}

fn bars(report: &Report, locale: Locale) -> Vec<Bar> {
    let most = report.series.iter().map(|(_, new, solved)| *new.max(solved)).max().unwrap_or(1).max(1);
    let bar = |(place, (month, new, solved)): (usize, &(Period, i64, i64))| {
        let label = format::month(*month, locale);
        Bar {
            x: i64::try_from(place).unwrap_or(0) * 48,
            short: label.chars().take(3).collect(),
            label,
            new: *new,
            solved: *solved,
            new_height: new * HEIGHT / most,
            solved_height: solved * HEIGHT / most,
        }
    };
    report.series.iter().enumerate().map(bar).collect()
}

pub async fn download(
    may: May<HandleComplaints>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let report = report(&mut tx, month(&filter.bulan, today), zone).await?;
    let words = browser.texts();
    let kind = if filter.format == "csv" { Format::Csv(Separator::Semicolon) } else { Format::Xlsx };
    let titles = [
        "care-category",
        "care-rep-new",
        "care-rep-answered",
        "care-rep-respond-minutes",
        "care-rep-respond-kept",
        "care-rep-respond-broken",
        "care-rep-solved",
        "care-rep-resolve-minutes",
        "care-rep-resolve-kept",
        "care-rep-resolve-broken",
        "care-rep-reopened",
        "care-rep-merged",
        "care-rep-rating",
        "care-rep-ratings",
    ];
    let columns = titles.map(|title| Column::new(words.get(title), 18));
    let sheet = format!("{} {}", words.get("care-title"), report.month);
    let mut table = Table::new(kind, &sheet, &columns, Vec::new()).map_err(web::Error::broken)?;
    let names = classifier::names(&mut tx).await?;
    let each = report.each.iter().map(|(it, figures)| (names.of(*it, browser.locale()), figures));
    for (name, figures) in each.chain([(words.get("care-rep-all").to_owned(), &report.all)]) {
        table.row(&fields(&name, figures)).map_err(web::Error::broken)?;
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("keluhan-{}-{}.{}", may.place().slug, report.month, kind.extension());
    Ok(web::download(bytes, kind.content_type(), &name))
}

fn fields(name: &str, figures: &Figures) -> [Field; 14] {
    let whole = Field::Integer;
    let known = |minutes: Option<i64>| minutes.map_or(Field::Empty, Field::Integer);
    [
        name.into(),
        whole(figures.new),
        whole(figures.answered),
        known(figures.respond_median),
        whole(figures.respond_kept),
        whole(figures.respond_broken()),
        whole(figures.solved),
        known(figures.resolve_median),
        whole(figures.resolve_kept),
        whole(figures.resolve_broken()),
        whole(figures.reopened),
        whole(figures.merged),
        figures.rating_tenths().map_or(Field::Empty, |tenths| Field::Decimal(Decimal::new(tenths, 1))),
        whole(figures.ratings),
    ]
}
