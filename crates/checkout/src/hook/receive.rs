//! One notification: stored and committed before anything else, then confirmed by a question, then answered. When many
//! come at once, the answer no longer waits for the question.
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
    attempt::{self, AskGateway, Asked, Entrance as _, Question},
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
    let (signature, question) = keep(&ticket, &gateways, id, &body).await?;
    match signature {
        Signature::Good => {
            if let Some(question) = question {
                act(ticket, gateways, question).await;
            }
            // Of an order that we do not know too: an answer of 404 would only bring it again.
            Ok(StatusCode::OK.into_response())
        }
        Signature::Bad | Signature::Missing => Ok(StatusCode::FORBIDDEN.into_response()),
        Signature::Unreadable => Ok(StatusCode::BAD_REQUEST.into_response()),
    }
}

/// The message is in the database, whatever it is. A question if it is the gateway's and about an attempt of ours.
async fn keep(
    ticket: &Ticket<HookTicket>,
    gateways: &Gateways,
    id: Uuid,
    body: &[u8],
) -> web::Result<(Signature, Option<Question>)> {
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
    let subject = attempt.as_ref().map(|attempt| attempt.id);
    sql::insert(&mut tx, id, body, (&notice.order, &notice.said), signature.code(), subject).await?;
    match (signature, subject) {
        (Signature::Good, Some(attempt)) => {
            // Should we die before the answer is in the books, the poll finds it.
            let soon = Plan::at(tx.now() + TimeDelta::seconds(30)).only_one(attempt.to_string());
            jobs::later_as(&mut tx, &AskGateway { attempt }, soon).await?;
        }
        (Signature::Good, None) => sql::finish(&mut tx, &[id], "unknown_order", "").await?,
        _ => {
            tracing::warn!(signature = signature.code(), "a notification was refused");
            sql::finish(&mut tx, &[id], "refused", signature.code()).await?;
        }
    }
    tx.commit().await?;
    let question = attempt.and_then(|attempt| {
        let key = keys.into_iter().find(|key| key.mode == attempt.mode)?;
        Some(Question { attempt, key, messages: vec![id] })
    });
    Ok((signature, question))
}

/// Asks now; behind the answer when several are being asked already, as on the evening of the tenth, when the gateway
/// should not wait for the payments of others.
async fn act(ticket: Ticket<HookTicket>, gateways: Gateways, question: Question) {
    match gateways.desk().try_acquire_owned() {
        Ok(_seat) => ask(&ticket, &gateways, &question).await,
        Err(_) => drop(tokio::spawn(async move {
            if let Ok(_seat) = gateways.desk().acquire_owned().await {
                ask(&ticket, &gateways, &question).await;
            }
        })),
    }
}

/// A fault here is no fault of the message: it is kept, and the poll asks again.
async fn ask(ticket: &Ticket<HookTicket>, gateways: &Gateways, question: &Question) {
    let why = match attempt::put(ticket, gateways, question).await {
        Ok(Asked::Changed(_) | Asked::Nothing(_)) => return,
        Ok(Asked::Silent(why)) => why,
        Err(error) => {
            tracing::warn!(%error, attempt = %question.attempt.id, "a notification waits for the poll");
            error.to_string()
        }
    };
    let noted = async {
        let mut tx = ticket.enter().await?;
        sql::finish(&mut tx, &question.messages, "waits", &why).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "could not note why a notification waits");
    }
}
