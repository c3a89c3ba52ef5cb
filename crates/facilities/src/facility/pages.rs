//! The office's list and form, and when a facility is closed.

use askama::Template;
use axum::response::IntoResponse as _;
use chrono::Days;
use kernel::{Date, format};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManageFacilities};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{
    Draft, Facility,
    hours::{read_day, read_hours, said_day, said_hours},
    sql,
};
use crate::{
    availability::{Hours, Opening, Week},
    limits::Limits,
};

/// How far ahead closures are listed, in days.
const AHEAD: u64 = 400;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    nama: String,
    uraian: String,
    aturan: String,
    tempat: String,
    lama: String,
    jeda: String,
    paling_lambat: String,
    paling_awal: String,
    senin: String,
    selasa: String,
    rabu: String,
    kamis: String,
    jumat: String,
    sabtu: String,
    minggu: String,
    persetujuan: String,
    batas_aktif: String,
    batas_hari: String,
    batas_minggu: String,
    batas_bulan: String,
    jam_ramai: String,
    batas_ramai: String,
    dibuka: String,
}

impl Typed {
    fn fresh() -> Self {
        let day = || "07.00-21.00".to_owned();
        Self {
            tempat: "1".to_owned(),
            lama: "60".to_owned(),
            jeda: "0".to_owned(),
            paling_lambat: "0".to_owned(),
            paling_awal: "14".to_owned(),
            senin: day(),
            selasa: day(),
            rabu: day(),
            kamis: day(),
            jumat: day(),
            sabtu: day(),
            minggu: day(),
            dibuka: "ya".to_owned(),
            ..Self::default()
        }
    }

    fn of(facility: &Facility) -> Self {
        let [senin, selasa, rabu, kamis, jumat, sabtu, minggu] =
            facility.week.0.each_ref().map(|windows| said_day(windows));
        let limits = facility.limits();
        let number = |most: Option<i16>| most.map(|most| most.to_string()).unwrap_or_default();
        let tick = |on: bool| if on { "ya".to_owned() } else { String::new() };
        Self {
            nama: facility.name.clone(),
            uraian: facility.description.clone(),
            aturan: facility.rules.clone(),
            tempat: facility.places.to_string(),
            lama: facility.slot_minutes.to_string(),
            jeda: facility.pause_minutes.to_string(),
            paling_lambat: facility.notice_hours.to_string(),
            paling_awal: facility.ahead_days.to_string(),
            senin,
            selasa,
            rabu,
            kamis,
            jumat,
            sabtu,
            minggu,
            persetujuan: tick(facility.needs_approval),
            batas_aktif: number(limits.open),
            batas_hari: number(limits.daily),
            batas_minggu: number(limits.weekly),
            batas_bulan: number(limits.monthly),
            jam_ramai: said_hours(limits.prime.map(|(hours, _)| hours)),
            batas_ramai: number(limits.prime.map(|(_, most)| most)),
            dibuka: tick(facility.is_open),
        }
    }

    fn week(&self) -> [(&'static str, &'static str, &str); 7] {
        [
            ("senin", "fac-monday", &self.senin),
            ("selasa", "fac-tuesday", &self.selasa),
            ("rabu", "fac-wednesday", &self.rabu),
            ("kamis", "fac-thursday", &self.kamis),
            ("jumat", "fac-friday", &self.jumat),
            ("sabtu", "fac-saturday", &self.sabtu),
            ("minggu", "fac-sunday", &self.minggu),
        ]
    }

    /// The hours that everybody wants, and how many of them are one house's: both or neither.
    fn prime(&self, s: &Shell, faults: &mut Faults) -> Option<Hours> {
        let hours =
            faults.keep("jam_ramai", read_hours(&self.jam_ramai), |()| s.t("fac-fault-hours").to_owned());
        let hours = hours.flatten();
        let most = self.batas_ramai.trim();
        if hours.is_none() && !most.is_empty() && self.jam_ramai.trim().is_empty() {
            faults.put("jam_ramai", s.t("fac-fault-prime"));
        }
        hours
    }

    /// Understands the form; a number that is none is one that no rule allows.
    fn read(&self, s: &Shell) -> Result<Draft, Faults> {
        let mut faults = Faults::default();
        let number = |text: &str| text.trim().parse::<i16>().unwrap_or(-1);
        let limit = |text: &str| Some(text).filter(|text| !text.trim().is_empty()).map(number);
        let week = self.week().map(|(field, _, text)| {
            faults.keep(field, read_day(text), |()| s.t("fac-fault-hours").to_owned()).unwrap_or_default()
        });
        let prime = self.prime(s, &mut faults).map(|hours| (hours, number(&self.batas_ramai)));
        let draft = Draft {
            name: self.nama.split_whitespace().collect::<Vec<_>>().join(" "),
            description: self.uraian.trim().to_owned(),
            rules: self.aturan.trim().to_owned(),
            places: number(&self.tempat),
            slot_minutes: number(&self.lama),
            pause_minutes: number(&self.jeda),
            notice_hours: number(&self.paling_lambat),
            ahead_days: number(&self.paling_awal),
            week: Week(week),
            needs_approval: !self.persetujuan.is_empty(),
            limits: Limits {
                open: limit(&self.batas_aktif),
                daily: limit(&self.batas_hari),
                weekly: limit(&self.batas_minggu),
                monthly: limit(&self.batas_bulan),
                prime,
            },
            is_open: !self.dibuka.is_empty(),
        };
        if faults.is_empty() {
            for (field, key) in draft.faults() {
                faults.put(if field == "jam" { "senin" } else { field }, s.t(key));
            }
        }
        if faults.is_empty() { Ok(draft) } else { Err(faults) }
    }
}

struct Row {
    href: String,
    name: String,
    detail: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "facility/index.html")]
struct Index {
    s: Shell,
    base: String,
    agenda: String,
    rows: Vec<Row>,
}

pub async fn index(may: May<ManageFacilities>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let s = browser.office(&may, browser.texts().get("fac-title"));
    let base = may.place().path("fasilitas");
    let rows = sql::all(&mut tx, true).await?.into_iter().map(|it| Row {
        href: format!("{base}/{}", it.id),
        detail: s.t2("fac-row", "places", i64::from(it.places), "minutes", i64::from(it.slot_minutes)),
        is_open: it.is_open,
        name: it.name,
    });
    web::page(&Index { rows: rows.collect(), agenda: may.place().path("jadwal-fasilitas"), base, s })
}

struct DayField {
    name: &'static str,
    label: &'static str,
    value: String,
}

struct ClosureRow {
    action: String,
    when: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "facility/edit.html")]
struct Edit {
    s: Shell,
    action: String,
    back: String,
    /// Where its price is set.
    terms: String,
    is_kept: bool,
    form: Typed,
    week: Vec<DayField>,
    closures: Vec<ClosureRow>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

/// The form, empty or of one facility.
async fn form(
    tx: &mut TenantTx,
    may: &May<ManageFacilities>,
    browser: &Browser,
    kept: Option<Uuid>,
    form: Typed,
    faults: Faults,
) -> web::Result<Edit> {
    let words = browser.texts();
    let base = may.place().path("fasilitas");
    let title = words.get(if kept.is_some() { "fac-edit" } else { "fac-add" });
    let s = browser.office(may, title).crumb(words.get("fac-title"), base.as_str()).crumb(title, "");
    let action = kept.map_or_else(|| base.clone(), |id| format!("{base}/{id}"));
    let mut closures = Vec::new();
    if let Some(id) = kept {
        let (zone, now) = (may.place().zone, tx.now());
        for it in sql::closures(tx, id, now, now + Days::new(AHEAD)).await? {
            closures.push(ClosureRow {
                action: format!("{action}/buka/{}", it.id),
                when: s.t2(
                    "fac-from-to",
                    "from",
                    format::date_time(it.starts_at, zone, s.locale),
                    "to",
                    format::date_time(it.ends_at, zone, s.locale),
                ),
                reason: it.reason,
            });
        }
    }
    let days = form.week().map(|(name, key, value)| (name, key, value.to_owned()));
    Ok(Edit {
        week: days.map(|(name, key, value)| DayField { name, label: words.get(key), value }).into(),
        is_kept: kept.is_some(),
        terms: format!("{action}/harga"),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        back: base,
        action,
        form,
        closures,
        faults,
    })
}

type One = Path<(String, Uuid)>;

pub async fn new(may: May<ManageFacilities>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    web::page(&form(&mut tx, &may, &browser, None, Typed::fresh(), Faults::default()).await?)
}

pub async fn edit(may: May<ManageFacilities>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let facility = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let typed = Typed::of(&facility);
    web::page(&form(&mut tx, &may, &browser, Some(id), typed, Faults::default()).await?)
}

pub async fn create(may: May<ManageFacilities>, browser: Browser, Form(typed): Form<Typed>) -> web::Result {
    save(may, browser, None, typed).await
}

pub async fn update(
    may: May<ManageFacilities>,
    browser: Browser,
    Path((_, id)): One,
    Form(typed): Form<Typed>,
) -> web::Result {
    save(may, browser, Some(id), typed).await
}

async fn save(may: May<ManageFacilities>, browser: Browser, kept: Option<Uuid>, typed: Typed) -> web::Result {
    let mut tx = may.begin().await?;
    if let Some(id) = kept {
        sql::lock(&mut tx, id).await?.ok_or(web::Error::missing())?;
    }
    let words = browser.public("");
    let saved = match typed.read(&words) {
        Err(faults) => Err(faults),
        Ok(draft) => {
            let done = match kept {
                Some(id) => sql::change(&mut tx, id, &draft).await.map(|()| id),
                None => sql::add(&mut tx, &draft).await,
            };
            match done {
                Ok(id) => Ok(id),
                Err(error) if error.constraint() == Some("facility_name_once") => {
                    let mut faults = Faults::default();
                    faults.put("nama", words.t("fac-fault-name-taken"));
                    Err(faults)
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    match saved {
        Ok(id) => {
            tx.commit().await?;
            let to = may.place().path(&format!("fasilitas/{id}"));
            Ok(Go::to(to).saying(browser.texts().get("fac-said-saved")).into_response())
        }
        Err(faults) => {
            drop(tx);
            let mut tx = may.begin().await?;
            web::invalid(&form(&mut tx, &may, &browser, kept, typed, faults).await?)
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Closing {
    dari: String,
    sampai: String,
    sebab: String,
}

impl Closing {
    /// Whole days, both included.
    fn days(&self) -> Option<(Date, Date)> {
        let (from, to): (Date, Date) = (self.dari.parse().ok()?, self.sampai.parse().ok()?);
        (from <= to && to - from < chrono::TimeDelta::days(366)).then_some((from, to + Days::new(1)))
    }
}

/// Closed on some days. Bookings that stand there already stay: the office cancels them with a reason.
pub async fn close(
    may: May<ManageFacilities>,
    browser: Browser,
    Path((_, id)): One,
    Form(closing): Form<Closing>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let facility = sql::lock(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let reason: String = closing.sebab.trim().chars().take(200).collect();
    let words = browser.texts();
    let mut faults = Faults::default();
    if closing.days().is_none() {
        faults.put("dari", words.get("fac-fault-days"));
    }
    if reason.chars().count() < 2 {
        faults.put("sebab", words.get("fac-fault-reason"));
    }
    let Some((from, to)) = closing.days().filter(|_| faults.is_empty()) else {
        let typed = Typed::of(&facility);
        return web::invalid(&form(&mut tx, &may, &browser, Some(id), typed, faults).await?);
    };
    let clock = Opening::clock(may.place().zone);
    sql::close(&mut tx, id, (clock.instant(from, 0), clock.instant(to, 0)), &reason).await?;
    tx.commit().await?;
    let to = may.place().path(&format!("fasilitas/{id}"));
    Ok(Go::to(to).saying(words.get("fac-said-closed")).into_response())
}

pub async fn reopen(
    may: May<ManageFacilities>,
    browser: Browser,
    Path((_, id, closure)): Path<(String, Uuid, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::reopen(&mut tx, id, closure).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    let to = may.place().path(&format!("fasilitas/{id}"));
    Ok(Go::to(to).saying(browser.texts().get("fac-said-reopened")).into_response())
}
