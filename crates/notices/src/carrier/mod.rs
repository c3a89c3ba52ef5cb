//! The wires by which a message leaves for WhatsApp, and what their owners say of it afterwards.
//!
//! - `fonnte`: an Indonesian gateway that drives an ordinary WhatsApp account. `cloud`: Meta's own API, with templates.
//! - `news`: what either says later about a message (sent, delivered, read, failed); `hook`: where it is brought.
//! - `key`: tokens and secrets, sealed. `wish`, `pages`, `api`: what a complex sets, and the message that tries it out.
//!
//! Deliberately absent: when a message goes out and whether it is still wanted (`outbox`), and `wa.me` links, which need
//! nobody's contract. Source of every rule: reference/integrations.md §4.

pub(crate) mod api;
mod cloud;
mod cost;
mod fonnte;
mod hook;
mod key;
mod news;
mod pages;
pub(crate) mod sql;
#[cfg(test)]
mod tests;
mod wire;
mod wish;

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
pub use cost::{Cost, cost};
use kernel::{Locale, PhoneNumber};
use reqwest::{Client, RequestBuilder};
pub use sql::is_on as has_carrier;
use tenancy::{Routes, Store};
pub(crate) use wire::wire;

use crate::outside::{self, Answer, Silence};

pub fn routes() -> Routes {
    Routes::new("notices")
        .get("/k/{complex}/saluran", pages::show)
        .post("/k/{complex}/saluran", pages::save)
        .post("/k/{complex}/saluran/uji", pages::test)
        .get("/api/v1/complexes/{complex}/whatsapp-settings", api::show)
        .put("/api/v1/complexes/{complex}/whatsapp-settings", api::change)
        .post("/api/v1/complexes/{complex}/whatsapp-settings/test", api::test)
        .and(hook::routes())
}

/// Neither service takes longer when it works.
const PATIENCE: Duration = Duration::from_secs(15);
/// Of what somebody else says, so much is kept.
const MOST_WORDS: usize = 200;

/// One message to one number.
#[derive(Clone, Debug)]
pub struct Message {
    pub to: PhoneNumber,
    pub locale: Locale,
    /// The whole text, with its link: what a gateway of free text sends.
    pub text: String,
    /// What fills the blanks of an approved template, in its order: what Meta sends. Title, text, link.
    pub blanks: [String; 3],
}

/// By which name the other side speaks of a message later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteId(pub String);

/// Why a message did not go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing was taken and another try may succeed: too fast, or their house is on fire.
    #[error("{0}")]
    Later(String),
    /// This message to this number never will.
    #[error("{0}")]
    Never(String),
    /// No message of this sender will before a person has changed something: key, contract, quota, template.
    #[error("{0}")]
    Setting(String),
    /// Nobody knows whether it was taken. There is no idempotency key, so it is not sent again by itself.
    #[error("{0}")]
    Unknown(String),
}

/// A way to somebody's WhatsApp.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Hands a message over. Taken is not delivered: that is said by [`news`].
    async fn send(&self, message: &Message) -> Result<RemoteId, Fault>;
}

/// The way to the carriers, shared by all complexes. Cheap to clone; the site carries one as an extension and the worker
/// another among its tools.
#[derive(Clone)]
pub struct Carriers(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    client: Client,
    fonnte: String,
    cloud: String,
    /// None: the push services of the browsers that exist.
    push: Option<String>,
    store: Option<Store>,
}

impl Carriers {
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub fn new() -> Result<Self, String> {
        Self::patient(PATIENCE)
    }

    fn patient(patience: Duration) -> Result<Self, String> {
        let client = outside::client(patience)?;
        let (fonnte, cloud) = (fonnte::HOME.to_owned(), cloud::HOME.to_owned());
        Ok(Self(Arc::new(Inner { client, fonnte, cloud, push: None, store: None })))
    }

    /// The same, where both houses stand at another address: a test's.
    #[must_use]
    pub fn at(&self, home: &str) -> Self {
        let home = home.trim_end_matches('/').to_owned();
        Self(Arc::new(Inner { fonnte: home.clone(), cloud: home, ..self.0.as_ref().clone() }))
    }

    /// The same, where a push service stands at this address: a test's.
    #[must_use]
    pub fn push_at(&self, home: &str) -> Self {
        let home = home.trim_end_matches('/').to_owned();
        Self(Arc::new(Inner { push: Some(home), ..self.0.as_ref().clone() }))
    }

    /// The same for a worker, which needs the store to write the links of a message.
    #[must_use]
    pub fn writing_with(&self, store: Store) -> Self {
        Self(Arc::new(Inner { store: Some(store), ..self.0.as_ref().clone() }))
    }

    pub(crate) fn desk(&self) -> Option<&Store> {
        self.0.store.as_ref()
    }

    /// It follows no redirect and waits for nobody long: what web push needs too.
    pub(crate) fn client(&self) -> Client {
        self.0.client.clone()
    }

    pub(crate) fn push_home(&self) -> Option<&str> {
        self.0.push.as_deref()
    }
}

impl fmt::Debug for Carriers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Carriers(…)")
    }
}

async fn ask(request: RequestBuilder) -> Result<Answer, Fault> {
    // A connection that was never made carried nothing; everything later may have.
    outside::ask(request).await.map_err(|silence| match silence {
        Silence::Unheard => Fault::Later(silence.to_string()),
        Silence::Late | Silence::Broken | Silence::Endless => Fault::Unknown(silence.to_string()),
    })
}

/// In one line, without anybody's number, and not much of it.
fn words(said: &str) -> String {
    let masked = said.split_whitespace().map(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if digits >= 8 || word.contains('@') { "…" } else { word }
    });
    masked.collect::<Vec<_>>().join(" ").chars().take(MOST_WORDS).collect()
}
