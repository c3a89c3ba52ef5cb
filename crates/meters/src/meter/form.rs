//! Putting up a unit's first meter, and mending what was written down about one.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Date, UnitId};
use rust_decimal::Decimal;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ManageMeters};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{
    show::unit_in_reach,
    sql::{self, Details, Meter},
};
use crate::{Utility, common, figure, reading::say};

/// What a form calls a field, and what the API calls it.
pub const NAMES: &[(&str, &str)] = &[
    ("nomor", "serial"),
    ("digit", "digits"),
    ("faktor", "factor"),
    ("tanggal", "installed_on"),
    ("awal", "initial_value"),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MeterForm {
    pub nomor: String,
    pub digit: String,
    pub faktor: String,
    pub tanggal: String,
    pub awal: String,
}

impl MeterForm {
    fn of(meter: &Meter) -> Self {
        Self {
            nomor: meter.serial.clone(),
            digit: meter.digits.to_string(),
            faktor: figure::typed(meter.factor),
            tanggal: meter.installed_on.to_string(),
            awal: figure::typed(meter.initial),
        }
    }

    pub fn parse(&self, s: &Shell, today: Date) -> Result<Details, Faults> {
        let mut faults = Faults::default();
        let serial = self.nomor.split_whitespace().collect::<Vec<_>>().join(" ");
        if serial.chars().count() > 40 {
            faults.put("nomor", s.t("meter-fault-serial-long"));
        }
        let digits = self.digit.trim().parse::<i16>().ok().filter(|digits| (3..=9).contains(digits));
        if digits.is_none() {
            faults.put("digit", s.t("meter-fault-digit-count"));
        }
        let factor =
            if self.faktor.trim().is_empty() { Ok(Decimal::ONE) } else { figure::parse(&self.faktor) };
        let factor = factor.ok().filter(|factor| *factor > Decimal::ZERO && *factor < Decimal::from(100_000));
        if factor.is_none() {
            faults.put("faktor", s.t("meter-fault-factor"));
        }
        let day = common::day(&self.tanggal);
        match day {
            None => faults.put("tanggal", s.t("meter-fault-day")),
            Some(day) if day > today => faults.put("tanggal", s.t("meter-fault-future")),
            Some(_) => {}
        }
        let initial = faults.keep("awal", figure::parse(&self.awal), |fault| say::figure_fault(s, *fault));
        if let (Some(digits), Some(initial)) = (digits, initial)
            && initial >= Decimal::from(10_i64.pow(u32::try_from(digits).unwrap_or(9)))
        {
            faults.put("awal", s.t1("meter-fault-digits", "digits", i64::from(digits)));
        }
        match (digits, factor, day, initial) {
            (Some(digits), Some(factor), Some(installed_on), Some(initial)) if faults.is_empty() => {
                Ok(Details { serial, digits, factor, installed_on, initial })
            }
            _ => Err(faults),
        }
    }
}

#[derive(Template)]
#[template(path = "meter/form.html")]
struct FormPage {
    s: Shell,
    action: String,
    back: String,
    is_new: bool,
    form: MeterForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

fn form_page(
    may: &May<ManageMeters>,
    browser: &Browser,
    (unit, code): (UnitId, &str),
    is_new: bool,
    form: MeterForm,
    faults: Faults,
) -> FormPage {
    let texts = browser.texts();
    let named = |key: &str| texts.with(key, &[("code", code.into())]);
    let title = if is_new { named("meter-install-title") } else { named("meter-edit-title") };
    let mut s = common::shell(may, browser, title);
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let back = common::unit_path(may.place(), unit);
    let room = s.t("meter-title").to_owned();
    let here = s.t(if is_new { "meter-install" } else { "meter-edit" }).to_owned();
    let s = s.crumb(room, may.place().path("meter")).crumb(code, &back).crumb(here, "");
    let end = if is_new { "pasang" } else { "ubah" };
    let mistakes = faults.pairs();
    FormPage { action: format!("{back}/{end}"), back, is_new, form, mistakes, faults, s }
}

pub async fn new(
    may: May<ManageMeters>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, code) = unit_in_reach(&may, &mut tx, &unit).await?;
    let setting = sql::setting(&mut tx, Utility::Water).await?;
    let form = MeterForm {
        digit: setting.digits.to_string(),
        tanggal: may.place().zone.date(tx.now()).to_string(),
        ..MeterForm::default()
    };
    web::page(&form_page(&may, &browser, (unit, &code), true, form, Faults::default()))
}

pub async fn create(
    may: May<ManageMeters>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<MeterForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, code) = unit_in_reach(&may, &mut tx, &unit).await?;
    let s = common::shell(&may, &browser, "");
    let details = match form.parse(&s, may.place().zone.date(tx.now())) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&form_page(&may, &browser, (unit, &code), true, form, faults)),
    };
    match sql::add(&mut tx, unit, Utility::Water, &details).await {
        Ok(_) => {
            tx.commit().await?;
            let said = s.t1("meter-installed-said", "code", code);
            Ok(Go::to(common::unit_path(may.place(), unit)).saying(said).into_response())
        }
        Err(error) => {
            let faults = constraint_faults(&s, error)?;
            web::invalid(&form_page(&may, &browser, (unit, &code), true, form, faults))
        }
    }
}

pub async fn edit(
    may: May<ManageMeters>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, code) = unit_in_reach(&may, &mut tx, &unit).await?;
    let meter = live(&mut tx, unit).await?;
    web::page(&form_page(&may, &browser, (unit, &code), false, MeterForm::of(&meter), Faults::default()))
}

pub async fn update(
    may: May<ManageMeters>,
    browser: Browser,
    Path((_, unit)): Path<(String, String)>,
    Form(form): Form<MeterForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, code) = unit_in_reach(&may, &mut tx, &unit).await?;
    let meter = live(&mut tx, unit).await?;
    let s = common::shell(&may, &browser, "");
    let details = match form.parse(&s, may.place().zone.date(tx.now())) {
        Ok(details) => details,
        Err(faults) => return web::invalid(&form_page(&may, &browser, (unit, &code), false, form, faults)),
    };
    match sql::change(&mut tx, meter.id, &details).await {
        Ok(()) => {
            tx.commit().await?;
            let said = s.t1("meter-changed-said", "code", code);
            Ok(Go::to(common::unit_path(may.place(), unit)).saying(said).into_response())
        }
        Err(error) => {
            let faults = constraint_faults(&s, error)?;
            web::invalid(&form_page(&may, &browser, (unit, &code), false, form, faults))
        }
    }
}

/// The meter that hangs there now.
pub async fn live(tx: &mut TenantTx, unit: UnitId) -> web::Result<Meter> {
    let meters = sql::of_unit(tx, unit, Utility::Water).await?;
    meters.into_iter().find(|meter| meter.removed_on.is_none()).ok_or(web::Error::missing())
}

/// The constraint is the truth; here it gets its sentence at the field it is about.
pub fn constraint_faults(s: &Shell, error: tenancy::Error) -> Result<Faults, web::Error> {
    let field = match error.constraint() {
        Some("meter_serial_once") => "nomor",
        Some("reading_counts_up" | "reading_is_billed" | "meter_fits_digits" | "reading_fits_digits") => {
            "awal"
        }
        _ => "tanggal",
    };
    let Some(sentence) = say::conflict(s, &error) else { return Err(error.into()) };
    let mut faults = Faults::default();
    faults.put(field, sentence);
    Ok(faults)
}
