//! The page of a month, and its table to take along.

use askama::Template;
use kernel::{Period, format};
use serde::Deserialize;
use spreadsheet::{Column, Field, Format, Separator, Table};
use tenancy::{May, policy::ManageFacilities};
use web::{Browser, Query, Shell};

use super::{Figures, Report, month, report};

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
    count: i64,
    hours: String,
    height: i64,
}

struct Line {
    name: String,
    bookings: String,
    hours: String,
    occupancy: String,
    no_shows: String,
    cancelled: String,
}

#[derive(Template)]
#[template(path = "report/index.html")]
struct Index {
    s: Shell,
    month: String,
    previous: String,
    next: String,
    sum: Line,
    lines: Vec<Line>,
    bars: Vec<Bar>,
    xlsx: String,
    csv: String,
}

pub async fn index(
    may: May<ManageFacilities>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let report = report(&mut tx, month(&filter.bulan, today), zone).await?;
    let words = browser.texts();
    let title = words.get("fac-rep-title");
    let base = may.place().path("fasilitas");
    let here = format!("{base}/laporan");
    let s = browser.office(&may, title).crumb(words.get("fac-title"), base.as_str()).crumb(title, "");
    let address = |month: Period| format!("{here}?bulan={month}");
    let file = |format: &str| format!("{here}/unduh?bulan={}&format={format}", report.month);
    let next = report.month.next();
    web::page(&Index {
        month: format::month(report.month, s.locale),
        previous: address(report.month.previous()),
        next: if next > Period::of(today) { String::new() } else { address(next) },
        sum: line(&s, s.t("fac-rep-all"), &report.all),
        lines: report.each.iter().map(|(_, name, figures)| line(&s, name, figures)).collect(),
        bars: bars(&s, &report),
        xlsx: file("xlsx"),
        csv: file("csv"),
        s,
    })
}

fn line(s: &Shell, name: &str, figures: &Figures) -> Line {
    Line {
        name: name.to_owned(),
        bookings: s.number(figures.bookings),
        hours: hours(s, figures.booked_minutes),
        occupancy: figures.occupancy_percent().map(|percent| format!("{percent}%")).unwrap_or_default(),
        no_shows: s.number(figures.no_shows),
        cancelled: s.number(figures.cancelled),
    }
}

/// To the half hour nothing is lost: sessions of 90 minutes are `1,5`.
fn hours(s: &Shell, minutes: i64) -> String {
    let hours = rust_decimal::Decimal::new(minutes, 0) / rust_decimal::Decimal::new(60, 0);
    format::decimal(hours.round_dp(1).normalize(), s.locale)
}

fn bars(s: &Shell, report: &Report) -> Vec<Bar> {
    let most = report.series.iter().map(|it| it.2).max().unwrap_or(1).max(1);
    let bar = |(place, (month, count, minutes)): (usize, &(Period, i64, i64))| {
        let label = format::month(*month, s.locale);
        Bar {
            x: i64::try_from(place).unwrap_or(0) * 48,
            short: label.chars().take(3).collect(),
            label,
            count: *count,
            hours: hours(s, *minutes),
            height: minutes * HEIGHT / most,
        }
    };
    report.series.iter().enumerate().map(bar).collect()
}

pub async fn download(
    may: May<ManageFacilities>,
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
        "fac-office-facility",
        "fac-rep-bookings",
        "fac-rep-minutes",
        "fac-rep-bookable",
        "fac-rep-occupancy",
        "fac-rep-no-shows",
        "fac-rep-cancelled",
    ];
    let columns = titles.map(|title| Column::new(words.get(title), 18));
    let sheet = format!("{} {}", words.get("fac-title"), report.month);
    let mut table = Table::new(kind, &sheet, &columns, Vec::new()).map_err(web::Error::broken)?;
    let each = report.each.iter().map(|(_, name, figures)| (name.as_str(), figures));
    for (name, figures) in each.chain([(words.get("fac-rep-all"), &report.all)]) {
        table.row(&fields(name, figures)).map_err(web::Error::broken)?;
    }
    let bytes = table.finish().map_err(web::Error::broken)?;
    let name = format!("fasilitas-{}-{}.{}", may.place().slug, report.month, kind.extension());
    Ok(web::download(bytes, kind.content_type(), &name))
}

fn fields(name: &str, figures: &Figures) -> [Field; 7] {
    [
        name.into(),
        Field::Integer(figures.bookings),
        Field::Integer(figures.booked_minutes),
        Field::Integer(figures.bookable_minutes),
        figures.occupancy_percent().map_or(Field::Empty, Field::Integer),
        Field::Integer(figures.no_shows),
        Field::Integer(figures.cancelled),
    ]
}
