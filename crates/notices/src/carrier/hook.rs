//! Where carriers bring their news. The address is signed and belongs to one complex, so that news can only speak about
//! that complex's messages; Meta's is signed besides, Fonnte's only proof is that it knows the address.
//!
//! 200 means: in the database. 403 is a signature that is not Meta's. Both repeat what was not answered with 200.

use axum::{body::Bytes, extract::State, response::IntoResponse as _};
use http::{HeaderMap, StatusCode};
use kernel::ComplexId;
use serde::Deserialize;
use tenancy::{Routes, Store, TenantTx, Ticket, TicketKind};
use uuid::Uuid;
use web::Query;

use super::{
    key::{self, Purpose, Sealer},
    news::{self, News, Step},
    sql::{self, CarrierName},
};
use crate::outbox::mail_instead;

/// Proof of the address that we gave to the carrier.
#[derive(Debug)]
pub enum CarrierHook {}

impl TicketKind for CarrierHook {
    const NAME: &'static str = "carrier_hook";
}

/// Meta's messages reach three megabytes by its documentation when it gathers them; ours are a few kilobytes.
const MOST_BYTES: usize = 3 * 1024 * 1024;

pub fn routes() -> Routes {
    Routes::new("notices").get("/webhook/whatsapp/{ticket}", confirm).upload(
        "/webhook/whatsapp/{ticket}",
        MOST_BYTES,
        receive,
    )
}

/// The path that is typed into the carrier's console.
pub fn path(store: &Store, complex: ComplexId, setting: Uuid) -> String {
    format!("/webhook/whatsapp/{}", Ticket::<CarrierHook>::seal(store, complex, setting))
}

/// Meta's question whether this address is ours.
#[derive(Debug, Deserialize)]
pub struct Question {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.verify_token", default)]
    word: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
}

pub async fn confirm(
    ticket: Ticket<CarrierHook>,
    State(store): State<Store>,
    Query(question): Query<Question>,
) -> web::Result {
    let (mut tx, _) = ticket.begin().await?;
    expected(&mut tx, &ticket).await?;
    let ours = Sealer::of(store.keys()).word(ticket.subject());
    Ok(match news::challenge(&question.mode, &question.word, &question.challenge, &ours) {
        Some(challenge) => challenge.to_owned().into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    })
}

pub async fn receive(
    ticket: Ticket<CarrierHook>,
    State(store): State<Store>,
    headers: HeaderMap,
    body: Bytes,
) -> web::Result {
    let (mut tx, _) = ticket.begin().await?;
    let read: Result<Vec<News>, _> = match expected(&mut tx, &ticket).await? {
        CarrierName::Cloud => {
            let secret = key::current(&mut tx, &Sealer::of(store.keys()), Purpose::CloudSecret).await?;
            let secret = secret.map(|key| key.text).unwrap_or_default();
            let signature = headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok());
            if !news::is_signed(&secret, &body, signature.unwrap_or_default()) {
                tracing::warn!("news about messages was refused: not signed by Meta");
                return Ok(StatusCode::FORBIDDEN.into_response());
            }
            news::of_cloud(&body)
        }
        CarrierName::Fonnte => news::of_fonnte(&body).map(|news| news.into_iter().collect()),
        CarrierName::Off => return Ok(StatusCode::OK.into_response()),
    };
    let Ok(read) = read else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    for one in &read {
        if let Some(delivery) = sql::said(&mut tx, one).await?
            && one.step == Step::Failed
        {
            mail_instead(&mut tx, delivery).await?;
        }
    }
    tx.commit().await?;
    // Empty: some gateways send what we answer on to the resident.
    Ok(StatusCode::OK.into_response())
}

/// The carrier that may speak here; an address of an earlier setting is none.
async fn expected(tx: &mut TenantTx, ticket: &Ticket<CarrierHook>) -> web::Result<CarrierName> {
    let setting = sql::load(tx).await?;
    if setting.id == ticket.subject() { Ok(setting.carrier) } else { Err(web::Error::missing()) }
}
