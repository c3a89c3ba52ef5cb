//! The public page where somebody asks to join.

use askama::Template;
use axum::extract::State;
use kernel::PhoneNumber;
use serde::Deserialize;
use tenancy::{Anyone, Place, Store, Ticket};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{JoinForm, sql};
use crate::{
    account::model::{clean_name, phone_sentence},
    faults::Mistakes,
    homes_side,
    joining::{self, Proof},
    sign_in::pages::{too_many, wait_sentence},
    throttle::Attempt,
    visitor::Visitor,
};

#[derive(Template)]
#[template(path = "claim/form.html")]
struct FormPage {
    s: Shell,
    place: String,
    city: String,
    action: String,
    form: ClaimForm,
    mistakes: Mistakes,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct ClaimForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    password: String,
}

pub async fn form(
    hall: Anyone,
    State(store): State<Store>,
    browser: Browser,
    Path(slug): Path<String>,
) -> web::Result {
    let mut tx = hall.begin().await?;
    let sign = sql::complex_named(&mut tx, &slug).await?;
    let ticket = Ticket::<JoinForm>::seal(&store, sign.complex, sign.complex.uuid());
    web::page(&FormPage {
        s: browser.public(browser.texts().get("claim-title")),
        place: sign.name,
        city: sign.city,
        action: format!("/gabung/{slug}/{ticket}"),
        form: ClaimForm::default(),
        mistakes: Mistakes::default(),
    })
}

/// Account and claim come together or not at all. The role comes with the manager's yes.
pub async fn file(
    ticket: Ticket<JoinForm>,
    hall: Anyone,
    browser: Browser,
    visitor: Visitor,
    Form(form): Form<ClaimForm>,
) -> web::Result {
    let (mut tx, place) = ticket.begin().await?;
    let texts = browser.texts();
    let mut faults = Faults::default();
    let name = clean_name(&form.name);
    if name.is_none() {
        faults.put("name", texts.get("account-name-empty"));
    }
    let parsed = PhoneNumber::parse(&form.phone);
    let phone = faults.keep("phone", parsed, |fault| phone_sentence(texts, *fault).to_owned());
    let (Some(name), Some(phone)) = (name, phone) else { return again(&place, &browser, form, faults) };

    let wait = Attempt::to_claim(&visitor).take(&mut tx).await?;
    let unit = homes_side::unit_named(&mut tx, form.unit.trim()).await?;
    tx.commit().await?;
    if let Some(wait) = wait {
        faults.put("unit", wait_sentence(&browser, wait));
        return Ok(too_many(again(&place, &browser, form, faults)?, wait));
    }
    let Some(unit) = unit else {
        faults.put("unit", texts.get("claim-unit-unknown"));
        return again(&place, &browser, form, faults);
    };
    let proof = joining::prove(&hall, &browser, &visitor, &phone, &form.password).await?;
    if let Proof::Refused { sentence, .. } = proof {
        faults.put("password", sentence);
        return again(&place, &browser, form, faults);
    }
    let (mut tx, _) = ticket.begin().await?;
    let known = joining::settle(&mut tx, proof, &name, &phone, &browser).await?;
    let note: String = form.note.trim().chars().take(500).collect();
    let new = sql::NewClaim {
        account: known.account,
        unit: unit.id,
        unit_code: &unit.code,
        name: &name,
        phone: &phone,
        note: &note,
    };
    sql::add(&mut tx, new).await?;
    tx.commit().await?;
    let said = texts.with("claim-sent", &[("complex", place.name.as_str().into())]);
    Ok(joining::enter(&hall, &visitor, &known, Go::to("/akun").saying(said), "/akun").await?)
}

/// The form posts to its own address again, which still carries the ticket.
fn again(place: &Place, browser: &Browser, form: ClaimForm, faults: Faults) -> web::Result {
    web::invalid(&FormPage {
        s: browser.public(browser.texts().get("claim-title")).with_mistakes(),
        place: place.name.clone(),
        city: place.city.clone(),
        action: browser.path().to_owned(),
        form,
        mistakes: faults.into(),
    })
}
