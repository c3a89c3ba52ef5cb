//! The way by which letters leave: a mail server, or SendGrid.

use std::{convert::Infallible, fmt, sync::Arc, time::Duration};

use axum::{Extension, extract::FromRequestParts, http::request::Parts};
use kernel::{ComplexId, Instant};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{self, extension::ClientId},
};
use tenancy::Store;
use url::Url;
use uuid::Uuid;

use super::{
    Letter,
    sendgrid::{self, NewsKey, SendGrid, Tag},
};

/// No mail server that works takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends letters, or stands there without a server. Cheap to clone; the site carries one as an extension, so that
/// pages know whether to offer mail, and the worker another among its tools.
#[derive(Clone, Default)]
pub struct Mailer(Option<Arc<Inner>>);

struct Inner {
    way: Way,
    sender: Mailbox,
    store: Store,
}

enum Way {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    SendGrid { wire: SendGrid, news: Option<NewsKey> },
}

/// What an account at SendGrid gives.
pub struct SendGridKeys<'k> {
    /// With the right to send.
    pub key: &'k str,
    /// With which its news about letters is signed; none: no news is taken.
    pub news: Option<&'k str>,
    /// Another address than its usual one: the one of the European Union, or a test's.
    pub home: Option<&'k str>,
}

/// What is wrong with the settings. The address of the server is not repeated: its password stands in it.
#[derive(Debug, thiserror::Error)]
pub enum SettingsFault {
    #[error(
        "not an address of a mail server; write smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST"
    )]
    Server,
    #[error("no encrypted way to the mail server can be made: {0}")]
    Tls(String),
    #[error("not a key of SendGrid; it begins with SG.")]
    SendGridKey,
    #[error("not the key of SendGrid's signed event webhook; copy its verification key as it is shown there")]
    NewsKey,
    #[error("not a sender; write Klustera <surat@melati.example>")]
    Sender,
}

/// How an attempt ended that was no success.
#[derive(Debug)]
pub(crate) enum Undelivered {
    /// The server may say yes another time.
    Later(String),
    /// It said never.
    Never(String),
}

impl Mailer {
    /// A house without mail.
    pub fn none() -> Self {
        Self(None)
    }

    /// `server` is `smtp://…` or `smtps://…`. An `smtp` server that is not on this machine must offer STARTTLS, unless
    /// its address ends in `?tls=none`; `?tls=opportunistic` takes what it gets.
    ///
    /// # Errors
    /// When server or sender cannot be understood. The server itself is asked by [`Mailer::check`] only.
    pub fn open(server: &str, sender: &str, store: Store) -> Result<Self, SettingsFault> {
        let sender: Mailbox = sender.trim().parse().map_err(|_| SettingsFault::Sender)?;
        let url = guarded(server)?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|error| {
            if error.is_tls() { SettingsFault::Tls(words(&error)) } else { SettingsFault::Server }
        })?;
        let named = url.path().len() > 1; // the address says by which name we greet
        let builder = if named { builder } else { builder.hello_name(own_name(&store)) };
        let way = Way::Smtp(Box::new(builder.timeout(Some(PATIENCE)).build()));
        Ok(Self(Some(Arc::new(Inner { way, sender, store }))))
    }

    /// By SendGrid's API instead of SMTP.
    ///
    /// # Errors
    /// When sender or keys cannot be understood. SendGrid itself is asked by [`Mailer::check`] only.
    pub fn by_sendgrid(keys: &SendGridKeys<'_>, sender: &str, store: Store) -> Result<Self, SettingsFault> {
        let sender: Mailbox = sender.trim().parse().map_err(|_| SettingsFault::Sender)?;
        let key = keys.key.trim();
        if !key.starts_with("SG.") || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(SettingsFault::SendGridKey);
        }
        let news = keys.news.map(|news| NewsKey::parse(news).ok_or(SettingsFault::NewsKey)).transpose()?;
        let mut wire = SendGrid::open(key).map_err(SettingsFault::Tls)?;
        if let Some(home) = keys.home {
            home.trim_end_matches('/').clone_into(&mut wire.home);
        }
        Ok(Self(Some(Arc::new(Inner { way: Way::SendGrid { wire, news }, sender, store }))))
    }

    /// The key by which news about letters is believed; none where none is taken.
    pub(super) fn news_key(&self) -> Option<&NewsKey> {
        match &self.0.as_deref()?.way {
            Way::SendGrid { news, .. } => news.as_ref(),
            Way::Smtp(_) => None,
        }
    }

    /// Can a letter be sent from here at all?
    pub fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Connects, greets, encrypts and signs in, or asks SendGrid about a letter to the sender, and sends nothing.
    /// `Ok(false)` without settings.
    ///
    /// # Errors
    /// The server's own words, without addresses.
    pub async fn check(&self) -> Result<bool, String> {
        let Some(inner) = &self.0 else { return Ok(false) };
        let smtp = match &inner.way {
            Way::Smtp(smtp) => smtp,
            Way::SendGrid { wire, .. } => {
                let asked = wire.send(&sendgrid::rehearsal(inner.sender.email.as_ref())).await;
                return match asked {
                    Ok(()) => Ok(true),
                    Err(Undelivered::Never(why) | Undelivered::Later(why)) => Err(why),
                };
            }
        };
        match smtp.test_connection().await {
            Ok(true) => Ok(true),
            Ok(false) => Err("the server does not answer NOOP".to_owned()),
            Err(error) => Err(words(&error)),
        }
    }

    /// What a draft needs to write its letter; none where nothing can be sent.
    pub(crate) fn desk(&self) -> Option<&Store> {
        self.0.as_deref().map(|inner| &inner.store)
    }

    pub(super) async fn send(&self, id: Uuid, letter: &Letter, at: Instant) -> Result<(), Undelivered> {
        self.send_with(id, letter, &[], at, None).await
    }

    /// With headers of its own: `List-Unsubscribe` and the like. Names and values are ours, in ASCII. `of` is the complex
    /// whose delivery it is.
    pub(crate) async fn send_with(
        &self,
        id: Uuid,
        letter: &Letter,
        headers: &[(&'static str, String)],
        at: Instant,
        of: Option<ComplexId>,
    ) -> Result<(), Undelivered> {
        let Some(inner) = &self.0 else {
            return Err(Undelivered::Later("the worker has no KLUSTERA_SMTP_URL".to_owned()));
        };
        let smtp = match &inner.way {
            Way::Smtp(smtp) => smtp,
            Way::SendGrid { wire, .. } => {
                let of = of.map(|complex| Tag { complex, delivery: id });
                let sender = (inner.sender.email.as_ref(), inner.sender.name.as_deref().unwrap_or_default());
                let body = sendgrid::body(of, sender, letter, headers);
                return wire.send(&body.map_err(|error| Undelivered::Never(error.to_string()))?).await;
            }
        };
        let mut message = inner.message(id, letter, at).map_err(Undelivered::Never)?;
        for (name, value) in headers {
            let name = HeaderName::new_from_ascii_str(name);
            message.headers_mut().insert_raw(HeaderValue::new(name, value.clone()));
        }
        match smtp.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Undelivered::Never(words(&error))),
            Err(error) => Err(Undelivered::Later(words(&error))),
        }
    }
}

impl Inner {
    fn message(&self, id: Uuid, letter: &Letter, at: Instant) -> Result<Message, String> {
        let address: Address = letter.to.as_str().parse().map_err(|_| "not an address".to_owned())?;
        // The same at every attempt: a letter that comes twice is shown once.
        let message_id = format!("<{id}@{}>", self.sender.email.domain());
        let html = letter.html().map_err(|error| error.to_string())?;
        let mut message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(Some(letter.addressee()), address))
            .subject(letter.subject_line())
            .date(at.into())
            .message_id(Some(message_id))
            .multipart(MultiPart::alternative_plain_html(letter.plain(), html))
            .map_err(|error| error.to_string())?;
        // No automatic answer to an automatic letter (RFC 3834).
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Ok(message)
    }
}

/// Passwords of people and of the server itself travel here: in clear only within this machine, or when told so.
fn guarded(server: &str) -> Result<Url, SettingsFault> {
    let mut url = Url::parse(server.trim()).map_err(|_| SettingsFault::Server)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(SettingsFault::Server)?;
    let is_near = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    let tls = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
    match (url.scheme(), tls.as_deref()) {
        ("smtps", _) | ("smtp", Some("required" | "opportunistic")) => {}
        ("smtp", None) if is_near => {}
        ("smtp", None) => url.set_query(Some("tls=required")),
        ("smtp", Some("none")) => url.set_query(None),
        _ => return Err(SettingsFault::Server),
    }
    Ok(url)
}

/// How we greet the server: by the host of our public address.
fn own_name(store: &Store) -> ClientId {
    let host = Url::parse(&store.site().public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    ClientId::Domain(host.filter(|host| host.contains('.')).unwrap_or_else(|| "localhost".to_owned()))
}

/// What an operator reads: the error in one line, without anybody's address.
fn words(error: &smtp::Error) -> String {
    without_addresses(&error.to_string())
}

pub(super) fn without_addresses(text: &str) -> String {
    let kept = text.split_whitespace().map(|word| if word.contains('@') { "…" } else { word });
    kept.collect::<Vec<_>>().join(" ").chars().take(300).collect()
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_there() { "Mailer(…)" } else { "Mailer(none)" })
    }
}

/// The house's mailer; none where the site carries none.
impl FromRequestParts<Store> for Mailer {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self, Infallible> {
        let carried = Extension::<Self>::from_request_parts(parts, store).await;
        Ok(carried.map_or_else(|_| Self::none(), |Extension(mailer)| mailer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_must_encrypt_unless_told_otherwise() {
        let tls = |server: &str| guarded(server).unwrap().query().map(str::to_owned);
        assert_eq!(tls("smtp://surat:rahasia@mail.example:587").as_deref(), Some("tls=required"));
        assert_eq!(tls("smtp://127.0.0.1:2525"), None);
        assert_eq!(tls("smtp://relay.internal?tls=none"), None);
        assert_eq!(tls("smtp://mail.example?tls=opportunistic").as_deref(), Some("tls=opportunistic"));
        assert_eq!(tls("smtps://mail.example"), None);
        for wrong in
            ["", "mail.example:25", "https://mail.example", "smtp://mail.example?tls=maybe", "smtp://"]
        {
            assert!(guarded(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_the_server_says_is_kept_without_whom_it_speaks_of() {
        let said = "permanent error (550): 5.1.1 <budi@melati.example> no such user\r\nhere";
        assert_eq!(without_addresses(said), "permanent error (550): 5.1.1 … no such user here");
    }
}
