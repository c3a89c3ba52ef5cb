//! Where SendGrid brings its news about letters: one address for the installation, believed by its signature.
//!
//! 200 means: in the database. Events repeat and keep no order; a delivery only moves forward, so each may come twice.

use axum::{body::Bytes, extract::State, response::IntoResponse as _};
use http::{HeaderMap, StatusCode};
use kernel::ComplexId;
use tenancy::{Anyone, Error, JobScope, Routes, Store};

use super::{
    Mailer,
    sendgrid::{self, Became, Event},
    sql,
};
use crate::preference;

/// SendGrid gathers events for a while; each is half a kilobyte.
const MOST_BYTES: usize = 3 * 1024 * 1024;

pub fn routes() -> Routes {
    Routes::new("notices").upload("/webhook/sendgrid", MOST_BYTES, receive)
}

pub async fn receive(
    _: Anyone,
    State(store): State<Store>,
    mailer: Mailer,
    headers: HeaderMap,
    body: Bytes,
) -> web::Result {
    let Some(key) = mailer.news_key() else { return Err(web::Error::missing()) };
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signature = header("x-twilio-email-event-webhook-signature");
    if !key.signed(signature, header("x-twilio-email-event-webhook-timestamp"), &body) {
        tracing::warn!("news about letters was refused: not signed by SendGrid");
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    let Ok(mut events) = sendgrid::events(&body) else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    events.sort_by_key(|event| event.of.complex.uuid());
    // The signature is the proof; each complex is entered for what is said about its own letters.
    for of_one in events.chunk_by(|one, other| one.of.complex == other.of.complex) {
        let complex: ComplexId = of_one[0].of.complex;
        match apply(&store.job_scope(complex), of_one).await {
            // Of a complex that is no longer there.
            Ok(()) | Err(Error::Missing) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(StatusCode::OK.into_response())
}

async fn apply(scope: &JobScope, events: &[Event]) -> tenancy::Result<()> {
    let mut tx = scope.begin().await?;
    for Event { of, became } in events {
        match became {
            Became::Delivered => sql::said(&mut tx, of.delivery, "delivered", "").await?,
            Became::Read => sql::said(&mut tx, of.delivery, "read", "").await?,
            Became::Bounced(why) => sql::said(&mut tx, of.delivery, "failed", why).await?,
            Became::Unwanted => preference::mute(&mut tx, of.delivery, true).await?,
        }
    }
    tx.commit().await
}
