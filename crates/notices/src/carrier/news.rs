//! What a service says later about messages that it took. Pure: who may say it, and what is said.
//!
//! Both repeat themselves and neither keeps an order, so whoever applies this moves a delivery forward only.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::{fonnte, words};

/// How far a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Sent,
    Delivered,
    Read,
    Failed,
}

/// One sentence about one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// As the message was called when it was taken.
    pub remote: String,
    pub step: Step,
    /// Empty unless it failed.
    pub reason: String,
}

impl News {
    /// A name that a carrier gives; no database keeps a zero byte.
    fn is_named(&self) -> bool {
        (1..=200).contains(&self.remote.chars().count()) && !self.remote.contains('\0')
    }
}

/// Meta's answer to its question whether this address is ours: the challenge, when it knows our word.
pub fn challenge<'q>(mode: &str, word: &str, challenge: &'q str, ours: &str) -> Option<&'q str> {
    let is_ours = bool::from(word.as_bytes().ct_eq(ours.as_bytes()));
    (mode == "subscribe" && is_ours && !ours.is_empty()).then_some(challenge)
}

/// `X-Hub-Signature-256: sha256=…`, the HMAC of the body as it came under the app's secret.
pub fn is_signed(secret: &str, body: &[u8], header: &str) -> bool {
    let Some(signature) = header.strip_prefix("sha256=").and_then(|text| hex::decode(text).ok()) else {
        return false;
    };
    if secret.is_empty() {
        return false;
    }
    let mut mac: Hmac<Sha256> =
        Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}

#[derive(Deserialize)]
struct CloudBody {
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    value: Changed,
}

#[derive(Default, Deserialize)]
struct Changed {
    #[serde(default)]
    statuses: Vec<Status>,
}

#[derive(Deserialize)]
struct Status {
    id: String,
    status: String,
    #[serde(default)]
    errors: Vec<StatusError>,
}

#[derive(Deserialize)]
struct StatusError {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    title: String,
}

/// Of Meta's message everything that speaks of messages of ours; what people write to us is not kept.
///
/// # Errors
/// When it is not JSON of this shape.
pub fn of_cloud(body: &[u8]) -> Result<Vec<News>, serde_json::Error> {
    let body: CloudBody = serde_json::from_slice(body)?;
    let changes = body.entry.into_iter().flat_map(|entry| entry.changes);
    let statuses = changes.flat_map(|change| change.value.statuses);
    Ok(statuses.filter_map(cloud_news).filter(News::is_named).collect())
}

fn cloud_news(said: Status) -> Option<News> {
    let step = match said.status.as_str() {
        "sent" => Step::Sent,
        "delivered" => Step::Delivered,
        "read" => Step::Read,
        "failed" => Step::Failed,
        _ => return None, // a word that came to be after this was written
    };
    let error = said.errors.into_iter().next().filter(|_| step == Step::Failed);
    let reason = error.map(|error| format!("{} {}", error.code, words(&error.title))).unwrap_or_default();
    Some(News { remote: said.id, step, reason })
}

/// Fonnte sends one message's news at a time; the name of the message is in `id` or in `stateid`, and the word in
/// `state` or in `status`. Its address is secret, because nothing is signed.
///
/// # Errors
/// When it is no JSON object.
pub fn of_fonnte(body: &[u8]) -> Result<Option<News>, serde_json::Error> {
    let said: Map<String, Value> = serde_json::from_slice(body)?;
    let value = |key: &str| fonnte::value(&said, key).and_then(fonnte::text);
    let Some(remote) = value("id").or_else(|| value("stateid")) else { return Ok(None) };
    // `state` is how far it came on the recipient's telephone; `status` how far at the gateway.
    let steps = [value("state"), value("status")];
    let news = steps.into_iter().flatten().find_map(|word| Some((fonnte_step(&word)?, word)));
    let news = news.map(|(step, word)| {
        let reason = if step == Step::Failed { words(&word) } else { String::new() };
        News { remote, step, reason }
    });
    Ok(news.filter(News::is_named))
}

/// `pending`, `waiting` and `processing` say nothing new.
fn fonnte_step(word: &str) -> Option<Step> {
    match word.to_lowercase().as_str() {
        "sent" => Some(Step::Sent),
        "delivered" => Some(Step::Delivered),
        "read" => Some(Step::Read),
        "invalid" | "expired" | "failed" | "url unreachable" => Some(Step::Failed),
        _ => None,
    }
}
