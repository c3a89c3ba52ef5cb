//! The resident's page.

use askama::Template;
use axum::{
    Extension,
    extract::{Multipart, State as Extracted},
    response::IntoResponse as _,
};
use files::{Files, Keeping, Prepared, Purpose, Upload};
use kernel::{Date, Period, ReadingId, UnitId, format};
use rust_decimal::Decimal;
use serde::Deserialize;
use tenancy::{May, Store, TenantTx, policy::SeeOwnHome};
use web::{Browser, Faults, Form, Go, Path, Shell, ShellKind, shell::parts::Choice};

use crate::{
    Utility, figure,
    meter::{
        self, Told,
        chart::{self, Chart},
        show::{Line, line, months},
    },
    reading::{
        self, Candidate, Source, State, decide, say,
        sql::{self, NewReading, Past, Scope},
    },
};

pub const PHOTO: Purpose = Purpose::photos("meter_photo");
/// Readings of each unit on the page.
const MOST: i64 = 24;

/// One of the caller's homes with its meter.
struct Home {
    code: String,
    usual: String,
    last: String,
    chart: Option<Chart>,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "own/index.html")]
struct Page {
    s: Shell,
    base: String,
    homes: Vec<Home>,
    units: Vec<Choice>,
    /// Residents may send in readings, and there is a meter to read.
    sends: bool,
    month: String,
    previous: String,
    form: Sent,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

/// What came with the form.
#[derive(Clone, Debug, Default)]
struct Sent {
    unit: String,
    angka: String,
    catatan: String,
}

pub async fn index(
    may: May<SeeOwnHome>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
) -> web::Result {
    let mut tx = may.begin().await?;
    web::page(&page(&may, &browser, &store, &mut tx, Sent::default(), Faults::default()).await?)
}

async fn page(
    may: &May<SeeOwnHome>,
    browser: &Browser,
    store: &Store,
    tx: &mut TenantTx,
    form: Sent,
    faults: Faults,
) -> web::Result<Page> {
    let mut s = browser.member(may, ShellKind::Resident, browser.texts().get("meter-own-title"));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let today = may.place().zone.date(tx.now());
    let period = reading::period_on(today);
    let setting = meter::sql::setting(tx, Utility::Water).await?;
    let own = homes::own_units(tx, today).await?;
    let ids: Vec<UnitId> = own.iter().map(|own| own.id).collect();
    let past =
        sql::history(tx, &ids, Utility::Water, MOST * i64::try_from(ids.len().max(1)).unwrap_or(1)).await?;
    let scope = Scope { units: Some(ids.iter().map(|id| id.uuid()).collect()), ..Scope::default() };
    let rows =
        sql::sheet(tx, Utility::Water, period.first_day(), reading::habit_from(period), &scope).await?;
    let metered: Vec<_> = rows.iter().filter(|row| row.meter.is_some()).collect();
    let previous = metered.iter().filter_map(|row| {
        let (value, on) = (row.previous?, row.previous_on?);
        let value = figure::shown(value, s.locale);
        Some(s.tw(
            "meter-own-previous",
            [
                ("code", row.code.as_str().into()),
                ("value", value.into()),
                ("day", format::date(on, s.locale).into()),
            ],
        ))
    });
    let homes = own.iter().filter(|own| metered.iter().any(|row| row.unit == own.id)).map(|own| {
        let mine: Vec<Past> = past.iter().filter(|past| past.unit == own.id).cloned().collect();
        home(&s, store, may, &own.code, &mine, &setting)
    });
    Ok(Page {
        base: may.place().path("meter-saya"),
        homes: homes.collect(),
        units: metered.iter().map(|row| Choice::new(row.unit.to_string(), row.code.as_str())).collect(),
        sends: setting.from_residents && !metered.is_empty(),
        month: format::month(period, s.locale),
        previous: previous.collect::<Vec<_>>().join(" "),
        mistakes: faults.pairs(),
        form,
        faults,
        s,
    })
}

fn home(
    s: &Shell,
    store: &Store,
    may: &May<SeeOwnHome>,
    code: &str,
    past: &[Past],
    setting: &crate::setting::Setting,
) -> Home {
    let months = months(past, setting);
    let used: Vec<Decimal> =
        past.iter().filter(|p| p.state == State::Accepted).filter_map(|p| p.used).take(12).collect();
    let usual = reading::usual(&used);
    let quantity = |value| say::quantity(s, value, Utility::Water);
    Home {
        code: code.to_owned(),
        usual: usual.map(quantity).unwrap_or_else(|| "—".to_owned()),
        last: months.last().map(|month| quantity(month.used)).unwrap_or_else(|| "—".to_owned()),
        chart: chart::draw(&months, usual, s.locale),
        // Who of the office wrote it down is the office's affair.
        lines: past
            .iter()
            .filter(|p| p.state != State::Superseded)
            .map(|p| line(s, store, may.place(), &Past { by: None, ..p.clone() }, Utility::Water))
            .collect(),
    }
}

pub async fn send(
    may: May<SeeOwnHome>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Extension(files): Extension<Files>,
    form: Multipart,
) -> web::Result {
    let (sent, upload) = read(form).await?;
    let s = browser.member(&may, ShellKind::Resident, "");
    // The photo is drawn anew before a connection is taken.
    let photo = match upload {
        Some(upload) => match files.prepare(upload).await {
            Ok(photo) => Some(photo),
            Err(error) if error.is_about_the_file() => {
                let sentence = error.say(s.locale);
                return refused(&may, &browser, &store, sent, "foto", sentence).await;
            }
            Err(error) => return Err(web::Error::broken(error)),
        },
        None => None,
    };
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let row = match own_row(&mut tx, &sent, today).await? {
        Some(row) => row,
        None => return Err(web::Error::missing()),
    };
    let candidate = match judged(&s, &row, &sent, today) {
        Ok(candidate) => candidate,
        Err(sentence) => return refused(&may, &browser, &store, sent, "angka", sentence).await,
    };
    let Some(photo) = photo else {
        return refused(&may, &browser, &store, sent, "foto", s.t("meter-own-photo-missing").to_owned())
            .await;
    };
    keep(&mut tx, &files, &row, &candidate, &sent, photo).await?;
    tx.commit().await?;
    Ok(Go::to(may.place().path("meter-saya")).saying(s.t("meter-own-sent")).into_response())
}

/// The row of the chosen unit in the month that is being read, if it is the caller's own and residents may send.
async fn own_row(tx: &mut TenantTx, sent: &Sent, today: Date) -> web::Result<Option<sql::Row>> {
    let setting = meter::sql::setting(tx, Utility::Water).await?;
    let own = homes::own_units(tx, today).await?;
    let own = own.iter().find(|own| own.id.to_string() == sent.unit);
    let Some(own) = own.filter(|_| setting.from_residents) else {
        return Ok(None);
    };
    let period = reading::period_on(today);
    let scope = Scope { units: Some(vec![own.id.uuid()]), ..Scope::default() };
    let rows =
        sql::sheet(tx, Utility::Water, period.first_day(), reading::habit_from(period), &scope).await?;
    Ok(rows.into_iter().next().filter(|row| row.meter.is_some()))
}

/// What is unusual is for the office to ask about; what cannot be is told at once.
fn judged(s: &Shell, row: &sql::Row, sent: &Sent, today: Date) -> Result<Candidate, String> {
    let value = figure::parse(&sent.angka).map_err(|fault| say::figure_fault(s, fault))?;
    if row.reading.is_some() {
        return Err(s.t("meter-own-read-already").to_owned());
    }
    if row.billed {
        return Err(s.t("meter-fault-billed").to_owned());
    }
    let Some((_, counter, before)) = decide::meter_of(row) else {
        return Err(s.t("meter-fault-no-meter").to_owned());
    };
    let candidate = Candidate { period: reading::period_on(today), value, on: today, explanation: None };
    match reading::judge(&counter, &before, &candidate, &reading::Habit::default(), today) {
        Ok(_) => Ok(candidate),
        Err(fault) => Err(say::refused(s, &decide::Refused::Cannot(fault), Utility::Water)),
    }
}

/// A second reading for the same month takes back the first.
async fn keep(
    tx: &mut TenantTx,
    files: &Files,
    row: &sql::Row,
    candidate: &Candidate,
    sent: &Sent,
    photo: Prepared,
) -> web::Result<()> {
    let file = files.keep(tx, photo, Keeping::Attached).await.map_err(web::Error::broken)?;
    if let Some(draft) = row.draft {
        sql::bring(tx, &[draft], State::Superseded, "").await?;
    }
    let new = NewReading {
        id: ReadingId::new(tx.now()),
        meter: row.meter.ok_or(web::Error::missing())?,
        unit: row.unit,
        utility: Utility::Water,
        period: candidate.period.first_day(),
        on: candidate.on,
        value: candidate.value,
        source: Source::Resident,
        explanation: None,
        note: sent.catatan.chars().take(300).collect(),
        photo: Some(file),
    };
    sql::add(tx, &[new], State::Draft).await?;
    Ok(())
}

async fn refused(
    may: &May<SeeOwnHome>,
    browser: &Browser,
    store: &Store,
    sent: Sent,
    field: &str,
    sentence: String,
) -> web::Result {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    let mut tx = may.begin().await?;
    web::invalid(&page(may, browser, store, &mut tx, sent, faults).await?)
}

/// The fields and the photo of the form.
async fn read(mut form: Multipart) -> web::Result<(Sent, Option<Upload>)> {
    let (mut sent, mut upload) = (Sent::default(), None);
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        web::Error::unreadable(error.status(), error.body_text())
    };
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let content = field.bytes().await.map_err(unreadable)?;
        let text = || String::from_utf8_lossy(&content).trim().to_owned();
        match name.as_str() {
            "unit" => sent.unit = text(),
            "angka" => sent.angka = text(),
            "catatan" => sent.catatan = text(),
            "foto" if !content.is_empty() => {
                upload = Some(Upload { purpose: PHOTO, name: file.unwrap_or_default(), content });
            }
            _ => {}
        }
    }
    Ok((sent, upload))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reason {
    alasan: String,
}

/// A resident says that a reading of the own meter is wrong; the office answers.
pub async fn dispute(
    may: May<SeeOwnHome>,
    browser: Browser,
    Path((_, id)): Path<(String, ReadingId)>,
    Form(reason): Form<Reason>,
) -> web::Result {
    let s = browser.member(&may, ShellKind::Resident, "");
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let (unit, _, period, state) = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    if !homes::own_units(&mut tx, today).await?.iter().any(|own| own.id == unit) {
        return Err(web::Error::missing());
    }
    let text: String = reason.alasan.trim().chars().take(300).collect();
    if text.is_empty() {
        return Err(web::Error::refused(Told(s.t("meter-fault-reason").to_owned())));
    }
    if state != State::Accepted {
        return Err(web::Error::refused(Told(s.t("meter-fault-meanwhile").to_owned())));
    }
    sql::bring(&mut tx, &[id], State::Disputed, &text).await?;
    tx.commit().await?;
    let said = s.t1("meter-own-disputed", "month", format::month(Period::of(period), s.locale));
    Ok(Go::to(may.place().path("meter-saya")).saying(said).into_response())
}
