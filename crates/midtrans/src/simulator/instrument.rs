//! What each method hands to the payer: numbers, codes and addresses. Source: docs.midtrans.com, the page of each method.

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::qr;

/// Name of the action that leads to the tester's page.
pub(crate) const PLAY: &str = "simulator-pay";

/// The method's part of the answer, and how long it lives unless the charge says otherwise.
pub(crate) struct Instrument {
    pub fields: Map<String, Value>,
    pub life: TimeDelta,
}

/// `None` for a payment type that nobody activated: the gateway's 402.
pub(crate) fn of(request: &Value, id: &str, address: &str, amount: i64) -> Option<Instrument> {
    let day = TimeDelta::hours(24);
    let quarter = TimeDelta::minutes(15);
    let (fields, life) = match request["payment_type"].as_str()? {
        "bank_transfer" => (bank(request["bank_transfer"]["bank"].as_str()?, request, id)?, day),
        "echannel" => (json!({ "bill_key": digits(id, 12), "biller_code": "70012" }), day),
        "qris" => (qris(request, id, address, amount), quarter),
        "gopay" => (json!({ "actions": gopay(id, address) }), quarter),
        "shopeepay" => (
            json!({ "channel_response_code": "0", "channel_response_message": "success",
                    "actions": [action("deeplink-redirect", "GET", page(id, address))] }),
            quarter,
        ),
        "ovo" => {
            let phone = request["ovo"]["payer_phone_number"].as_str()?;
            (
                json!({ "payer_phone_number": phone, "merchant_invoice": digits(id, 10) }),
                TimeDelta::seconds(65),
            )
        }
        "dana" => (json!({ "actions": [action("deeplink-redirect", "GET", page(id, address))] }), quarter),
        "cstore" => {
            let store =
                request["cstore"]["store"].as_str().filter(|it| ["indomaret", "alfamart"].contains(it))?;
            (json!({ "store": store, "payment_code": digits(id, 14) }), day)
        }
        "credit_card" => (
            json!({ "masked_card": "48111111-1114", "bank": "bni", "card_type": "credit",
                    "redirect_url": page(id, address) }),
            day,
        ),
        _ => return None,
    };
    match fields {
        Value::Object(mut fields) => {
            // The one thing that the real gateway does not say: where a tester plays the payer.
            let play = action(PLAY, "GET", page(id, address));
            match fields.entry("actions").or_insert_with(|| json!([])) {
                Value::Array(actions) => actions.push(play),
                _ => return None,
            }
            Some(Instrument { fields, life })
        }
        _ => None,
    }
}

fn bank(bank: &str, request: &Value, id: &str) -> Option<Value> {
    let wanted = request["bank_transfer"]["va_number"].as_str().unwrap_or_default();
    match bank {
        "permata" => Some(json!({ "permata_va_number": format!("8562{}", digits(id, 12)) })),
        "bca" | "bni" | "bri" | "cimb" | "danamon" | "bsi" => {
            let tail = if wanted.is_empty() { digits(id, 11) } else { wanted.to_owned() };
            Some(json!({ "va_numbers": [{ "bank": bank, "va_number": format!("8127{tail}") }] }))
        }
        _ => None,
    }
}

fn qris(request: &Value, id: &str, address: &str, amount: i64) -> Value {
    let acquirer = request["qris"]["acquirer"].as_str().unwrap_or("gopay");
    json!({
        "acquirer": acquirer, "qr_string": qr::payload(amount, &digits(id, 12)),
        "actions": [action("generate-qr-code", "GET", format!("{address}/v2/qris/{id}/qr-code"))],
    })
}

fn gopay(id: &str, address: &str) -> Value {
    json!([
        action("generate-qr-code", "GET", format!("{address}/v2/gopay/{id}/qr-code")),
        action("deeplink-redirect", "GET", page(id, address)),
        action("get-status", "GET", format!("{address}/v2/{id}/status")),
        action("cancel", "POST", format!("{address}/v2/{id}/cancel")),
    ])
}

/// The page on which the tester pays.
fn page(id: &str, address: &str) -> String {
    format!("{address}/_simulator/pay/{id}")
}

fn action(name: &str, method: &str, url: String) -> Value {
    json!({ "name": name, "method": method, "url": url })
}

/// Digits that belong to this transaction and to hardly any other.
fn digits(id: &str, count: usize) -> String {
    let number = id
        .bytes()
        .filter(|byte| *byte != b'-')
        .fold(7_u128, |sum, byte| sum.wrapping_mul(31).wrapping_add(u128::from(byte)));
    let text = format!("{number:020}");
    text[text.len() - count..].to_owned()
}
