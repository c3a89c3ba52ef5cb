//! The pages of the run: look at the month, issue it, watch it, and find it again.
//!
//! Every page is a plain address; the button is a form, the progress a page that can be closed.

mod export;
mod preview;
mod runs;
mod unit;
mod words;

use kernel::{Date, Locale, Period, format};
use serde::{Deserialize, Deserializer};
use tenancy::{Place, Routes};
use web::shell::parts::Choice;

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/k/{complex}/tagihan/buat", preview::show)
        .post("/k/{complex}/tagihan/buat", preview::issue)
        .get("/k/{complex}/tagihan/buat/unduh", export::download)
        .get("/k/{complex}/tagihan/buat/unit/{unit}", unit::show)
        .get("/k/{complex}/tagihan/penagihan", runs::index)
        .get("/k/{complex}/tagihan/penagihan/{run}", runs::show)
        .post("/k/{complex}/tagihan/penagihan/{run}/lanjut", runs::go_on)
}

/// A month in an address or a form: `2026-11`. What is no month is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Month(pub Option<Period>);

impl Month {
    pub fn parse(text: &str) -> Option<Period> {
        format!("{text}-01").parse::<Date>().ok().map(Period::of)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Self::parse(&String::deserialize(deserializer)?)))
    }
}

/// From the next month back through a year.
fn months(today: Date, locale: Locale) -> Vec<Choice> {
    let mut month = Period::of(today).next();
    let mut choices = Vec::new();
    for _ in 0..13 {
        choices.push(Choice::new(month.to_string(), format::month(month, locale)));
        month = month.previous();
    }
    choices
}

pub(super) fn preview_path(place: &Place, period: Period) -> String {
    format!("{}?bulan={period}", place.path("tagihan/buat"))
}

pub(super) fn run_path(place: &Place, run: kernel::BillingRunId) -> String {
    place.path(&format!("tagihan/penagihan/{run}"))
}
