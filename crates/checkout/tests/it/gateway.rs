//! A gateway on loopback: charges, answers questions, signs messages, and is silent or wrong when a test says so.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::{get, post},
};
use http::StatusCode;
use serde_json::{Value, json};

pub const KEY: &str = "SB-Mid-server-UJI0001";
const QR: &str = "00020101021226650016ID.CO.CONTOH.WWW01189360000000000000170212KLS0000000010303UMI51440014ID.CO.QRIS.WWW0215ID10203040506070303UMI52048641530336054061502375802ID5914KLUSTER CONTOH6005BOGOR61051611062070703A016304AB76";

/// What it knows of an order.
#[derive(Clone, Debug)]
pub struct Known {
    pub status: String,
    pub gross: String,
    pub currency: String,
    pub refunded: i64,
}

#[derive(Default)]
struct Inner {
    orders: HashMap<String, Known>,
    silent: bool,
    charges: Vec<Value>,
}

#[derive(Clone, Default)]
pub struct Gateway(Arc<Mutex<Inner>>);

impl Gateway {
    /// Listens, and answers its address.
    pub async fn start(&self) -> String {
        let app = Router::new()
            .route("/v2/charge", post(charge))
            .route("/v2/{order}/status", get(status))
            .route("/snap/v1/transactions", post(snap))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}")
    }

    pub fn says(&self, order: &str, status: &str) {
        self.change(order, |known| known.status = status.to_owned());
    }

    pub fn change(&self, order: &str, how: impl FnOnce(&mut Known)) {
        how(self.0.lock().unwrap().orders.get_mut(order).unwrap());
    }

    pub fn fall_silent(&self) {
        self.0.lock().unwrap().silent = true;
    }

    pub fn speak(&self) {
        self.0.lock().unwrap().silent = false;
    }

    pub fn charges(&self) -> Vec<Value> {
        self.0.lock().unwrap().charges.clone()
    }

    /// A signed message with this word, whatever is true.
    pub fn message(&self, order: &str, word: &str) -> Value {
        let gross = self.0.lock().unwrap().orders.get(order).map(|known| known.gross.clone());
        signed(order, &gross.unwrap_or_else(|| "150000.00".to_owned()), word, KEY)
    }
}

pub fn signed(order: &str, gross: &str, word: &str, key: &str) -> Value {
    let signature = midtrans::signature(order, "200", gross, &midtrans::ServerKey::new(key));
    json!({
        "order_id": order, "status_code": "200", "gross_amount": gross, "transaction_status": word,
        "signature_key": signature,
    })
}

async fn charge(State(gateway): State<Gateway>, Json(body): Json<Value>) -> (StatusCode, Json<Value>) {
    let mut inner = gateway.0.lock().unwrap();
    if inner.silent {
        return (StatusCode::BAD_GATEWAY, Json(json!({})));
    }
    let order = body["transaction_details"]["order_id"].as_str().unwrap().to_owned();
    let gross = format!("{}.00", body["transaction_details"]["gross_amount"]);
    let known =
        Known { status: "pending".to_owned(), gross: gross.clone(), currency: "IDR".to_owned(), refunded: 0 };
    inner.orders.insert(order.clone(), known);
    inner.charges.push(body.clone());
    let mut answer = json!({
        "status_code": "201", "transaction_id": "t-1", "order_id": order, "gross_amount": gross,
        "transaction_status": "pending",
    });
    match body["payment_type"].as_str() {
        Some("qris") => answer["qr_string"] = json!(QR),
        Some("echannel") => {
            answer["bill_key"] = json!("990000000001");
            answer["biller_code"] = json!("70012");
        }
        _ => answer["va_numbers"] = json!([{ "bank": "bca", "va_number": "812785000000001" }]),
    }
    (StatusCode::OK, Json(answer))
}

async fn snap(State(gateway): State<Gateway>, Json(body): Json<Value>) -> (StatusCode, Json<Value>) {
    gateway.0.lock().unwrap().charges.push(body);
    let answer =
        json!({ "token": "s-1", "redirect_url": "https://app.sandbox.midtrans.com/snap/v4/redirection/s-1" });
    (StatusCode::CREATED, Json(answer))
}

async fn status(State(gateway): State<Gateway>, Path(order): Path<String>) -> (StatusCode, Json<Value>) {
    let inner = gateway.0.lock().unwrap();
    if inner.silent {
        return (StatusCode::BAD_GATEWAY, Json(json!({})));
    }
    let Some(known) = inner.orders.get(&order) else {
        // HTTP 200 with the error inside, as the real one often does.
        return (
            StatusCode::OK,
            Json(json!({ "status_code": "404", "status_message": "Transaction doesn't exist." })),
        );
    };
    let code = if known.status == "expire" { "407" } else { "200" };
    let mut answer = json!({
        "status_code": code, "order_id": order, "transaction_status": known.status, "gross_amount": known.gross,
        "currency": known.currency, "fraud_status": "accept", "settlement_time": "2026-11-22 07:30:00",
    });
    if known.refunded > 0 {
        answer["refund_amount"] = json!(format!("{}.00", known.refunded));
    }
    (StatusCode::OK, Json(answer))
}
