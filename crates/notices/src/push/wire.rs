//! One message to one browser: sealed for it alone, signed with our key, and what its service says.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use kernel::Instant;
use reqwest::{Client, StatusCode};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tenancy::Store;
use web_push_native::{Auth, WebPushBuilder, p256::PublicKey};

use super::{
    endpoint,
    key::{VapidKey, contact},
    sql::Browser,
};
use crate::{
    carrier::Carriers,
    outbox::{Facts, Kind},
    outside,
};

/// For so long a service keeps a message for a telephone that is off; afterwards it is no news.
const LIVES: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// Title and text are read on a locked screen, and services take four kilobytes at most with everything.
const MOST_TITLE: usize = 120;
const MOST_TEXT: usize = 300;

/// What a browser shows.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    title: String,
    body: String,
    /// Where it opens; on this site, so without its name.
    url: String,
    /// A newer message about the same thing replaces the older one, with the service and on the screen.
    tag: String,
    #[serde(skip)]
    is_urgent: bool,
}

impl Message {
    pub fn new(title: &str, text: &str, url: &str) -> Self {
        let (title, body) = (shortened(title, MOST_TITLE), shortened(text, MOST_TEXT));
        Self { title, body, url: url.to_owned(), tag: String::new(), is_urgent: false }
    }

    /// `scope` is the complex and the house: bills and reminders of one house replace each other, and other notices those
    /// that speak of the same document.
    #[must_use]
    pub fn about(mut self, kind: Kind, facts: &Facts, scope: &str) -> Self {
        let thing = if kind.is_money() { "money" } else { kind.code() };
        let number = if kind.is_money() { "" } else { facts.number.as_str() };
        let hash = Sha256::digest(format!("{scope}\n{thing}\n{number}"));
        // At most 32 characters of base64url, RFC 8030 §5.4.
        self.tag = BASE64_URL_SAFE_NO_PAD.encode(&hash[..24]);
        self.is_urgent = kind.is_urgent();
        self
    }
}

fn shortened(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    if short.len() < text.len() { format!("{}…", short.trim_end()) } else { short }
}

/// What became of a message to one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Taken,
    /// There is no such browser any more.
    Gone,
    /// Another try may succeed. A second message replaces the first, so it does not matter whether that one went.
    Later(String),
    Never(String),
}

/// The way to the push services, with our key.
pub struct Wire {
    client: Client,
    home: Option<String>,
    key: VapidKey,
    contact: String,
}

impl Wire {
    pub fn new(carriers: &Carriers, store: &Store) -> Self {
        let (client, home) = (carriers.client(), carriers.push_home().map(str::to_owned));
        Self { client, home, key: VapidKey::of(store.keys()), contact: contact(store.site()) }
    }

    pub async fn send(&self, browser: &Browser, message: &Message, at: Instant) -> Outcome {
        let Some(url) = endpoint::parse(&browser.endpoint, self.home.as_deref()) else {
            return Outcome::Never("not an address of a push service".to_owned());
        };
        let Some(sealed) = sealed(browser, message) else {
            return Outcome::Never("the browser's key cannot be used".to_owned());
        };
        let allowed = self.key.authorization(&endpoint::audience(&url), &self.contact, at);
        let (head, body) = sealed.into_parts();
        let request = self
            .client
            .post(url)
            .headers(head.headers)
            .header("Urgency", if message.is_urgent { "high" } else { "normal" })
            .header("Topic", &message.tag)
            .header("Authorization", allowed)
            .body(body);
        match outside::ask(request).await {
            Ok(answer) => meaning(answer.status),
            Err(silence) => Outcome::Later(silence.to_string()),
        }
    }
}

fn sealed(browser: &Browser, message: &Message) -> Option<http::Request<Vec<u8>>> {
    let point = PublicKey::from_sec1_bytes(&browser.p256dh).ok()?;
    let auth: [u8; 16] = browser.auth.as_slice().try_into().ok()?;
    let uri = browser.endpoint.parse().ok()?;
    let builder = WebPushBuilder::new(uri, point, Auth::from(auth)).with_valid_duration(LIVES);
    builder.build(serde_json::to_vec(message).ok()?).ok()
}

/// The service's words are not kept: they may repeat the address, which is a secret.
fn meaning(status: StatusCode) -> Outcome {
    let why = format!("HTTP {}", status.as_u16());
    match status.as_u16() {
        200..=299 => Outcome::Taken,
        404 | 410 => Outcome::Gone,
        408 | 429 | 500..=599 => Outcome::Later(why),
        _ => Outcome::Never(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_message_fits_into_what_services_take() {
        let url = format!("/k/melati/{}", "a".repeat(900));
        let message = Message::new(&"\u{1}".repeat(9_000), &"𝄞".repeat(9_000), &url);
        let message = message.about(Kind::Announcement, &Facts::default(), "melati");
        let bytes = serde_json::to_vec(&message).unwrap().len();
        assert!(bytes <= 3_500, "{bytes}");
    }

    #[test]
    fn a_reminder_replaces_the_bill_and_an_announcement_only_itself() {
        let tag = |kind: Kind, number: &str| {
            let facts = Facts { number: number.to_owned(), ..Facts::default() };
            Message::new("", "", "/").about(kind, &facts, "melati A-12").tag
        };
        assert_eq!(tag(Kind::InvoiceIssued, "INV-1"), tag(Kind::DuesReminder, ""));
        assert_eq!(tag(Kind::Announcement, "P-1"), tag(Kind::Announcement, "P-1"));
        assert_ne!(tag(Kind::Announcement, "P-1"), tag(Kind::Announcement, "P-2"));
        assert_eq!(tag(Kind::Announcement, "P-1").len(), 32);
    }

    #[test]
    fn what_a_service_says_decides_about_the_next_try() {
        let of = |status: u16| meaning(StatusCode::from_u16(status).unwrap());
        assert_eq!(of(201), Outcome::Taken);
        assert_eq!(of(410), Outcome::Gone);
        assert_eq!(of(503), Outcome::Later("HTTP 503".to_owned()));
        assert_eq!(of(403), Outcome::Never("HTTP 403".to_owned()));
        assert_eq!(of(302), Outcome::Never("HTTP 302".to_owned()), "nobody is followed elsewhere");
    }
}
