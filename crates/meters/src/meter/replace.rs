//! A meter is taken down and another one put up on the same day. What the old one still counted is a reading of its own,
//! so that the month consists of two parts.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, Period, ReadingId, UnitId, format};
use rust_decimal::Decimal;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManageMeters};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{
    form::{MeterForm, constraint_faults, live},
    show::unit_in_reach,
    sql::{self, Details, Meter},
};
use crate::{
    Utility, common, figure,
    reading::{
        self, Before, Candidate, Counter, Explanation, Habit, Source, State,
        decide::{Refused, meter_of},
        say,
        sql::{self as readings, NewReading, Scope},
    },
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReplaceForm {
    /// The last figure of the old meter.
    pub akhir: String,
    /// The old counter passed its end on the way there.
    pub berputar: String,
    pub sebab: String,
    pub nomor: String,
    pub digit: String,
    pub faktor: String,
    pub tanggal: String,
    pub awal: String,
}

/// Understood: the old meter's end, and the new meter.
#[derive(Clone, Debug)]
pub struct Replacement {
    pub last: Decimal,
    pub explanation: Option<Explanation>,
    pub because: String,
    pub new: Details,
}

impl ReplaceForm {
    pub fn parse(&self, s: &Shell, today: Date) -> Result<Replacement, Faults> {
        let new = MeterForm {
            nomor: self.nomor.clone(),
            digit: self.digit.clone(),
            faktor: self.faktor.clone(),
            tanggal: self.tanggal.clone(),
            awal: self.awal.clone(),
        };
        let mut faults = Faults::default();
        let last = faults.keep("akhir", figure::parse(&self.akhir), |fault| say::figure_fault(s, *fault));
        let because = self.sebab.trim().to_owned();
        if because.is_empty() || because.chars().count() > 300 {
            faults.put("sebab", s.t("meter-fault-reason"));
        }
        let new = new
            .parse(s, today)
            .map_err(|more| more.iter().for_each(|f| faults.put(&f.field, f.sentence.clone())));
        match (last, new) {
            (Some(last), Ok(new)) if faults.is_empty() => {
                let explanation = (self.berputar == "ya").then_some(Explanation::Rollover);
                Ok(Replacement { last, explanation, because, new })
            }
            _ => Err(faults),
        }
    }
}

/// Both steps in one transaction; a refusal is a sentence at its field.
pub async fn replace(
    tx: &mut TenantTx,
    s: &Shell,
    old: &Meter,
    replacement: &Replacement,
    today: Date,
) -> web::Result<Result<(), Faults>> {
    let on = replacement.new.installed_on;
    let period = closing_period(tx, old, on).await?;
    let from = reading::habit_from(period);
    let scope = Scope { units: Some(vec![old.unit.uuid()]), ..Scope::default() };
    let rows = readings::sheet(tx, old.utility, period.first_day(), from, &scope).await?;
    let meter = rows.first().and_then(meter_of);
    let (id, counter, before) = meter.ok_or(web::Error::missing())?;
    if let Err(fault) = check(&counter, &before, replacement, period, today) {
        let mut faults = Faults::default();
        let field =
            if matches!(fault, reading::CannotCount::BeforePrevious { .. } | reading::CannotCount::Future) {
                "tanggal"
            } else {
                "akhir"
            };
        faults.put(field, say::refused(s, &Refused::Cannot(fault), old.utility));
        return Ok(Err(faults));
    }
    let closing = NewReading {
        id: ReadingId::new(tx.now()),
        meter: id,
        unit: old.unit,
        utility: old.utility,
        period: period.first_day(),
        on,
        value: replacement.last,
        source: Source::Officer,
        explanation: replacement.explanation,
        note: replacement.because.clone(),
        photo: None,
    };
    match write(tx, old, replacement, &closing).await {
        Ok(()) => Ok(Ok(())),
        Err(error) => Ok(Err(constraint_faults(s, error)?)),
    }
}

/// The old meter goes first: a reading on the day of its end is one of a month that is not whole.
async fn write(
    tx: &mut TenantTx,
    old: &Meter,
    replacement: &Replacement,
    closing: &NewReading,
) -> tenancy::Result<()> {
    let on = replacement.new.installed_on;
    sql::remove(tx, old.id, on, replacement.last, &replacement.because).await?;
    readings::add(tx, std::slice::from_ref(closing), State::Accepted).await?;
    sql::add(tx, old.unit, old.utility, &replacement.new).await?;
    Ok(())
}

/// The month of the day, or the one after the last month that was read, if that was this one.
async fn closing_period(tx: &mut TenantTx, old: &Meter, on: Date) -> tenancy::Result<Period> {
    let month = Period::of(on);
    let read = sql::last_period(tx, old.id).await?.map(Period::of);
    Ok(match read {
        Some(read) if read >= month => read.next(),
        _ => month,
    })
}

/// The month may be the next one already, so that only figures and order of days are judged.
fn check(
    counter: &Counter,
    before: &Before,
    replacement: &Replacement,
    period: Period,
    today: Date,
) -> Result<(), reading::CannotCount> {
    let on = replacement.new.installed_on;
    if on > today {
        return Err(reading::CannotCount::Future);
    }
    let within = on.max(reading::window(period).0);
    let candidate =
        Candidate { period, value: replacement.last, on: within, explanation: replacement.explanation };
    if on < before.on {
        return Err(reading::CannotCount::BeforePrevious { previous: before.on });
    }
    reading::judge(counter, before, &candidate, &Habit::default(), today.max(within)).map(|_| ())
}

#[derive(Template)]
#[template(path = "meter/replace.html")]
struct Page {
    s: Shell,
    action: String,
    back: String,
    previous: String,
    form: ReplaceForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

async fn page(
    may: &May<ManageMeters>,
    browser: &Browser,
    tx: &mut TenantTx,
    (unit, code): (UnitId, &str),
    form: ReplaceForm,
    faults: Faults,
) -> web::Result<Page> {
    let title = browser.texts().with("meter-replace-title", &[("code", code.into())]);
    let mut s = common::shell(may, browser, title);
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let past = readings::history(tx, &[unit], Utility::Water, 12).await?;
    let last = past.iter().find(|past| past.state.counts());
    let previous = last.map(|last| {
        let on = format::date(last.on, s.locale);
        s.t2("meter-replace-last", "value", figure::shown(last.value, s.locale), "day", on)
    });
    let back = common::unit_path(may.place(), unit);
    let (room, here) = (s.t("meter-title").to_owned(), s.t("meter-replace").to_owned());
    Ok(Page {
        action: format!("{back}/ganti"),
        previous: previous.unwrap_or_default(),
        mistakes: faults.pairs(),
        s: s.crumb(room, may.place().path("meter")).crumb(code, &back).crumb(here, ""),
        back,
        form,
        faults,
    })
}

pub async fn ask(
    may: May<ManageMeters>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, code) = unit_in_reach(&may, &mut tx, &unit).await?;
    let meter = live(&mut tx, unit).await?;
    let form = ReplaceForm {
        digit: meter.digits.to_string(),
        tanggal: may.place().zone.date(tx.now()).to_string(),
        awal: "0".to_owned(),
        ..ReplaceForm::default()
    };
    web::page(&page(&may, &browser, &mut tx, (unit, &code), form, Faults::default()).await?)
}

pub async fn save(
    may: May<ManageMeters>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<ReplaceForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, code) = unit_in_reach(&may, &mut tx, &unit).await?;
    let old = live(&mut tx, unit).await?;
    let s = common::shell(&may, &browser, "");
    let today = may.place().zone.date(tx.now());
    let outcome = match form.parse(&s, today) {
        Ok(replacement) => replace(&mut tx, &s, &old, &replacement, today).await?,
        Err(faults) => Err(faults),
    };
    if let Err(faults) = outcome {
        drop(tx); // a refused statement has spoiled it
        let mut tx = may.begin().await?;
        return web::invalid(&page(&may, &browser, &mut tx, (unit, &code), form, faults).await?);
    }
    tx.commit().await?;
    let said = s.t1("meter-replaced-said", "code", code);
    Ok(Go::to(common::unit_path(may.place(), unit)).saying(said).into_response())
}
