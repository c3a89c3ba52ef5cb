//! The setting of WhatsApp for programs. Keys go in and never come out.

use axum::{Extension, extract::State, response::IntoResponse as _};
use chrono::{DateTime, Utc};
use http::StatusCode;
use kernel::{Locale, PhoneNumber};
use serde::{Deserialize, Serialize};
use tenancy::{May, Store, TenantTx, policy::SetReminders};
use utoipa::ToSchema;
use web::{Browser, Error, Faults, Json, Say};

use super::{
    Carriers, hook,
    pages::untried_words,
    sql::{self, CarrierName},
    wish::{Part, Tails, Wish, try_out},
};

/// Whose contract carries WhatsApp messages of this complex.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhatsappSettingsBody {
    pub carrier: CarrierName,
    /// Meta's id of the number
    pub phone_number_id: String,
    /// Name of Meta's approved template
    pub template: String,
    /// Of one message, in whole rupiah
    pub price: i64,
    /// Last characters of the keys in use; empty without one
    pub fonnte_token_tail: String,
    pub cloud_token_tail: String,
    pub cloud_secret_tail: String,
    /// Where the carrier sends what became of messages
    pub webhook: String,
    /// The carrier refuses this setting; until then nothing is tried
    pub rests_until: Option<DateTime<Utc>>,
    pub rest_reason: String,
}

/// Changes it. A key that is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeWhatsappBody {
    pub carrier: CarrierName,
    #[serde(default)]
    pub phone_number_id: String,
    #[serde(default)]
    pub template: String,
    /// Of one message, in whole rupiah
    #[serde(default)]
    pub price: i64,
    #[serde(default)]
    pub fonnte_token: String,
    #[serde(default)]
    pub cloud_token: String,
    #[serde(default)]
    pub cloud_secret: String,
}

/// To whom a message goes that tries the setting out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TryWhatsappBody {
    #[schema(example = "081270000001")]
    pub phone: String,
}

/// The setting of this complex.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/whatsapp-settings", tag = "notices",
    operation_id = "show_whatsapp_settings", params(("complex" = String, Path)),
    responses((status = 200, body = WhatsappSettingsBody))
)]
pub async fn show(may: May<SetReminders>, State(store): State<Store>) -> web::Result {
    let mut tx = may.begin().await?;
    Ok(axum::Json(body(&mut tx, &may, &store).await?).into_response())
}

/// Sets it. What waits in the queue is tried again.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/whatsapp-settings", tag = "notices",
    operation_id = "change_whatsapp_settings", params(("complex" = String, Path)),
    request_body = ChangeWhatsappBody,
    responses((status = 200, body = WhatsappSettingsBody), (status = 422))
)]
pub async fn change(
    may: May<SetReminders>,
    browser: Browser,
    State(store): State<Store>,
    Json(wanted): Json<ChangeWhatsappBody>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let wish = Wish {
        carrier: wanted.carrier,
        phone_number_id: wanted.phone_number_id,
        template: wanted.template,
        price: wanted.price,
        fonnte_token: wanted.fonnte_token,
        cloud_token: wanted.cloud_token,
        cloud_secret: wanted.cloud_secret,
    };
    let mut faults = Faults::default();
    for (part, key) in wish.wrongs(&Tails::load(&mut tx, &store).await?) {
        faults.put(field(part), browser.texts().get(key));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    wish.keep(&mut tx, &store).await?;
    let body = body(&mut tx, &may, &store).await?;
    tx.commit().await?;
    Ok(axum::Json(body).into_response())
}

/// Sends one message at once, to see whether the setting works.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/whatsapp-settings/test", tag = "notices",
    operation_id = "try_whatsapp_settings", params(("complex" = String, Path)), request_body = TryWhatsappBody,
    responses((status = 204), (status = 409), (status = 422))
)]
pub async fn test(
    may: May<SetReminders>,
    browser: Browser,
    State(store): State<Store>,
    Extension(carriers): Extension<Carriers>,
    Json(wanted): Json<TryWhatsappBody>,
) -> web::Result {
    let number = PhoneNumber::parse(&wanted.phone).map_err(|_| {
        let mut faults = Faults::default();
        faults.put("phone", browser.texts().get("carrier-fault-phone"));
        Error::Invalid(faults)
    })?;
    match try_out(&may, &carriers, &store, number, browser.locale()).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(untried) => Err(Error::refused(NotSent(untried_words(&browser, &untried)))),
    }
}

/// The carrier's answer, in the language of whoever asked.
#[derive(Debug)]
struct NotSent(String);

impl Say for NotSent {
    fn say(&self, _: Locale) -> String {
        self.0.clone()
    }
}

async fn body(
    tx: &mut TenantTx,
    may: &May<SetReminders>,
    store: &Store,
) -> web::Result<WhatsappSettingsBody> {
    let setting = sql::load(tx).await?;
    let tails = Tails::load(tx, store).await?;
    let path = hook::path(store, may.place().complex, setting.id);
    Ok(WhatsappSettingsBody {
        carrier: setting.carrier,
        phone_number_id: setting.phone_number_id,
        template: setting.template,
        price: setting.price,
        fonnte_token_tail: tails.fonnte_token,
        cloud_token_tail: tails.cloud_token,
        cloud_secret_tail: tails.cloud_secret,
        webhook: format!("{}{path}", store.site().public_url),
        rests_until: setting.rests_until,
        rest_reason: setting.rest_reason,
    })
}

const fn field(part: Part) -> &'static str {
    match part {
        Part::PhoneNumberId => "phone_number_id",
        Part::Template => "template",
        Part::Price => "price",
        Part::FonnteToken => "fonnte_token",
        Part::CloudToken => "cloud_token",
        Part::CloudSecret => "cloud_secret",
    }
}
