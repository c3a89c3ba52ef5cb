//! WhatsApp Cloud API: `POST /{version}/{phone number id}/messages` with an approved template, because a household that
//! did not write within 24 hours may be sent nothing else. Source: facebook/openapi business-messaging (Graph v23.0),
//! reference/integrations.md §4.1.

use std::fmt;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Carrier, Carriers, Fault, Message, RemoteId, ask, words};

pub(super) const HOME: &str = "https://graph.facebook.com";
/// The version that was read; Meta keeps each for about two years.
const VERSION: &str = "v23.0";

/// Who sends, and with which template.
#[derive(Clone)]
pub(super) struct Sender {
    /// Of a system user, with `whatsapp_business_messaging`.
    pub token: String,
    /// Not the number: its id in Meta's console.
    pub phone_number_id: String,
    /// Approved in the languages `id` and `en`, category UTILITY, three blanks in its body.
    pub template: String,
}

/// Sends from one number.
pub(super) struct Cloud {
    pub carriers: Carriers,
    pub sender: Sender,
}

#[derive(Deserialize)]
struct Taken {
    messages: Vec<TakenMessage>,
}

#[derive(Deserialize)]
struct TakenMessage {
    id: String,
}

#[derive(Deserialize)]
struct Refused {
    error: Refusal,
}

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    message: String,
}

impl Cloud {
    fn body(&self, message: &Message) -> Value {
        // No line break, tab or row of spaces in a blank: Meta refuses it (132018).
        let blanks: Vec<Value> =
            message.blanks.iter().map(|blank| json!({ "type": "text", "text": one_line(blank) })).collect();
        json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.to.wa_me(),
            "type": "template",
            "template": {
                "name": self.sender.template,
                "language": { "code": message.locale.code() },
                "components": [{ "type": "body", "parameters": blanks }],
            },
        })
    }
}

#[async_trait]
impl Carrier for Cloud {
    async fn send(&self, message: &Message) -> Result<RemoteId, Fault> {
        let url = format!("{}/{VERSION}/{}/messages", self.carriers.0.cloud, self.sender.phone_number_id);
        let request =
            self.carriers.0.client.post(url).bearer_auth(&self.sender.token).json(&self.body(message));
        read(&ask(request).await?)
    }
}

fn read(answer: &Answer) -> Result<RemoteId, Fault> {
    let status = answer.status.as_u16();
    if answer.status.is_success() {
        let taken: Option<Taken> = serde_json::from_slice(&answer.body).ok();
        let id = taken.and_then(|taken| taken.messages.into_iter().next()).map(|message| message.id);
        return id.map(RemoteId).ok_or_else(|| Fault::Unknown("the answer cannot be read".to_owned()));
    }
    match serde_json::from_slice::<Refused>(&answer.body) {
        Ok(refused) => Err(meaning(refused.error.code, status, &refused.error.message)),
        Err(_) if status == 429 => Err(Fault::Later("HTTP 429".to_owned())),
        Err(_) if status == 401 || status == 403 => Err(Fault::Setting(format!("HTTP {status}"))),
        Err(_) if answer.status.is_server_error() => Err(Fault::Unknown(format!("HTTP {status}"))),
        Err(_) => Err(Fault::Never(format!("HTTP {status}"))),
    }
}

/// The table of integrations.md §4.1. A code that it does not know is believed by its HTTP status.
fn meaning(code: i64, status: u16, said: &str) -> Fault {
    let why = format!("{code} {}", words(said));
    match code {
        1 | 2 | 4 | 80_007 | 130_429 | 131_000 | 131_016 | 131_048 | 131_056 => Fault::Later(why),
        131_021 | 131_026 | 131_047 | 131_049 | 131_050 | 130_472 => Fault::Never(why),
        0
        | 3
        | 10
        | 33
        | 100
        | 190
        | 200..=219
        | 368
        | 130_497
        | 131_005
        | 131_008
        | 131_009
        | 131_031
        | 131_042
        | 131_045
        | 132_000..=132_999
        | 133_010 => Fault::Setting(why),
        _ if status == 429 => Fault::Later(why),
        _ if status >= 500 => Fault::Unknown(why),
        _ => Fault::Never(why),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sender({}, {})", self.phone_number_id, self.template)
    }
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cloud({:?})", self.sender)
    }
}
