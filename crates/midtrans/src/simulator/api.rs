//! The gateway's doors, and the simulator's own control doors under `/_simulator`.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Act, Fault, Simulator, instrument,
    ledger::{Ledger, Session},
    qr,
    record::Record,
};
use crate::{Amount, ServerKey};

const ORDER_ID_MOST: usize = 50;

pub(crate) fn routes() -> Router<Simulator> {
    Router::new()
        .route("/v2/charge", post(charge))
        .route("/v2/{id}/status", get(status))
        .route("/v2/{id}/{verb}", post(verb))
        .route("/v2/{id}/refund/online/direct", post(refund))
        .route("/snap/v1/transactions", post(open))
        .route("/snap/v1/transactions/{token}/{verb}", post(close))
        .route("/_simulator/faults", post(add_fault).delete(clear_faults))
        .route("/_simulator/release", post(release))
        .route("/_simulator/deliveries", get(deliveries))
        .layer(middleware::from_fn(hang_up_late))
}

/// Marks an answer that shall never arrive.
#[derive(Clone)]
struct NeverAnswered;

async fn hang_up_late(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.extensions().get::<NeverAnswered>().is_some() {
        std::future::pending::<()>().await;
    }
    response
}

/// Answers in the gateway's way: the true code inside, HTTP 200 around all but 401 and 404.
fn fault(code: u16, message: &str) -> Response {
    let body = json!({ "status_code": code.to_string(), "status_message": message, "id": Uuid::now_v7() });
    let http = match code {
        401 => StatusCode::UNAUTHORIZED,
        404 => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    (http, Json(body)).into_response()
}

/// A call by the merchant: the key first, then the faults, then the work.
fn call(simulator: &Simulator, headers: &HeaderMap, work: impl FnOnce() -> Response) -> Response {
    if !is_merchant(headers, &simulator.settings().server_key) {
        return fault(401, "Transaction cannot be authorized with the current client/server key.");
    }
    simulator.tick();
    let (inside, down, silent) = {
        let faults = &mut simulator.ledger().faults;
        let inside = faults.take(Fault::ErrorInside);
        let down = !inside && faults.take(Fault::ServerError);
        (inside, down, !inside && !down && faults.take(Fault::Timeout))
    };
    if inside {
        return fault(500, "Sorry. Our system is recovering from unexpected issues. Please retry.");
    }
    if down {
        return (StatusCode::SERVICE_UNAVAILABLE, "<html>503 Service Temporarily Unavailable</html>")
            .into_response();
    }
    let mut response = work();
    if silent {
        response.extensions_mut().insert(NeverAnswered);
    }
    response
}

fn is_merchant(headers: &HeaderMap, key: &ServerKey) -> bool {
    let expected = format!("Basic {}", BASE64_STANDARD.encode(format!("{}:", key.expose())));
    headers.get(header::AUTHORIZATION).is_some_and(|given| given.as_bytes() == expected.as_bytes())
}

async fn charge(State(simulator): State<Simulator>, headers: HeaderMap, body: Bytes) -> Response {
    call(&simulator, &headers, || {
        let Ok(request) = serde_json::from_slice::<Value>(&body) else {
            return fault(413, "The request cannot be processed due to malformed syntax in the request body");
        };
        let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        let now = simulator.now();
        if let Some(answer) = key.as_ref().and_then(|key| simulator.ledger().remembered(key, now)) {
            return Json(answer).into_response();
        }
        match create(&simulator, &request, notified_at(&headers, &simulator)) {
            Ok(answer) => {
                if let Some(key) = key {
                    simulator.ledger().remember(key, now, answer.clone());
                }
                Json(answer).into_response()
            }
            Err((code, message)) => fault(code, message),
        }
    })
}

/// Opens the transaction of a charge, or of a method picked on the Snap page.
pub(crate) fn create(
    simulator: &Simulator,
    request: &Value,
    urls: Vec<String>,
) -> Result<Value, (u16, &'static str)> {
    let (order_id, amount) = details(request).map_err(|message| (400, message))?;
    let settings = simulator.settings();
    let id = Uuid::now_v7().to_string();
    let instrument = instrument::of(request, &id, &settings.address, amount.get())
        .ok_or((402, "Payment channel is not activated."))?;
    let now = simulator.now();
    let record = Record {
        payment_type: request["payment_type"].as_str().unwrap_or_default().to_owned(),
        ends: now + life(&request["custom_expiry"], "expiry_duration").unwrap_or(instrument.life),
        instrument: instrument.fields,
        echoed: echoed(request),
        session: None,
        status: "pending",
        fraud: "accept",
        born: now,
        settled: None,
        refunds: Vec::new(),
        id: id.clone(),
        order_id,
        amount,
        urls,
    };
    let answer = {
        let mut ledger = simulator.ledger();
        if ledger.find(&record.order_id).is_some() {
            return Err((
                406,
                "The request could not be completed due to a conflict with the current state of the target resource, please try again: duplicate order ID",
            ));
        }
        let answer = record.charged();
        ledger.add(record);
        answer
    };
    simulator.notify(&id);
    Ok(answer)
}

fn details(request: &Value) -> Result<(String, Amount), &'static str> {
    let details = &request["transaction_details"];
    let order_id = details["order_id"].as_str().ok_or("transaction_details.order_id is required")?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~.".contains(&byte);
    if order_id.is_empty() || order_id.len() > ORDER_ID_MOST || !order_id.bytes().all(allowed) {
        return Err("transaction_details.order_id format is invalid");
    }
    let amount = details["gross_amount"].as_i64().and_then(Amount::rupiah).filter(|amount| amount.get() > 0);
    let amount = amount.ok_or("transaction_details.gross_amount must be a whole number above 0")?;
    if let Some(items) = request["item_details"].as_array() {
        let cost = |item: &Value| item["price"].as_i64()?.checked_mul(item["quantity"].as_i64()?);
        let sum = items.iter().try_fold(0_i64, |sum, item| sum.checked_add(cost(item)?));
        if sum != Some(amount.get()) {
            return Err("transaction_details.gross_amount is not equal to the sum of item_details");
        }
    }
    Ok((order_id.to_owned(), amount))
}

/// `custom_expiry` of Core, `expiry` of Snap.
fn life(expiry: &Value, name: &str) -> Option<TimeDelta> {
    let count = expiry[name].as_i64().filter(|count| (1..=1_000_000).contains(count))?;
    match expiry["unit"].as_str().unwrap_or("minute").trim_end_matches('s') {
        "second" => TimeDelta::try_seconds(count),
        "hour" => TimeDelta::try_hours(count),
        "day" => TimeDelta::try_days(count),
        _ => TimeDelta::try_minutes(count),
    }
}

fn echoed(request: &Value) -> serde_json::Map<String, Value> {
    let names = ["custom_field1", "custom_field2", "custom_field3", "metadata"];
    let found = names.iter().filter_map(|name| Some(((*name).to_owned(), request.get(*name)?.clone())));
    found.collect()
}

/// The override wins; appended addresses join the one of the settings.
fn notified_at(headers: &HeaderMap, simulator: &Simulator) -> Vec<String> {
    let list = |name: &str| -> Vec<String> {
        let text = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        text.split(',').map(str::trim).filter(|url| !url.is_empty()).take(3).map(str::to_owned).collect()
    };
    let instead = list("x-override-notification");
    if !instead.is_empty() {
        return instead;
    }
    let mut urls = list("x-append-notification");
    if !urls.is_empty() {
        urls.extend(simulator.settings().notify.clone());
    }
    urls
}

async fn status(State(simulator): State<Simulator>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    call(&simulator, &headers, || described(&simulator, &id))
}

fn described(simulator: &Simulator, id: &str) -> Response {
    let ledger = simulator.ledger();
    match ledger.find(id) {
        Some(record) => Json(record.described(&simulator.settings().server_key)).into_response(),
        None => fault(404, "Transaction doesn't exist."),
    }
}

async fn verb(
    State(simulator): State<Simulator>,
    Path((id, verb)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let act = match verb.as_str() {
        "cancel" => Act::Cancel,
        "expire" => Act::Expire,
        "approve" => Act::Approve,
        "deny" => Act::Deny,
        "refund" => return refund(State(simulator), Path(id), headers, body).await,
        _ => return fault(404, "The requested resource is not found"),
    };
    call(&simulator, &headers, || acted(&simulator, &id, &act))
}

#[derive(Deserialize)]
struct RefundBody {
    refund_key: Option<String>,
    amount: Option<i64>,
    reason: Option<String>,
}

async fn refund(
    State(simulator): State<Simulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    call(&simulator, &headers, || {
        let Ok(asked) = serde_json::from_slice::<RefundBody>(&body) else {
            return fault(413, "The request cannot be processed due to malformed syntax in the request body");
        };
        let whole = simulator.ledger().find(&id).map_or(0, |it| it.amount.get() - it.refunded());
        let Some(amount) = Amount::rupiah(asked.amount.unwrap_or(whole)) else {
            return fault(414, "Refund amount is not valid");
        };
        let key = asked.refund_key.unwrap_or_else(|| Uuid::now_v7().to_string());
        acted(&simulator, &id, &Act::Refund { key, amount, reason: asked.reason.unwrap_or_default() })
    })
}

fn acted(simulator: &Simulator, id: &str, act: &Act) -> Response {
    match simulator.act(id, act) {
        Ok(()) => described(simulator, id),
        Err(404) => fault(404, "Transaction doesn't exist."),
        Err(406) => fault(406, "Refund key was used for another refund"),
        Err(414) => fault(414, "Refund amount is not valid"),
        Err(code) => fault(code, "Transaction status cannot be updated."),
    }
}

/// The picture needs no key: it is shown to the payer.
pub(crate) async fn picture(State(simulator): State<Simulator>, Path(id): Path<String>) -> Response {
    let text = simulator.ledger().find(&id).map(|record| match record.instrument.get("qr_string") {
        Some(Value::String(text)) => text.clone(),
        _ => format!("{}/_simulator/pay/{id}", simulator.settings().address),
    });
    match text.as_deref().and_then(qr::picture) {
        Some(png) => ([(header::CONTENT_TYPE, "image/png")], png).into_response(),
        None => fault(404, "Transaction doesn't exist."),
    }
}

/// Snap's own errors look different.
fn snap_fault(http: StatusCode, message: &str) -> Response {
    (http, Json(json!({ "error_messages": [message] }))).into_response()
}

async fn open(State(simulator): State<Simulator>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_merchant(&headers, &simulator.settings().server_key) {
        return snap_fault(StatusCode::UNAUTHORIZED, "Access denied, please check client or server key");
    }
    call(&simulator, &headers, || {
        let request: Value = serde_json::from_slice(&body).unwrap_or_default();
        let order_id = match details(&request) {
            Ok((order_id, _)) => order_id,
            Err(message) => return snap_fault(StatusCode::BAD_REQUEST, message),
        };
        let now = simulator.now();
        let mut ledger = simulator.ledger();
        if ledger.find(&order_id).is_some() {
            return snap_fault(
                StatusCode::BAD_REQUEST,
                "transaction_details.order_id has been paid and utilized, please use another order_id",
            );
        }
        let token = Uuid::now_v7().to_string();
        let redirect = format!("{}/snap/v4/redirection/{token}", simulator.settings().address);
        ledger.open(token.clone(), session(request, order_id, notified_at(&headers, &simulator), now));
        (StatusCode::CREATED, Json(json!({ "token": token, "redirect_url": redirect }))).into_response()
    })
}

fn session(request: Value, order_id: String, urls: Vec<String>, now: DateTime<Utc>) -> Session {
    let life = life(&request["page_expiry"], "duration").or_else(|| life(&request["expiry"], "duration"));
    let ends = now + life.unwrap_or(TimeDelta::hours(24));
    Session { request, urls, order_id, transaction: None, ends, closed: false }
}

async fn close(
    State(simulator): State<Simulator>,
    Path((token, verb)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    call(&simulator, &headers, || {
        let act = match verb.as_str() {
            "cancel" => Act::Cancel,
            "expire" => Act::Expire,
            _ => return snap_fault(StatusCode::NOT_FOUND, "not found"),
        };
        let transaction = match simulator.ledger().session_mut(&token) {
            Some(session) => {
                session.closed = true;
                session.transaction.clone()
            }
            None => return snap_fault(StatusCode::NOT_FOUND, "token not found"),
        };
        match transaction {
            Some(id) => acted(&simulator, &id, &act),
            None => Json(json!({ "status_code": "200", "status_message": "Success" })).into_response(),
        }
    })
}

#[derive(Deserialize)]
struct FaultBody {
    fault: Fault,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

async fn add_fault(State(simulator): State<Simulator>, Json(asked): Json<FaultBody>) -> StatusCode {
    simulator.inject(asked.fault, asked.times);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(simulator): State<Simulator>) -> StatusCode {
    let ledger: &mut Ledger = &mut simulator.ledger();
    ledger.faults.clear();
    StatusCode::NO_CONTENT
}

async fn release(State(simulator): State<Simulator>) -> StatusCode {
    simulator.release();
    StatusCode::NO_CONTENT
}

async fn deliveries(State(simulator): State<Simulator>) -> Response {
    Json(simulator.deliveries()).into_response()
}
