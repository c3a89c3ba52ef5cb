//! Fonnte: `POST /send` with the device's token. Source: docs.fonnte.com, reference/integrations.md §4.4.
//!
//! It answers 200 to almost everything; whether it took the message stands inside, and the spelling of the keys varies.

use std::fmt;

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Carrier, Carriers, Fault, Message, RemoteId, ask, words};

pub(super) const HOME: &str = "https://api.fonnte.com";
/// Reasons that speak of this message; every other refusal speaks of the sender's token, device or quota.
const ABOUT_THE_MESSAGE: [&str; 2] = ["target invalid", "input invalid"];

/// Sends from one device.
pub(super) struct Fonnte {
    pub carriers: Carriers,
    pub token: String,
}

#[async_trait]
impl Carrier for Fonnte {
    async fn send(&self, message: &Message) -> Result<RemoteId, Fault> {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("target", message.to.wa_me())
            .append_pair("message", &message.text)
            // The number has its country already: nothing is to be put before it.
            .append_pair("countryCode", "0")
            .append_pair("preview", "false")
            .finish();
        let request = self
            .carriers
            .0
            .client
            .post(format!("{}/send", self.carriers.0.fonnte))
            .header("authorization", &self.token) // without "Bearer"
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer = ask(request).await?;
        if answer.status.as_u16() == 429 {
            return Err(Fault::Later("HTTP 429".to_owned()));
        }
        if answer.status.is_server_error() {
            // A proxy in front may have passed the message on before it gave up.
            return Err(Fault::Unknown(format!("HTTP {}", answer.status.as_u16())));
        }
        taken(&answer.body)
    }
}

fn taken(body: &[u8]) -> Result<RemoteId, Fault> {
    let Ok(Value::Object(said)) = serde_json::from_slice(body) else {
        return Err(Fault::Unknown("the answer cannot be read".to_owned()));
    };
    if value(&said, "status").and_then(Value::as_bool) == Some(true) {
        let id = value(&said, "id").and_then(|id| id.get(0).or(Some(id))).and_then(text);
        return id.map(RemoteId).ok_or_else(|| Fault::Unknown("taken without a number".to_owned()));
    }
    let reason = value(&said, "reason").and_then(Value::as_str).unwrap_or("refused without a reason");
    let reason = words(reason);
    if ABOUT_THE_MESSAGE.contains(&reason.to_lowercase().as_str()) {
        Err(Fault::Never(reason))
    } else {
        Err(Fault::Setting(reason))
    }
}

/// Some of its answers spell `Status`.
pub(super) fn value<'v>(said: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    said.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// Its numbers come as text or as numbers.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl fmt::Debug for Fonnte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fonnte(…)")
    }
}
