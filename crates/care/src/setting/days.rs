//! The page of holidays: the list of a year, one day more or less, and the list of a year brought in.

use askama::Template;
use axum::{extract::Multipart, response::IntoResponse as _};
use chrono::Datelike as _;
use kernel::{Date, format};
use serde::Deserialize;
use tenancy::{May, policy::ManageComplex};
use web::{
    Browser, Error, Faults, Form, Go, Query, Say as _, Shell,
    shell::parts::{Chip, Choice, Tone},
};

use super::{
    change::{self, Cannot},
    holiday::{self, Holiday, HolidayKind},
    sql,
};

/// A list has a line for each day off.
pub const BODY_LIMIT: usize = 256_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    tahun: String,
}

struct Row {
    day: String,
    words: String,
    name: String,
    kind: &'static str,
    tone: Tone,
}

#[derive(Template)]
#[template(path = "setting/holidays.html")]
struct Index {
    s: Shell,
    base: String,
    year: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    is_known: bool,
    kinds: Vec<Choice>,
    typed: TypedDay,
    list: String,
    mistakes: Vec<(String, String)>,
    faults: Faults,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct TypedDay {
    tanggal: String,
    jenis: String,
    nama: String,
}

impl Default for TypedDay {
    fn default() -> Self {
        let jenis = HolidayKind::Own.code().to_owned();
        Self { tanggal: String::new(), jenis, nama: String::new() }
    }
}

/// What a form said before, and what was wrong with it.
#[derive(Default)]
struct Slip {
    typed: TypedDay,
    list: String,
    faults: Faults,
}

pub async fn index(may: May<ManageComplex>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    web::page(&list(&may, &browser, filter.tahun.parse().ok(), Slip::default()).await?)
}

async fn list(
    may: &May<ManageComplex>,
    browser: &Browser,
    year: Option<i32>,
    slip: Slip,
) -> web::Result<Index> {
    let mut tx = may.begin().await?;
    let this = may.place().zone.date(tx.now()).year();
    let year = year.filter(|year| (2000..=2200).contains(year)).unwrap_or(this);
    let words = browser.texts();
    let title = words.get("care-set-holidays");
    let rules = may.place().path("keluhan/aturan");
    let base = format!("{rules}/libur");
    let s = browser
        .office(may, title)
        .crumb(words.get("care-title"), may.place().path("keluhan"))
        .crumb(words.get("care-set-title"), rules.as_str())
        .crumb(title, "");
    let (days, is_known) = of_year(&mut tx, year).await?;
    let years = (this - 1..=this + 1).chain((!(this - 1..=this + 1).contains(&year)).then_some(year));
    let chip = |it: i32| Chip::new(it.to_string(), format!("{base}?tahun={it}")).current_if(it == year);
    let row = |holiday: &Holiday| Row {
        day: holiday.day.to_string(),
        words: format::long_date(holiday.day, s.locale),
        name: holiday.name.clone(),
        kind: words.get(holiday.kind.word()),
        tone: if holiday.kind == HolidayKind::Own { Tone::Info } else { Tone::Plain },
    };
    Ok(Index {
        chips: years.map(chip).collect(),
        rows: days.iter().map(row).collect(),
        is_known,
        kinds: HolidayKind::ALL.map(|it| Choice::new(it.code(), words.get(it.word()))).into(),
        year: year.to_string(),
        base,
        typed: slip.typed,
        list: slip.list,
        mistakes: slip.faults.pairs(),
        s: if slip.faults.is_empty() { s } else { s.with_mistakes() },
        faults: slip.faults,
    })
}

/// The days off of a year, and whether its list is known.
pub(super) async fn of_year(tx: &mut tenancy::TenantTx, year: i32) -> tenancy::Result<(Vec<Holiday>, bool)> {
    let is_own = sql::has_year(tx, year).await?;
    match holiday::built_in(year) {
        Some(list) if !is_own => Ok((list, true)),
        _ => Ok((sql::days(tx, year).await?, is_own)),
    }
}

pub async fn add(may: May<ManageComplex>, browser: Browser, Form(typed): Form<TypedDay>) -> web::Result {
    let words = browser.texts();
    let mut faults = Faults::default();
    let day = typed.tanggal.parse::<Date>().ok().filter(|day| (2000..=2200).contains(&day.year()));
    if day.is_none() {
        faults.put("tanggal", words.get("care-set-fault-date"));
    }
    let name = typed.nama.trim().to_owned();
    if !(1..=120).contains(&name.chars().count()) {
        faults.put("nama", words.get("care-set-fault-name"));
    }
    let kind = HolidayKind::from_code(&typed.jenis).unwrap_or(HolidayKind::Own);
    let Some(day) = day.filter(|_| faults.is_empty()) else {
        let slip = Slip { typed, faults, ..Slip::default() };
        return web::invalid(&list(&may, &browser, day.map(|day| day.year()), slip).await?);
    };
    let mut tx = may.begin().await?;
    change::add_day(&mut tx, may.place().zone, Holiday { day, kind, name }).await?;
    tx.commit().await?;
    let said = words.with("care-set-said-day", &[("day", format::date(day, browser.locale()).into())]);
    Ok(back(&may, day.year()).saying(said).into_response())
}

pub async fn remove(may: May<ManageComplex>, browser: Browser, Form(typed): Form<TypedDay>) -> web::Result {
    let day = typed.tanggal.parse::<Date>().map_err(|_| Error::missing())?;
    let mut tx = may.begin().await?;
    change::remove_day(&mut tx, may.place().zone, day).await?;
    tx.commit().await?;
    let said =
        browser.texts().with("care-set-said-gone", &[("day", format::date(day, browser.locale()).into())]);
    Ok(back(&may, day.year()).saying(said).into_response())
}

pub async fn bring(may: May<ManageComplex>, browser: Browser, sent: Multipart) -> web::Result {
    let text = read(sent).await?;
    let days = match holiday::read(&text) {
        Ok(days) => days,
        Err(fault) => {
            let mut faults = Faults::default();
            faults.put("daftar", Cannot::from(fault).say(browser.locale()));
            return web::invalid(
                &list(&may, &browser, None, Slip { list: text, faults, ..Slip::default() }).await?,
            );
        }
    };
    let mut tx = may.begin().await?;
    let year = change::bring(&mut tx, may.place().zone, &days).await?;
    tx.commit().await?;
    let blanks = [("count", days.len().into()), ("year", year.to_string().into())];
    let said = browser.texts().with("care-set-said-list", &blanks);
    Ok(back(&may, year).saying(said).into_response())
}

/// The chosen file, or what was pasted.
async fn read(mut form: Multipart) -> web::Result<String> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        Error::unreadable(error.status(), error.body_text())
    };
    let (mut pasted, mut file) = (String::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let is_file = field.name() == Some("berkas");
        let bytes = field.bytes().await.map_err(unreadable)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if is_file { file = text } else { pasted = text }
    }
    Ok(if file.trim().is_empty() { pasted } else { file })
}

fn back(may: &May<ManageComplex>, year: i32) -> Go {
    Go::to(format!("{}?tahun={year}", may.place().path("keluhan/aturan/libur")))
}
