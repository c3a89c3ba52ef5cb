//! SendGrid's API beside SMTP: the way there, what a letter looks like on its wire, and its signed news about letters.
//! Sources: sendgrid/sendgrid-oai (mail v3, webhooks), reference/integrations.md §3.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::ComplexId;
use reqwest::Client;
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Letter, mailer::Undelivered, mailer::without_addresses};
use crate::outside;

const HOME: &str = "https://api.sendgrid.com";
/// It never takes longer when it works.
const PATIENCE: Duration = Duration::from_secs(20);
/// Everything of a P-256 key in SPKI (RFC 5480) that is the same for all of them.
const SPKI: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// An uncompressed point: 4, x, y.
const POINT_BYTES: usize = 65;

/// The way to SendGrid.
pub(super) struct SendGrid {
    client: Client,
    key: String,
    pub home: String,
}

impl SendGrid {
    pub fn open(key: &str) -> Result<Self, String> {
        Ok(Self { client: outside::client(PATIENCE)?, key: key.to_owned(), home: HOME.to_owned() })
    }

    /// A letter that is sent again after a silence may come twice: there is no idempotency key, and a letter is better
    /// read twice than never.
    pub async fn send(&self, body: &Value) -> Result<(), Undelivered> {
        let request =
            self.client.post(format!("{}/v3/mail/send", self.home)).bearer_auth(&self.key).json(body);
        let answer =
            outside::ask(request).await.map_err(|silence| Undelivered::Later(silence.to_string()))?;
        let status = answer.status.as_u16();
        if answer.status.is_success() {
            return Ok(());
        }
        let why = format!("HTTP {status} {}", reasons(&answer.body)).trim().to_owned();
        // A key that is refused is the operator's to mend, and the letter can wait for it.
        let is_temporary = matches!(status, 401 | 403 | 429) || answer.status.is_server_error();
        Err(if is_temporary { Undelivered::Later(why) } else { Undelivered::Never(why) })
    }
}

fn reasons(body: &[u8]) -> String {
    let said: Option<Value> = serde_json::from_slice(body).ok();
    let errors = said.as_ref().and_then(|said| said["errors"].as_array());
    let reasons: Vec<&str> =
        errors.into_iter().flatten().filter_map(|error| error["message"].as_str()).collect();
    without_addresses(&reasons.join("; "))
}

/// The key with which SendGrid signs its news: base64 of SPKI, as its settings show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsKey([u8; POINT_BYTES]);

impl NewsKey {
    /// None when it is no P-256 key.
    pub fn parse(text: &str) -> Option<Self> {
        let der = STANDARD.decode(text.trim()).ok()?;
        let point: [u8; POINT_BYTES] = der.strip_prefix(&SPKI)?.try_into().ok()?;
        (point[0] == 4).then_some(Self(point))
    }

    /// `signature` and `timestamp` are the headers `X-Twilio-Email-Event-Webhook-Signature` and `-Timestamp`; the body is
    /// as it came, with the line break at its end.
    pub fn signed(&self, signature: &str, timestamp: &str, body: &[u8]) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else { return false };
        let said = [timestamp.as_bytes(), body].concat();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.0).verify(&said, &signature).is_ok()
    }
}

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    Delivered,
    Read,
    /// It did not arrive: no such address, a blocked sender, or an address that SendGrid writes to no more.
    Bounced(String),
    /// Whoever reads it wants no more: `unsubscribe`, `spamreport`.
    Unwanted,
}

/// Which delivery a letter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    pub complex: ComplexId,
    pub delivery: Uuid,
}

/// One sentence about one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub of: Tag,
    pub became: Became,
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    event: String,
    #[serde(default)]
    reason: String,
    /// A mailbox that opens everything by itself.
    #[serde(default)]
    sg_machine_open: bool,
    delivery_id: Option<Uuid>,
    complex_id: Option<Uuid>,
}

/// Of its array all that speaks of letters of ours and says something new. An event that cannot be read does not take the
/// others with it.
///
/// # Errors
/// When it is no JSON array.
pub fn events(body: &[u8]) -> Result<Vec<Event>, serde_json::Error> {
    let said: Vec<Value> = serde_json::from_slice(body)?;
    Ok(said.into_iter().filter_map(|one| event(serde_json::from_value(one).ok()?)).collect())
}

fn event(said: Said) -> Option<Event> {
    let became = match said.event.as_str() {
        "delivered" => Became::Delivered,
        "open" if !said.sg_machine_open => Became::Read,
        "bounce" | "dropped" => Became::Bounced(without_addresses(&said.reason)),
        "spamreport" | "unsubscribe" | "group_unsubscribe" => Became::Unwanted,
        // `processed` and `deferred` say nothing new, `click` is not asked for.
        _ => return None,
    };
    let of = Tag { complex: ComplexId::from_uuid(said.complex_id?), delivery: said.delivery_id? };
    Some(Event { of, became })
}

/// The body of `POST /v3/mail/send`. The delivery goes along, so that the news can name it; no name of a person does.
///
/// # Errors
/// Only when the letter's template is broken.
pub fn body(
    of: Option<Tag>,
    (sender, sender_name): (&str, &str),
    letter: &Letter,
    headers: &[(&'static str, String)],
) -> askama::Result<Value> {
    let mut headers: Map<String, Value> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect();
    // No automatic answer to an automatic letter (RFC 3834).
    headers.insert("Auto-Submitted".to_owned(), Value::from("auto-generated"));
    // A name with a comma or semicolon is refused.
    let name = letter.addressee().replace([',', ';'], " ");
    let mut to = json!({ "to": [{ "email": letter.to.as_str(), "name": name }] });
    if let Some(Tag { complex, delivery }) = of {
        to["custom_args"] =
            json!({ "delivery_id": delivery.to_string(), "complex_id": complex.uuid().to_string() });
    }
    Ok(json!({
        "personalizations": [to],
        "from": { "email": sender, "name": sender_name.replace([',', ';'], " ") },
        "subject": letter.subject_line(),
        "content": [
            { "type": "text/plain", "value": letter.plain() },
            { "type": "text/html", "value": letter.html()? },
        ],
        "headers": headers,
        // Nobody is followed, and a signed link stays the link that we made.
        "tracking_settings": {
            "click_tracking": { "enable": false, "enable_text": false },
            "open_tracking": { "enable": false },
        },
    }))
}

/// The same question as a letter, to the sender, that checks everything and sends nothing.
pub fn rehearsal(sender: &str) -> Value {
    json!({
        "personalizations": [{ "to": [{ "email": sender }] }],
        "from": { "email": sender },
        "subject": "klustera doctor",
        "content": [{ "type": "text/plain", "value": "klustera doctor" }],
        "mail_settings": { "sandbox_mode": { "enable": true } },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // The vector of SendGrid's own SDK; `openssl dgst -sha256 -verify` agrees with it.
    const KEY: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    const SIGNATURE: &str =
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=";
    const BODY: &str = concat!(
        r#"[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","#,
        r#""sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","#,
        r#""sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","#,
        r#""smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]"#,
        "\r\n"
    );

    #[test]
    fn news_is_believed_by_its_signature_over_time_and_bytes() {
        let key = NewsKey::parse(KEY).unwrap();
        assert_eq!(BODY.len(), 327);
        assert!(key.signed(SIGNATURE, "1600112502", BODY.as_bytes()));
        assert!(!key.signed(SIGNATURE, "1600112503", BODY.as_bytes()));
        assert!(!key.signed(SIGNATURE, "1600112502", BODY.trim_end().as_bytes()));
        assert!(!key.signed("", "1600112502", BODY.as_bytes()));
    }

    #[test]
    fn what_is_no_key_of_sendgrid_is_refused_when_it_is_typed() {
        for wrong in ["", "SG.abc", "MFkwEwYHKoZIzj0CAQ==", &KEY[4..]] {
            assert_eq!(NewsKey::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_read_or_is_not_ours_does_not_take_the_others_with_it() {
        let (complex, delivery) = (Uuid::from_u128(3), Uuid::from_u128(7));
        let said = |event: &str| {
            json!({"event":event,"sg_event_id":event,"delivery_id":delivery,"complex_id":complex,"email":"b@x.example",
                   "category":["dues"],"attempt":"1","reason":"550 5.1.1 <b@x.example> unknown user"})
        };
        let mut machine = said("open");
        machine["sg_machine_open"] = true.into();
        let body = json!([
            said("bounce"), machine, said("spamreport"), said("deferred"), said("open"),
            {"event":"bounce","sg_event_id":"another's"}, "nonsense"
        ]);
        let read = events(body.to_string().as_bytes()).unwrap();
        let became: Vec<&Became> = read.iter().map(|event| &event.became).collect();
        let why = Became::Bounced("550 5.1.1 … unknown user".to_owned());
        assert_eq!(became, [&why, &Became::Unwanted, &Became::Read]);
        assert_eq!(read[0].of, Tag { complex: ComplexId::from_uuid(complex), delivery });
        assert!(events(b"{}").is_err());
    }
}
