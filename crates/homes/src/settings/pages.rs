//! The form of the complex.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::Zone;
use serde::Deserialize;
use tenancy::{May, policy::ManageComplex};
use web::{Browser, Faults, Form, Go, Shell, shell::parts::Choice};

use super::sql;
use crate::typed::tidy;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ComplexForm {
    nama: String,
    kota: String,
    zona: String,
}

#[derive(Template)]
#[template(path = "settings/index.html")]
struct Settings {
    s: Shell,
    action: String,
    address: String,
    form: ComplexForm,
    zones: Vec<Choice>,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

fn page(may: &May<ManageComplex>, browser: &Browser, form: ComplexForm, faults: Faults) -> Settings {
    let s = browser.office(may, browser.texts().get("settings-title"));
    let hint = |zone: Zone| match zone {
        Zone::Wib => "settings-wib",
        Zone::Wita => "settings-wita",
        Zone::Wit => "settings-wit",
    };
    Settings {
        zones: Zone::ALL
            .map(|zone| Choice::new(zone.code(), zone.name()).with_hint(s.t(hint(zone))))
            .to_vec(),
        action: may.place().path("pengaturan"),
        address: may.place().path(""),
        mistakes: faults.pairs(),
        s: if faults.is_empty() { s } else { s.with_mistakes() },
        form,
        faults,
    }
}

pub async fn edit(may: May<ManageComplex>, browser: Browser) -> web::Result {
    let place = may.place();
    let form = ComplexForm {
        nama: place.name.clone(),
        kota: place.city.clone(),
        zona: place.zone.code().to_owned(),
    };
    web::page(&page(&may, &browser, form, Faults::default()))
}

pub async fn update(may: May<ManageComplex>, browser: Browser, Form(form): Form<ComplexForm>) -> web::Result {
    let words = browser.texts();
    let (name, city) = (tidy(&form.nama), tidy(&form.kota));
    let mut faults = Faults::default();
    if !(2..=120).contains(&name.chars().count()) {
        faults.put("nama", words.get("settings-fault-name"));
    }
    if city.chars().count() > 80 {
        faults.put("kota", words.get("settings-fault-city"));
    }
    let zone = Zone::from_code(&form.zona);
    if zone.is_none() {
        faults.put("zona", words.get("settings-fault-zone"));
    }
    let Some(zone) = zone.filter(|_| faults.is_empty()) else {
        return web::invalid(&page(&may, &browser, form, faults));
    };

    let mut tx = may.begin().await?;
    sql::change(&mut tx, &name, &city, zone).await?;
    tx.commit().await?;

    Ok(Go::to(may.place().path("pengaturan")).saying(words.get("settings-saved")).into_response())
}
