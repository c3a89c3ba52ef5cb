//! The way to the gateway. Sources: docs.midtrans.com "Authorization & Headers", "Idempotent requests", "Status codes".

use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::{Amount, Charge, Error, ServerKey, SnapRequest, SnapSession, Transaction};

/// Connections to the gateway, kept open between calls. They belong to no merchant, so a house of many merchants needs
/// one of these. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Connections(reqwest::Client);

/// Speaks for one merchant. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    connections: Connections,
    key: ServerKey,
    hosts: Hosts,
}

/// Where the two APIs are, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// Core API: `/v2/…`
    pub core: String,
    /// Snap: `/snap/v1/…`
    pub app: String,
}

/// What goes along with a call that opens a payment.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// At most 36 characters. The gateway remembers successful answers for five minutes; not for Permata, Indomaret.
    pub idempotency_key: Option<String>,
    /// Where notifications of this payment go, instead of the address in the gateway's settings.
    pub notify: Option<String>,
}

/// Money that goes back. Not for virtual accounts, Mandiri Bill and counters.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Single-use, `[A-Za-z0-9_-]`; the same key may be sent again after a time-out.
    pub key: String,
    pub amount: Amount,
    pub reason: String,
}

impl Hosts {
    #[must_use]
    pub fn sandbox() -> Self {
        Self {
            core: "https://api.sandbox.midtrans.com".into(),
            app: "https://app.sandbox.midtrans.com".into(),
        }
    }

    #[must_use]
    pub fn production() -> Self {
        Self { core: "https://api.midtrans.com".into(), app: "https://app.midtrans.com".into() }
    }

    /// Both APIs at one address, such as the simulator's.
    #[must_use]
    pub fn at(address: &str) -> Self {
        let address = address.trim_end_matches('/').to_owned();
        Self { core: address.clone(), app: address }
    }
}

impl Connections {
    /// `patience` is how long a call may take from connecting to the last byte.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub fn new(patience: Duration) -> Result<Self, Error> {
        // Somebody else in the process may have chosen the provider before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(patience)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| Error::Client(error.to_string()))?;
        Ok(Self(http))
    }

    /// The merchant who owns this key, over these connections.
    #[must_use]
    pub fn speaking_for(&self, key: ServerKey, hosts: Hosts) -> Client {
        Client { connections: self.clone(), key, hosts }
    }
}

impl Client {
    /// One merchant with connections of its own; see [`Connections::new`] for `patience`.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub fn new(key: ServerKey, hosts: Hosts, patience: Duration) -> Result<Self, Error> {
        Ok(Connections::new(patience)?.speaking_for(key, hosts))
    }

    /// Opens a payment, `POST /v2/charge`.
    ///
    /// # Errors
    /// See [`Error`]; after an unknown outcome ask for the status before charging again.
    pub async fn charge(&self, charge: &Charge, extras: &Extras) -> Result<Transaction, Error> {
        let request = with(self.core(Method::POST, "/v2/charge"), extras).json(&charge.body());
        transaction(request).await
    }

    /// Opens a page where the payer picks a method, `POST /snap/v1/transactions`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn snap(&self, snap: &SnapRequest, extras: &Extras) -> Result<SnapSession, Error> {
        let request = self.request(Method::POST, &self.hosts.app, "/snap/v1/transactions");
        read(answer(with(request, extras).json(&snap.body())).await?)
    }

    /// What the gateway says about an order or transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it knows none.
    pub async fn status(&self, id: &str) -> Result<Transaction, Error> {
        transaction(self.core(Method::GET, &path(id, "status"))).await
    }

    /// Calls off a payment that was not made.
    ///
    /// # Errors
    /// Refused with 412 when it is too late.
    pub async fn cancel(&self, id: &str) -> Result<Transaction, Error> {
        transaction(self.core(Method::POST, &path(id, "cancel"))).await
    }

    /// Lets a payment run out now.
    ///
    /// # Errors
    /// Refused with 412 when it is too late.
    pub async fn expire(&self, id: &str) -> Result<Transaction, Error> {
        transaction(self.core(Method::POST, &path(id, "expire"))).await
    }

    /// Accepts a challenged card payment.
    ///
    /// # Errors
    /// Refused with 412 when nothing was challenged.
    pub async fn approve(&self, id: &str) -> Result<Transaction, Error> {
        transaction(self.core(Method::POST, &path(id, "approve"))).await
    }

    /// Refuses a challenged card payment.
    ///
    /// # Errors
    /// Refused with 412 when nothing was challenged.
    pub async fn deny(&self, id: &str) -> Result<Transaction, Error> {
        transaction(self.core(Method::POST, &path(id, "deny"))).await
    }

    /// Pays back. A refusal by the bank comes as a [`Transaction`] with status code 202 and status `settlement`.
    ///
    /// # Errors
    /// Refused with 412 (wrong state or method), 414 (amount), 406 (the key was used for another refund).
    pub async fn refund(&self, id: &str, refund: &Refund) -> Result<Transaction, Error> {
        transaction(self.core(Method::POST, &path(id, "refund")).json(&refund.body())).await
    }

    /// The older way of [`Client::refund`], online only.
    ///
    /// # Errors
    /// As for a refund.
    pub async fn direct_refund(&self, id: &str, refund: &Refund) -> Result<Transaction, Error> {
        transaction(self.core(Method::POST, &path(id, "refund/online/direct")).json(&refund.body())).await
    }

    fn core(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, &self.hosts.core, path)
    }

    fn request(&self, method: Method, host: &str, path: &str) -> RequestBuilder {
        let request = self.connections.0.request(method, format!("{host}{path}"));
        request.basic_auth(self.key.expose(), Some("")).header("Accept", "application/json")
    }
}

impl Refund {
    fn body(&self) -> Value {
        json!({ "refund_key": self.key, "amount": self.amount.get(), "reason": self.reason })
    }
}

/// An id is one step of the path: what could make it two is escaped, and the gateway then knows no such order.
fn path(id: &str, verb: &str) -> String {
    let mut step = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' | b'.' => {
                step.push(char::from(byte))
            }
            _ => step.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("/v2/{step}/{verb}")
}

fn with(request: RequestBuilder, extras: &Extras) -> RequestBuilder {
    let headers = [("Idempotency-Key", &extras.idempotency_key), ("X-Override-Notification", &extras.notify)];
    headers.into_iter().fold(request, |request, (name, value)| match value {
        Some(value) => request.header(name, value),
        None => request,
    })
}

async fn transaction(request: RequestBuilder) -> Result<Transaction, Error> {
    read(answer(request).await?)
}

fn read<T: serde::de::DeserializeOwned>(answer: Value) -> Result<T, Error> {
    serde_json::from_value(answer).map_err(|error| Error::Unknown(format!("unreadable answer: {error}")))
}

/// The true code often stands inside HTTP 200, and 407 (run out) is a state rather than a fault.
async fn answer(request: RequestBuilder) -> Result<Value, Error> {
    let response = request.send().await?;
    let http = response.status();
    let bytes = response.bytes().await.map_err(|error| Error::Unknown(error.without_url().to_string()))?;
    let Ok(body) = serde_json::from_slice::<Value>(&bytes) else { return Err(no_json(http)) };
    let inside = body["status_code"].as_str().and_then(|code| code.parse().ok());
    // A failure outside wins over a success inside.
    let code = if http.is_server_error() { http.as_u16() } else { inside.unwrap_or(http.as_u16()) };
    match code {
        // The first call with this idempotency key is still at work, and says nothing about a transaction.
        202 if body["transaction_id"].is_null() => Err(Error::Unknown("the same call is under way".into())),
        200..=299 | 407 => Ok(body),
        404 => Err(Error::NotFound),
        400..=499 => Err(refusal(code, &body)),
        _ => Err(Error::Unknown(format!("status code {code}"))),
    }
}

fn no_json(http: StatusCode) -> Error {
    match http.is_client_error() {
        true => Error::Refused { code: http.as_u16(), message: "no reason".into(), details: Vec::new() },
        false => Error::Unknown(format!("HTTP {}, not JSON", http.as_u16())),
    }
}

fn refusal(code: u16, body: &Value) -> Error {
    let mut details = Vec::new();
    for name in ["validation_messages", "error_messages"] {
        match &body[name] {
            Value::Array(list) => details.extend(list.iter().filter_map(Value::as_str).map(str::to_owned)),
            Value::String(text) => details.push(text.clone()),
            _ => {}
        }
    }
    let said = body["status_message"].as_str().or(details.first().map(String::as_str)).unwrap_or("no reason");
    Error::Refused { code, message: said.to_owned(), details }
}
