//! The payment gateway (Midtrans) as this room needs it: charge, ask, and nothing else. The only file that knows its wire
//! format; reference/integrations.md §1 is where each rule comes from.

use std::{sync::Arc, time::Duration};

use kernel::Date;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{
    attempt::{Charged, Said, Way, sql::Attempt},
    setting::{Key, Mode, Sealer},
};

/// The gateway waits thirty seconds for our answer to a notification, in which we ask it back.
const PATIENCE: Duration = Duration::from_secs(8);

/// The way to the gateway, and the seal of the keys with which it is asked.
#[derive(Clone, Debug)]
pub struct Gateways(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    sealer: Sealer,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It answered, and said no. The reason is the gateway's.
    Refused(String),
    /// Nobody knows whether the question arrived.
    Silent(String),
}

/// What is charged, and the addresses that go with it.
pub struct Order<'a> {
    pub attempt: &'a Attempt,
    /// Where the gateway sends notifications.
    pub notify: &'a str,
    /// Where its own page sends the payer back to.
    pub finish: &'a str,
}

impl Gateways {
    /// # Errors
    /// When no connection could ever be made: the machine's certificates cannot be read.
    pub fn new(keys: &tenancy::Keys) -> Result<Self, reqwest::Error> {
        // Somebody else may have chosen the same provider before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self(Arc::new(Inner { http, sealer: Sealer::new(keys.derive("checkout.gateway_key")) })))
    }

    pub fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    /// Opens a payment. The order id is single-use, and the same call twice within minutes is one (§1.2).
    pub async fn charge(&self, key: &Key, order: &Order<'_>) -> Result<Charged, Fault> {
        if order.attempt.way == Way::Snap {
            return self.snap(key, order).await;
        }
        let request =
            self.post(key, &format!("{}/v2/charge", core(key)), order).json(&charge_body(order.attempt));
        let answer = said(request).await?;
        match code(&answer) {
            Some(200 | 201) => Ok(charged(&answer)),
            _ => Err(Fault::Refused(message(&answer))),
        }
    }

    async fn snap(&self, key: &Key, order: &Order<'_>) -> Result<Charged, Fault> {
        let address = format!("{}/snap/v1/transactions", app(key));
        let answer = said(self.post(key, &address, order).json(&snap_body(order))).await?;
        match text(&answer, "redirect_url") {
            Some(redirect_url) => Ok(Charged {
                transaction: text(&answer, "token").unwrap_or_default(),
                redirect_url,
                ..Charged::default()
            }),
            None => Err(Fault::Refused(message(&answer))),
        }
    }

    /// What the gateway says about an order; `None` when it knows no such order (yet).
    pub async fn status(&self, key: &Key, order: &str) -> Result<Option<Said>, Fault> {
        let address = format!("{}/v2/{order}/status", core(key));
        let answer = said(self.request(Method::GET, key, &address)).await?;
        let word = text(&answer, "transaction_status");
        match (code(&answer), word) {
            (Some(404), _) => Ok(None),
            // Some answers carry the code of the state (407: expired), so the word counts.
            (_, Some(word)) if text(&answer, "order_id").as_deref() == Some(order) => {
                Ok(Some(of_status(&answer, word)))
            }
            _ => Err(Fault::Refused(message(&answer))),
        }
    }

    fn post(&self, key: &Key, address: &str, order: &Order<'_>) -> RequestBuilder {
        let request =
            self.request(Method::POST, key, address).header("Idempotency-Key", order.attempt.id.to_string());
        // The gateway calls from the internet; only the simulator beside us reaches a plain address.
        let reachable = order.notify.starts_with("https://") || key.mode == Mode::Trial;
        if reachable { request.header("X-Override-Notification", order.notify) } else { request }
    }

    fn request(&self, method: Method, key: &Key, address: &str) -> RequestBuilder {
        let request = self.0.http.request(method, address).basic_auth(&key.server_key, Some(""));
        request.header("Accept", "application/json")
    }
}

/// Hosts of §1.1.
fn core(key: &Key) -> &str {
    match (key.address.as_str(), key.mode) {
        ("", Mode::Production) => "https://api.midtrans.com",
        ("", _) => "https://api.sandbox.midtrans.com",
        (address, _) => address,
    }
}

fn app(key: &Key) -> &str {
    match (key.address.as_str(), key.mode) {
        ("", Mode::Production) => "https://app.midtrans.com",
        ("", _) => "https://app.sandbox.midtrans.com",
        (address, _) => address,
    }
}

/// Sends, and reads the answer whatever its HTTP code: the true one stands in the body (§1.1).
async fn said(request: RequestBuilder) -> Result<Value, Fault> {
    let silent = |error: reqwest::Error| Fault::Silent(error.without_url().to_string());
    let response = request.send().await.map_err(silent)?;
    let status = response.status();
    let bytes = response.bytes().await.map_err(silent)?;
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(answer) if !status.is_server_error() && code(&answer).is_none_or(|code| code < 500) => Ok(answer),
        _ => Err(Fault::Silent(format!("HTTP {}", status.as_u16()))),
    }
}

fn charge_body(attempt: &Attempt) -> Value {
    let mut body = json!({
        "transaction_details": { "order_id": attempt.order, "gross_amount": attempt.total() },
        "item_details": items(attempt),
        "customer_details": { "first_name": attempt.unit_code },
        "custom_expiry": { "expiry_duration": minutes(attempt), "unit": "minute" },
    });
    let (kind, detail) = match attempt.way {
        Way::Qris => ("qris", ("qris", json!({ "acquirer": "gopay" }))),
        Way::Mandiri => (
            "echannel",
            ("echannel", json!({ "bill_info1": "Iuran", "bill_info2": cut(&attempt.unit_code, 30) })),
        ),
        Way::Permata => ("bank_transfer", ("bank_transfer", json!({ "bank": "permata" }))),
        way => ("bank_transfer", ("bank_transfer", json!({ "bank": way.code() }))),
    };
    body["payment_type"] = json!(kind);
    body[detail.0] = detail.1;
    body
}

fn snap_body(order: &Order<'_>) -> Value {
    let attempt = order.attempt;
    json!({
        "transaction_details": { "order_id": attempt.order, "gross_amount": attempt.total() },
        "item_details": items(attempt),
        "customer_details": { "first_name": attempt.unit_code },
        "enabled_payments": ["credit_card", "gopay", "shopeepay", "ovo", "dana", "alfamart", "indomaret"],
        "credit_card": { "secure": true },
        "expiry": { "unit": "minute", "duration": minutes(attempt) },
        "callbacks": { "finish": order.finish },
    })
}

/// They have to sum to the gross amount (§1.3).
fn items(attempt: &Attempt) -> Value {
    let mut items = vec![json!({
        "id": "IURAN", "price": attempt.amount.get(), "quantity": 1,
        "name": cut(&format!("Iuran {}", attempt.unit_code), 50),
    })];
    if attempt.fee.get() > 0 {
        items.push(
            json!({ "id": "BIAYA", "price": attempt.fee.get(), "quantity": 1, "name": "Biaya layanan" }),
        );
    }
    Value::Array(items)
}

fn minutes(attempt: &Attempt) -> i64 {
    attempt.way.life().num_minutes()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn charged(answer: &Value) -> Charged {
    let first_va = answer["va_numbers"][0]["va_number"].as_str().map(str::to_owned);
    let number = first_va.or_else(|| text(answer, "permata_va_number")).or_else(|| text(answer, "bill_key"));
    Charged {
        transaction: text(answer, "transaction_id").unwrap_or_default(),
        qr: text(answer, "qr_string").unwrap_or_default(),
        va_number: number.unwrap_or_default(),
        biller_code: text(answer, "biller_code").unwrap_or_default(),
        redirect_url: String::new(),
    }
}

fn of_status(answer: &Value, word: String) -> Said {
    let day = text(answer, "settlement_time").or_else(|| text(answer, "transaction_time"));
    let day = day.and_then(|time| Date::parse_from_str(time.get(..10)?, "%Y-%m-%d").ok());
    Said {
        status: word,
        fraud: text(answer, "fraud_status").unwrap_or_default(),
        gross: text(answer, "gross_amount").and_then(|amount| rupiah(&amount)),
        currency: text(answer, "currency").unwrap_or_default(),
        refunded: text(answer, "refund_amount").and_then(|amount| rupiah(&amount)).unwrap_or(0),
        settled_on: day,
    }
}

/// `"450000.00"`; cents that are not nought are no amount of ours.
fn rupiah(amount: &str) -> Option<i64> {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, ""));
    let plain = whole.bytes().all(|byte| byte.is_ascii_digit()) && cents.bytes().all(|byte| byte == b'0');
    whole.parse().ok().filter(|_| plain)
}

fn text(answer: &Value, name: &str) -> Option<String> {
    answer.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn code(answer: &Value) -> Option<i64> {
    answer.get("status_code").and_then(Value::as_str)?.parse().ok()
}

fn message(answer: &Value) -> String {
    let first = answer["error_messages"][0].as_str().map(str::to_owned);
    let said = first.or_else(|| text(answer, "status_message")).unwrap_or_else(|| "no reason".to_owned());
    cut(&said, 200)
}

#[cfg(test)]
mod tests {
    use super::rupiah;

    #[test]
    fn an_amount_is_read_with_two_noughts_behind_or_without() {
        assert_eq!((rupiah("450000.00"), rupiah("450000")), (Some(450_000), Some(450_000)));
        for odd in ["4.5e5", "450000.50", "", "-1", "1,000.00", "99999999999999999999"] {
            assert_eq!(rupiah(odd), None, "{odd}");
        }
    }
}
