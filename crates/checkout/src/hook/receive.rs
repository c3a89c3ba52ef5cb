//! One notification: stored and committed before anything else, then confirmed by a question, then answered.
//!
//! 200 means: durable. What we could not do yet, the poll does. 403 is a signature that is not the gateway's, 503 a
//! database that is away (the gateway tries four times more).

use axum::{Extension, body::Bytes, extract::State, response::IntoResponse as _};
use chrono::TimeDelta;
use http::StatusCode;
use jobs::Plan;
use kernel::RequestId;
use tenancy::{Store, Ticket};
use uuid::Uuid;

use super::{
    HookTicket,
    notice::{Notice, Signature},
    sql,
};
use crate::{
    attempt::{self, AskGateway, Asked, Entrance as _, ask},
    gateway::Gateways,
    setting,
};

pub async fn notify(
    ticket: Ticket<HookTicket>,
    State(store): State<Store>,
    Extension(gateways): Extension<Gateways>,
    body: Bytes,
) -> web::Result {
    let id = RequestId::new(store.now()).uuid();
    let (signature, attempt) = keep(&ticket, &gateways, id, &body).await?;
    match (signature, attempt) {
        (Signature::Good, Some(attempt)) => {
            act(&ticket, &gateways, id, attempt).await;
            Ok(StatusCode::OK.into_response())
        }
        // Parked: an answer of 404 would only bring it again.
        (Signature::Good, None) => Ok(StatusCode::OK.into_response()),
        (Signature::Bad | Signature::Missing, _) => Ok(StatusCode::FORBIDDEN.into_response()),
        (Signature::Unreadable, _) => Ok(StatusCode::BAD_REQUEST.into_response()),
    }
}

/// The message is in the database, whatever it is.
async fn keep(
    ticket: &Ticket<HookTicket>,
    gateways: &Gateways,
    id: Uuid,
    body: &[u8],
) -> web::Result<(Signature, Option<Uuid>)> {
    let mut tx = ticket.enter().await?;
    if setting::load(&mut tx).await?.id != ticket.subject() {
        return Err(web::Error::missing());
    }
    let keys = setting::valid(&mut tx, gateways.sealer()).await?;
    let notice = Notice::read(body, keys.iter().map(|key| &key.server_key));
    let signature = notice.signature;
    let attempt = match signature {
        Signature::Good => attempt::sql::of_order(&mut tx, &notice.order).await?,
        _ => None,
    };
    sql::insert(&mut tx, id, body, (&notice.order, &notice.said), signature.code(), attempt).await?;
    match (signature, attempt) {
        (Signature::Good, Some(attempt)) => {
            // Should we die before the answer is in the books, the poll finds it.
            let soon = Plan::at(tx.now() + TimeDelta::seconds(30)).only_one(attempt.to_string());
            jobs::later_as(&mut tx, &AskGateway { attempt }, soon).await?;
        }
        (Signature::Good, None) => sql::finish(&mut tx, id, "unknown_order", "").await?,
        _ => {
            tracing::warn!(signature = signature.code(), "a notification was refused");
            sql::finish(&mut tx, id, "refused", signature.code()).await?;
        }
    }
    tx.commit().await?;
    Ok((signature, attempt))
}

/// Asks, and notes what came of it. A fault here is no fault of the message: it is kept, and the poll asks again.
async fn act(ticket: &Ticket<HookTicket>, gateways: &Gateways, message: Uuid, attempt: Uuid) {
    let (outcome, note) = match ask(ticket, gateways, attempt).await {
        Ok(Asked::Changed(_)) => ("applied", String::new()),
        Ok(Asked::Nothing(_)) => ("nothing_new", String::new()),
        Ok(Asked::Silent(why)) => ("waits", why),
        Err(error) => {
            tracing::warn!(%error, %attempt, "a notification waits for the poll");
            ("waits", error.to_string())
        }
    };
    let noted = async {
        let mut tx = ticket.enter().await?;
        sql::finish(&mut tx, message, outcome, &note).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "could not note what became of a notification");
    }
}
