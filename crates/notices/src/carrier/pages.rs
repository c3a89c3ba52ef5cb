//! The page "Saluran WhatsApp": whose contract carries messages, its keys, what one costs, and a message to try it out.

use askama::Template;
use axum::{Extension, extract::State, response::IntoResponse as _};
use kernel::{PhoneNumber, Rupiah, format};
use serde::Deserialize;
use tenancy::{May, Store, TenantTx, policy::SetReminders};
use web::{Browser, Faults, Form, Go, Shell, shell::parts::Choice};

use super::{
    Carriers, Fault, hook,
    key::Sealer,
    sql::{self, CarrierName, Setting},
    wish::{Part, Tails, Untried, Wish, try_out},
};

/// The fields of the form. A key is written and never shown again.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pembawa: String,
    token_fonnte: String,
    token_cloud: String,
    rahasia: String,
    nomor_id: String,
    templat: String,
    harga: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TestForm {
    nomor: String,
}

#[derive(Template)]
#[template(path = "carrier/form.html")]
struct Page {
    s: Shell,
    action: String,
    messages: String,
    carriers: Vec<Choice>,
    form: Typed,
    tails: Tails,
    hook: String,
    word: String,
    /// Why and until when the channel rests; empty when it does not.
    rests: String,
    is_on: bool,
    number: String,
    faults: Faults,
    mistakes: Vec<(String, String)>,
}

pub async fn show(may: May<SetReminders>, browser: Browser, State(store): State<Store>) -> web::Result {
    let mut tx = may.begin().await?;
    let setting = sql::load(&mut tx).await?;
    let told = Told { form: typed(&setting), setting, number: String::new(), faults: Faults::default() };
    web::page(&page(&mut tx, &may, &browser, &store, told).await?)
}

pub async fn save(
    may: May<SetReminders>,
    browser: Browser,
    State(store): State<Store>,
    Form(form): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let known = Tails::load(&mut tx, &store).await?;
    let (wish, mut faults) = wish(&form, &browser);
    for (part, key) in wish.wrongs(&known) {
        faults.put(field(part), browser.texts().get(key));
    }
    if !faults.is_empty() {
        let setting = sql::load(&mut tx).await?;
        let told = Told { form, setting, number: String::new(), faults };
        return web::invalid(&page(&mut tx, &may, &browser, &store, told).await?);
    }
    wish.keep(&mut tx, &store).await?;
    tx.commit().await?;
    let said = browser.texts().get("carrier-saved");
    Ok(Go::to(may.place().path("saluran")).saying(said).into_response())
}

/// Sends one message to the number that was typed, at once.
pub async fn test(
    may: May<SetReminders>,
    browser: Browser,
    State(store): State<Store>,
    Extension(carriers): Extension<Carriers>,
    Form(form): Form<TestForm>,
) -> web::Result {
    let fault = match PhoneNumber::parse(&form.nomor) {
        Err(_) => browser.texts().get("carrier-fault-phone").to_owned(),
        Ok(number) => {
            let said = browser.texts().with("carrier-test-sent", &[("number", number.local().into())]);
            match try_out(&may, &carriers, &store, number, browser.locale()).await? {
                Ok(()) => return Ok(Go::to(may.place().path("saluran")).saying(said).into_response()),
                Err(untried) => untried_words(&browser, &untried),
            }
        }
    };
    let mut tx = may.begin().await?;
    let setting = sql::load(&mut tx).await?;
    let mut faults = Faults::default();
    faults.put("nomor", fault);
    let told = Told { form: typed(&setting), setting, number: form.nomor, faults };
    web::invalid(&page(&mut tx, &may, &browser, &store, told).await?)
}

/// Why a test went nowhere, in a sentence.
pub fn untried_words(browser: &Browser, untried: &Untried) -> String {
    let texts = browser.texts();
    let (key, why) = match untried {
        Untried::Off => return texts.get("carrier-test-off").to_owned(),
        Untried::Fault(Fault::Later(why)) => ("carrier-test-later", why),
        Untried::Fault(Fault::Never(why)) => ("carrier-test-never", why),
        Untried::Fault(Fault::Setting(why)) => ("carrier-test-setting", why),
        Untried::Fault(Fault::Unknown(why)) => ("carrier-test-unknown", why),
    };
    texts.with(key, &[("why", reason(browser, why).into())])
}

/// Our own code in words; the carrier's as they are.
fn reason<'r>(browser: &'r Browser, code: &'r str) -> &'r str {
    if code == "no_key" { browser.texts().get("messages-why-no-key") } else { code }
}

fn typed(setting: &Setting) -> Typed {
    Typed {
        pembawa: setting.carrier.code().to_owned(),
        nomor_id: setting.phone_number_id.clone(),
        templat: setting.template.clone(),
        harga: setting.price.to_string(),
        ..Typed::default()
    }
}

fn wish(form: &Typed, browser: &Browser) -> (Wish, Faults) {
    let mut faults = Faults::default();
    let carrier = CarrierName::from_code(&form.pembawa);
    if carrier.is_none() {
        faults.put("pembawa", browser.texts().get("carrier-fault-carrier"));
    }
    let price = if form.harga.trim().is_empty() { Ok(Rupiah::ZERO) } else { Rupiah::parse(&form.harga) };
    let wish = Wish {
        carrier: carrier.unwrap_or(CarrierName::Off),
        phone_number_id: form.nomor_id.trim().to_owned(),
        template: form.templat.trim().to_owned(),
        // What cannot be read is out of bounds.
        price: price.map_or(-1, Rupiah::get),
        fonnte_token: form.token_fonnte.trim().to_owned(),
        cloud_token: form.token_cloud.trim().to_owned(),
        cloud_secret: form.rahasia.trim().to_owned(),
    };
    (wish, faults)
}

const fn field(part: Part) -> &'static str {
    match part {
        Part::PhoneNumberId => "nomor_id",
        Part::Template => "templat",
        Part::Price => "harga",
        Part::FonnteToken => "token_fonnte",
        Part::CloudToken => "token_cloud",
        Part::CloudSecret => "rahasia",
    }
}

/// What the page shows besides what is always there.
struct Told {
    form: Typed,
    setting: Setting,
    number: String,
    faults: Faults,
}

async fn page(
    tx: &mut TenantTx,
    may: &May<SetReminders>,
    browser: &Browser,
    store: &Store,
    Told { mut form, setting, number, faults }: Told,
) -> web::Result<Page> {
    let title = browser.texts().get("carrier-title");
    let place = may.place();
    let messages = place.path("pesan");
    let mut s = browser.office(may, title).crumb(browser.texts().get("messages-title"), &messages);
    if !faults.is_empty() {
        s = s.with_mistakes();
    }
    (form.token_fonnte, form.token_cloud, form.rahasia) = Default::default();
    let rests = setting.rests_until.filter(|until| *until > tx.now()).map(|until| {
        let until = format::date_time(until, place.zone, s.locale);
        s.t2("carrier-rests", "why", reason(browser, &setting.rest_reason), "until", until)
    });
    let path = hook::path(store, place.complex, setting.id);
    Ok(Page {
        action: place.path("saluran"),
        carriers: CarrierName::ALL.map(|name| Choice::new(name.code(), s.t(name.word()))).into(),
        tails: Tails::load(tx, store).await?,
        // The address is good once the setting is kept.
        hook: format!("{}{path}", store.site().public_url),
        word: Sealer::of(store.keys()).word(setting.id),
        rests: rests.unwrap_or_default(),
        is_on: setting.carrier != CarrierName::Off,
        mistakes: faults.pairs(),
        messages,
        number,
        form,
        faults,
        s,
    })
}
