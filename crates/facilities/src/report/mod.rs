//! How much the facilities were used in a month: bookings, hours, how full they were, and who did not come.
//!
//! How full: hours booked of the hours that could be booked, by the opening hours of today; what was closed counts for
//! neither. Deliberately absent: hours that a change of the opening hours has made impossible to know.

mod api;
mod pages;
mod sql;

use chrono::Days;
use kernel::{Date, Period, Zone};
use tenancy::{Result, Routes, TenantTx};
use uuid::Uuid;

pub use api::document;

use crate::{availability::bookable_minutes, facility};

/// Months of the drawing.
const MONTHS: usize = 6;

pub fn routes() -> Routes {
    Routes::new("facilities")
        .get("/k/{complex}/fasilitas/laporan", pages::index)
        .get("/k/{complex}/fasilitas/laporan/unduh", pages::download)
        .get("/api/v1/complexes/{complex}/facilities/usage", api::show)
}

/// What one facility, or all of them, saw in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Figures {
    bookings: i64,
    booked_minutes: i64,
    bookable_minutes: i64,
    no_shows: i64,
    cancelled: i64,
}

impl Figures {
    /// None when nothing could be booked.
    fn occupancy_percent(&self) -> Option<i64> {
        (self.bookable_minutes > 0).then(|| self.booked_minutes * 100 / self.bookable_minutes)
    }

    fn add(&mut self, other: &Self) {
        self.bookings += other.bookings;
        self.booked_minutes += other.booked_minutes;
        self.bookable_minutes += other.bookable_minutes;
        self.no_shows += other.no_shows;
        self.cancelled += other.cancelled;
    }
}

struct Report {
    month: Period,
    all: Figures,
    each: Vec<(Uuid, String, Figures)>,
    /// The oldest first: bookings and minutes of all facilities.
    series: Vec<(Period, i64, i64)>,
}

/// The month that was typed; the present one for anything else, and never one to come.
fn month(typed: &str, today: Date) -> Period {
    let present = Period::of(today);
    format!("{typed}-01").parse::<Date>().map_or(present, Period::of).min(present)
}

async fn report(tx: &mut TenantTx, month: Period, zone: Zone) -> Result<Report> {
    let (from, to) = (month.first_day(), month.next().first_day());
    let used = sql::of_facilities(tx, span(zone, month)).await?;
    let (mut all, mut each) = (Figures::default(), Vec::new());
    for it in facility::sql::all(tx, true).await? {
        let opening = it.opening(zone);
        let (start, end) = (opening.instant(from, 0), opening.instant(to, 0));
        let closures = facility::sql::closures(tx, it.id, start, end).await?;
        let closures: Vec<_> = closures.iter().map(|it| (it.starts_at, it.ends_at)).collect();
        let days = from.iter_days().take_while(|day| *day < to);
        let mut figures = used.iter().find(|row| row.0 == it.id).map(|row| row.1.clone()).unwrap_or_default();
        figures.bookable_minutes = days.map(|day| bookable_minutes(&opening, day, &closures)).sum();
        all.add(&figures);
        each.push((it.id, it.name, figures));
    }
    let mut months = vec![month];
    while months.len() < MONTHS {
        months.insert(0, months[0].previous());
    }
    let spans: Vec<_> = months.iter().map(|month| span(zone, *month)).collect();
    let sums = sql::of_spans(tx, &spans).await?;
    let series =
        months.into_iter().zip(sums).map(|(month, (count, minutes))| (month, count, minutes)).collect();
    Ok(Report { month, all, each, series })
}

fn span(zone: Zone, month: Period) -> (kernel::Instant, kernel::Instant) {
    let clock = crate::availability::Opening::clock(zone);
    let last: Date = month.last_day() + Days::new(1);
    (clock.instant(month.first_day(), 0), clock.instant(last, 0))
}
