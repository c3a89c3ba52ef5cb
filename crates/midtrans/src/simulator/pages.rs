//! The pages on which a tester plays the payer. Plain forms, no JavaScript.

use axum::{
    Form, Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Act, Simulator, api, ledger::Session, record::Record, view};
use crate::Amount;

/// What the payer of one payment sees.
pub(crate) fn payer() -> Router<Simulator> {
    Router::new()
        .route("/snap/v4/redirection/{token}", get(snap).post(pick))
        .route("/v2/qris/{id}/qr-code", get(api::picture))
        .route("/v2/gopay/{id}/qr-code", get(api::picture))
        .route("/_simulator/pay/{id}", get(show).post(act))
        .route("/_simulator/tokens.css", get(style))
}

/// Every payment at once.
pub(crate) fn control() -> Router<Simulator> {
    Router::new().route("/_simulator", get(list))
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("tokens.css")).into_response()
}

async fn list(State(simulator): State<Simulator>) -> Html<String> {
    simulator.tick();
    let ledger = simulator.ledger();
    Html(view::list(simulator.settings().address.as_str(), simulator.base(), &ledger.latest(200)))
}

async fn show(State(simulator): State<Simulator>, Path(id): Path<String>) -> Response {
    simulator.tick();
    match simulator.ledger().find(&id) {
        Some(record) => Html(view::payment(simulator.base(), record, None)).into_response(),
        None => missing(&simulator),
    }
}

fn missing(simulator: &Simulator) -> Response {
    let page = view::sentence(simulator.base(), "Pembayaran ini tidak ada di simulator.");
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

#[derive(Deserialize)]
struct Played {
    act: String,
    #[serde(default)]
    amount: String,
}

impl Played {
    /// The buttons of the page.
    fn act(&self, left: i64) -> Option<Act> {
        Some(match self.act.as_str() {
            "settle" => Act::Settle,
            "deny" => Act::Deny,
            "deny-late" => Act::DenyLate,
            "expire" => Act::Expire,
            "cancel" => Act::Cancel,
            "challenge" => Act::Challenge,
            "approve" => Act::Approve,
            "chargeback" => Act::Chargeback,
            "refund" => Act::Refund {
                key: Uuid::now_v7().to_string(),
                amount: if self.amount.is_empty() {
                    Amount::rupiah(left)?
                } else {
                    Amount::parse(&self.amount).ok()?
                },
                reason: "Dikembalikan di simulator".to_owned(),
            },
            _ => return None,
        })
    }
}

async fn act(
    State(simulator): State<Simulator>,
    Path(id): Path<String>,
    Form(played): Form<Played>,
) -> Response {
    simulator.tick();
    let left = simulator.ledger().find(&id).map_or(0, |it| it.amount.get() - it.refunded());
    let done = played.act(left).ok_or(414).and_then(|act| simulator.act(&id, &act));
    match done {
        Ok(()) => Redirect::to(&after(&simulator, &id)).into_response(),
        Err(404) => missing(&simulator),
        Err(code) => match simulator.ledger().find(&id) {
            Some(record) => {
                let page = view::payment(simulator.base(), record, Some(view::refusal(code)));
                (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
            }
            None => missing(&simulator),
        },
    }
}

/// Back to the Snap page where there is one, since only it leads back to the merchant.
fn after(simulator: &Simulator, id: &str) -> String {
    let session = simulator.ledger().find(id).and_then(|record| record.session.clone());
    match session {
        Some(token) => format!("{}/snap/v4/redirection/{token}", simulator.base()),
        None => format!("{}/_simulator/pay/{id}", simulator.base()),
    }
}

async fn snap(State(simulator): State<Simulator>, Path(token): Path<String>) -> Response {
    simulator.tick();
    let now = simulator.now();
    let ledger = simulator.ledger();
    let Some(session) = ledger.session(&token) else { return missing(&simulator) };
    if let Some(record) = session.transaction.as_deref().and_then(|id| ledger.find(id)) {
        return Html(view::session_payment(simulator.base(), record, &finish(session, record)))
            .into_response();
    }
    if session.closed || now >= session.ends {
        let page = view::sentence(simulator.base(), "Halaman pembayaran ini sudah tidak berlaku.");
        return (StatusCode::GONE, Html(page)).into_response();
    }
    Html(view::methods(simulator.base(), &token, session)).into_response()
}

/// Where the merchant wants the payer back. A hint for display only.
fn finish(session: &Session, record: &Record) -> String {
    let url = session.request["callbacks"]["finish"].as_str().filter(|url| url.starts_with("http"));
    let Some(url) = url else { return String::new() };
    let sign = if url.contains('?') { '&' } else { '?' };
    let (order, code, status) = (&session.order_id, record.code(), record.status);
    format!("{url}{sign}order_id={order}&status_code={code}&transaction_status={status}")
}

#[derive(Deserialize)]
struct Picked {
    method: String,
}

async fn pick(
    State(simulator): State<Simulator>,
    Path(token): Path<String>,
    Form(picked): Form<Picked>,
) -> Response {
    let now = simulator.now();
    let opened = simulator.ledger().session(&token).cloned();
    let Some(session) = opened else { return missing(&simulator) };
    let back = Redirect::to(&format!("{}/snap/v4/redirection/{token}", simulator.base())).into_response();
    if session.transaction.is_some() || session.closed || now >= session.ends {
        return back;
    }
    let Some(request) = charge_of(&session, &picked.method) else { return back };
    match api::create(&simulator, &request, session.urls.clone()) {
        Ok(answer) => {
            let id = answer["transaction_id"].as_str().unwrap_or_default();
            let mut ledger = simulator.ledger();
            if let Some(session) = ledger.session_mut(&token) {
                session.transaction = Some(id.to_owned());
            }
            if let Some(record) = ledger.find_mut(id) {
                record.session = Some(token);
            }
            back
        }
        Err((code, _)) => {
            let page = view::sentence(simulator.base(), view::refusal(code));
            (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
        }
    }
}

/// The charge that Snap makes for the payer.
fn charge_of(session: &Session, method: &str) -> Option<Value> {
    if !view::offered(session).any(|(code, _)| code == method) {
        return None;
    }
    let mut request = session.request.clone();
    let (kind, detail) = match method {
        "credit_card" | "gopay" | "shopeepay" | "dana" | "echannel" => (method, json!({})),
        "ovo" => ("ovo", json!({ "payer_phone_number": "6281200000000" })),
        "other_qris" => ("qris", json!({ "acquirer": "gopay" })),
        "indomaret" | "alfamart" => ("cstore", json!({ "store": method })),
        bank => ("bank_transfer", json!({ "bank": bank.strip_suffix("_va")? })),
    };
    request["payment_type"] = json!(kind);
    request[kind] = detail;
    let minutes = &session.request["expiry"];
    if minutes.is_object() {
        request["custom_expiry"] = json!({ "expiry_duration": minutes["duration"], "unit": minutes["unit"] });
    }
    Some(request)
}
