//! The public page where somebody asks to join.

use askama::Template;
use axum::extract::State;
use homes::UnitMark;
use kernel::{AccountId, PhoneNumber};
use notices::{Facts, Notice};
use serde::Deserialize;
use tenancy::{Anyone, Place, Store, TenantTx, Ticket};
use web::{Browser, Faults, Form, Go, Path, Shell};

use super::{JoinForm, sql};
use crate::{
    account::model::{clean_name, phone_sentence},
    faults::Mistakes,
    homes_side,
    joining::{self, Guest, Proof},
    sign_in::pages::{too_many, wait_sentence},
    throttle::{Attempt, Wait},
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
    let understood = understand(&mut tx, &browser, &visitor, &form).await?;
    tx.commit().await?; // the attempt counts, whatever comes of it
    let wish = match understood {
        Ok(wish) => wish,
        Err(refused) => return refused.page(&place, &browser, form),
    };
    let proof = joining::prove(&hall, &browser, &visitor, Guest::Asking, &wish.phone, &form.password).await?;
    if let Proof::Refused { sentence, wait } = proof {
        return Refused::at("password", sentence, wait).page(&place, &browser, form);
    }
    let (mut tx, _) = ticket.begin().await?;
    let known = joining::settle(&mut tx, proof, Guest::Asking, (&wish.name, &wish.phone), &browser).await?;
    let note: String = form.note.trim().chars().take(500).collect();
    let new = sql::NewClaim {
        account: known.account,
        unit: wish.unit.id,
        unit_code: &wish.unit.code,
        name: &wish.name,
        phone: &wish.phone,
        note: &note,
    };
    sql::add(&mut tx, new).await?;
    tell_managers(&mut tx, known.account, &wish).await?;
    tx.commit().await?;
    let said = browser.texts().with("claim-sent", &[("complex", place.name.as_str().into())]);
    Ok(joining::enter(&hall, &visitor, &known, Go::to("/akun").saying(said), "/akun").await?)
}

/// Who wants to join, and where.
struct Wish {
    name: String,
    phone: PhoneNumber,
    unit: UnitMark,
}

/// Asking again on the same day is no news.
async fn tell_managers(tx: &mut TenantTx, account: AccountId, wish: &Wish) -> tenancy::Result<()> {
    let notice = Notice {
        kind: notices::Kind::ClaimFiled,
        unit: Some(wish.unit.id),
        about: Some(format!("{account}/{}/{}", wish.unit.id, tx.now().date_naive())),
        facts: Facts { name: wish.name.clone(), unit: wish.unit.code.clone(), ..Facts::default() },
        to: notices::managers(tx).await?,
    };
    notices::tell(tx, vec![notice]).await?;
    Ok(())
}

/// What is wrong with the form, and how long to wait when it was sent too often.
struct Refused {
    faults: Faults,
    wait: Option<Wait>,
}

impl Refused {
    fn at(field: &str, sentence: String, wait: Option<Wait>) -> Self {
        let mut faults = Faults::default();
        faults.put(field, sentence);
        Self { faults, wait }
    }

    fn page(self, place: &Place, browser: &Browser, form: ClaimForm) -> web::Result {
        let page = again(place, browser, form, self.faults)?;
        Ok(match self.wait {
            Some(wait) => too_many(page, wait),
            None => page,
        })
    }
}

/// Reads the form. Whether a unit exists is asked last and counted, because it tells a stranger something.
async fn understand(
    tx: &mut TenantTx,
    browser: &Browser,
    visitor: &Visitor,
    form: &ClaimForm,
) -> tenancy::Result<Result<Wish, Refused>> {
    let texts = browser.texts();
    let mut faults = Faults::default();
    let name = clean_name(&form.name);
    if name.is_none() {
        faults.put("name", texts.get("account-name-empty"));
    }
    let parsed = PhoneNumber::parse(&form.phone);
    let phone = faults.keep("phone", parsed, |fault| phone_sentence(texts, *fault).to_owned());
    let (Some(name), Some(phone)) = (name, phone) else { return Ok(Err(Refused { faults, wait: None })) };
    if let Some(wait) = Attempt::to_claim(visitor).take(tx).await? {
        return Ok(Err(Refused::at("unit", wait_sentence(browser, wait), Some(wait))));
    }
    Ok(match homes_side::unit_named(tx, form.unit.trim()).await? {
        Some(unit) => Ok(Wish { name, phone, unit }),
        None => Err(Refused::at("unit", texts.get("claim-unit-unknown").to_owned(), None)),
    })
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
