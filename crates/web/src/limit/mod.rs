//! How much one caller may ask in a minute, and who the caller is: a token, a session, or the address it comes from.
//! In no minute, wherever it begins, is more than the limit let through (docs/decisions/0005-rate-limit.md).
//!
//! Deliberately absent: the throttles of signing in, which are counted in the database by accounts; and any sharing of
//! these counts between processes.

mod address;
#[cfg(test)]
mod tests;
mod window;

use std::{fmt, net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use kernel::AccountId;
use tenancy::{Credential, Store};

pub use address::{ClientAddress, ProxyFault, TrustedProxies};
use window::{Exhausted, Standing, Windows};

use crate::Error;

/// The quota that is left, as the IETF writes it (draft-ietf-httpapi-ratelimit-headers-10).
pub const LEFT: HeaderName = HeaderName::from_static("ratelimit");
/// The quota that applies.
pub const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// What an installation says about its traffic.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Whose word about the client's address counts: `KLUSTERA_TRUSTED_PROXIES`.
    pub proxies: TrustedProxies,
    /// Requests a minute with one token, or one app's sign-in: `KLUSTERA_API_LIMIT`. 0: as many as it likes.
    pub api_per_minute: u32,
    /// Requests a minute of one session, or of one address where nobody is signed in: `KLUSTERA_PAGE_LIMIT`. 0: as
    /// many as it likes. Callers on the machine itself are not counted here, so that a proxy that nobody told us about
    /// does not lock out everybody at once.
    pub pages_per_minute: u32,
}

impl Default for Traffic {
    fn default() -> Self {
        Self { proxies: TrustedProxies::default(), api_per_minute: 100, pages_per_minute: 1_200 }
    }
}

/// The state of the layer [`limited`].
#[derive(Clone)]
pub(crate) struct Gate(Arc<Inner>);

struct Inner {
    store: Store,
    traffic: Traffic,
    windows: Windows<Caller>,
}

/// Whose requests are counted together.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Caller {
    Token([u8; 32]),
    App(AccountId),
    Session([u8; 32]),
    Address(IpAddr),
}

impl Gate {
    pub(crate) fn new(store: Store, traffic: Traffic) -> Self {
        Self(Arc::new(Inner { store, traffic, windows: Windows::default() }))
    }

    fn now_ms(&self) -> i64 {
        self.0.store.now().timestamp_millis()
    }

    /// None: this caller is not counted.
    fn limit_of(&self, caller: &Caller, from: ClientAddress) -> Option<u32> {
        let most = match caller {
            Caller::Token(_) | Caller::App(_) => self.0.traffic.api_per_minute,
            Caller::Session(_) | Caller::Address(_) if from.is_local() => 0,
            Caller::Session(_) | Caller::Address(_) => self.0.traffic.pages_per_minute,
        };
        (most > 0).then_some(most)
    }

    fn take(&self, caller: &Caller, from: ClientAddress) -> Result<Option<Standing>, Exhausted> {
        let Some(limit) = self.limit_of(caller, from) else { return Ok(None) };
        self.0.windows.take(caller, limit, self.now_ms()).map(Some)
    }

    /// The credential proved to be nobody's: its request counts for the address, so that made-up tokens neither escape
    /// the limit nor fill the memory.
    fn blame(&self, caller: &Caller, from: ClientAddress) -> Result<Option<Standing>, Exhausted> {
        self.0.windows.give_back(caller);
        self.take(&Caller::Address(from.network()), from)
    }
}

impl Caller {
    fn of(credential: Option<Credential>, from: ClientAddress) -> Self {
        match credential {
            Some(Credential::Token(hash)) => Self::Token(hash),
            Some(Credential::Access { account, .. }) => Self::App(account),
            Some(Credential::Session(hash)) => Self::Session(hash),
            None => Self::Address(from.network()),
        }
    }

    const fn policy(&self) -> &'static str {
        match self {
            Self::Token(_) | Self::App(_) => "token",
            Self::Session(_) => "session",
            Self::Address(_) => "address",
        }
    }
}

/// The layer: finds out where the request comes from, and lets it through or not.
pub(crate) async fn limited(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let from = gate.0.traffic.proxies.client(&parts);
    parts.extensions.insert(from);
    let credential = Credential::shown(&parts, &gate.0.store);
    let claims_to_be_somebody = credential.is_some();
    let caller = Caller::of(credential, from);
    let standing = match gate.take(&caller, from) {
        Ok(standing) => standing,
        Err(exhausted) => return too_many(&caller, exhausted),
    };
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if claims_to_be_somebody && response.status() == StatusCode::UNAUTHORIZED {
        return match gate.blame(&caller, from) {
            Ok(_) => response,
            Err(exhausted) => too_many(&Caller::Address(from.network()), exhausted),
        };
    }
    if let Some(standing) = standing
        && matches!(caller, Caller::Token(_) | Caller::App(_))
    {
        announce(response.headers_mut(), &caller, standing);
    }
    response
}

fn too_many(caller: &Caller, exhausted: Exhausted) -> Response {
    let wait_seconds = exhausted.wait_seconds();
    let mut response = Error::TooMany { wait_seconds }.into_response();
    let standing = Standing { limit: exhausted.limit, left: 0, renews_in_seconds: wait_seconds };
    announce(response.headers_mut(), caller, standing);
    response
}

fn announce(headers: &mut HeaderMap, caller: &Caller, standing: Standing) {
    let name = caller.policy();
    let policy = format!("\"{name}\";q={};w=60", standing.limit);
    let left = format!("\"{name}\";r={};t={}", standing.left, standing.renews_in_seconds);
    for (header, text) in [(POLICY, policy), (LEFT, left)] {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(header, value);
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gate({:?})", self.0.traffic)
    }
}
