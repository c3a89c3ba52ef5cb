//! What a complex calls unusual, and whether residents send in readings.

use askama::Template;
use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, policy::ManageMeters};
use web::{Browser, Faults, Form, Go, Shell};

use super::sql;
use crate::{Utility, common, figure, setting::Setting};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettingForm {
    batas: String,
    digit: String,
    warga: String,
}

#[derive(Template)]
#[template(path = "meter/settings.html")]
struct Page {
    s: Shell,
    base: String,
    form: SettingForm,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

impl SettingForm {
    fn of(setting: &Setting) -> Self {
        Self {
            batas: setting.leak_limit.map(figure::typed).unwrap_or_default(),
            digit: setting.digits.to_string(),
            warga: if setting.from_residents { "ya".to_owned() } else { String::new() },
        }
    }

    fn parse(&self, s: &Shell) -> Result<Setting, Faults> {
        let mut faults = Faults::default();
        let leak_limit = match figure::parse(&self.batas) {
            Ok(limit) if !limit.is_zero() => Some(limit),
            Err(figure::FigureFault::Empty) => None,
            _ => {
                faults.put("batas", s.t("meter-fault-limit"));
                None
            }
        };
        let digits = self.digit.trim().parse::<i16>().ok().filter(|digits| (3..=9).contains(digits));
        if digits.is_none() {
            faults.put("digit", s.t("meter-fault-digit-count"));
        }
        match digits {
            Some(digits) if faults.is_empty() => {
                Ok(Setting { leak_limit, digits, from_residents: self.warga == "ya" })
            }
            _ => Err(faults),
        }
    }
}

fn page(may: &May<ManageMeters>, browser: &Browser, form: SettingForm, faults: Faults) -> Page {
    let mut s = common::shell(may, browser, browser.texts().get("meter-settings-title"));
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    let base = may.place().path("meter");
    let (room, here) = (s.t("meter-title").to_owned(), s.t("meter-settings").to_owned());
    Page { mistakes: faults.pairs(), s: s.crumb(room, &base).crumb(here, ""), base, form, faults }
}

pub async fn index(may: May<ManageMeters>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let setting = sql::setting(&mut tx, Utility::Water).await?;
    web::page(&page(&may, &browser, SettingForm::of(&setting), Faults::default()))
}

pub async fn save(may: May<ManageMeters>, browser: Browser, Form(form): Form<SettingForm>) -> web::Result {
    let s = common::shell(&may, &browser, "");
    let setting = match form.parse(&s) {
        Ok(setting) => setting,
        Err(faults) => return web::invalid(&page(&may, &browser, form, faults)),
    };
    let mut tx = may.begin().await?;
    sql::keep_setting(&mut tx, Utility::Water, &setting).await?;
    tx.commit().await?;
    Ok(Go::to(may.place().path("meter")).saying(s.t("meter-settings-saved")).into_response())
}
