//! Where a request comes from. `X-Forwarded-For` is a claim that anybody can make: it counts only as far as a proxy that
//! the installation trusts has written it.

use std::{
    convert::Infallible,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;
use tenancy::Store;

const FORWARDED: &str = "x-forwarded-for";

/// The address of the caller. Displays as text, for the list of sessions and the trail of sign-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    pub const fn ip(self) -> IpAddr {
        self.0
    }

    /// What is counted as one caller: an IPv4 address, or the /64 that one IPv6 household gets.
    pub fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }

    /// The machine itself.
    pub(super) const fn is_local(self) -> bool {
        self.0.is_loopback()
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromRequestParts<Store> for ClientAddress {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &Store) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or_else(|| peer(parts)))
    }
}

/// The proxies whose `X-Forwarded-For` counts: addresses and networks, such as `127.0.0.1, 10.0.0.0/8, fd00::/8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Arc<[(IpAddr, u8)]>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is neither an address nor a network such as 10.0.0.0/8")]
pub struct ProxyFault(String);

impl FromStr for TrustedProxies {
    type Err = ProxyFault;

    fn from_str(text: &str) -> Result<Self, ProxyFault> {
        let words = text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty());
        let all: Result<Vec<_>, _> =
            words.map(|word| network(word).ok_or_else(|| ProxyFault(word.to_owned()))).collect();
        Ok(Self(all?.into()))
    }
}

impl TrustedProxies {
    /// Goes back along the chain of proxies for as long as each is trusted.
    pub(super) fn client(&self, parts: &Parts) -> ClientAddress {
        let mut at = peer(parts);
        let headers: Vec<&str> =
            parts.headers.get_all(FORWARDED).iter().filter_map(|v| v.to_str().ok()).collect();
        if headers.is_empty() {
            return at;
        }
        if self.0.is_empty() && at.is_local() {
            suggest_trust();
        }
        let mut claimed = headers.iter().rev().flat_map(|line| line.rsplit(','));
        while self.trusts(at.0) {
            let Some(before) = claimed.next().and_then(read) else { break };
            at = ClientAddress(before);
        }
        at
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|(network, bits)| contains(*network, *bits, address))
    }
}

/// Who holds the other end of the connection. Without one (a test that calls the router) it is nobody in particular.
fn peer(parts: &Parts) -> ClientAddress {
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    ClientAddress(connected.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip().to_canonical()))
}

/// `203.0.113.7`, `203.0.113.7:5123`, `2001:db8::1` or `[2001:db8::1]:5123`.
fn read(claim: &str) -> Option<IpAddr> {
    let claim = claim.trim();
    let bare =
        claim.parse::<IpAddr>().or_else(|_| claim.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    bare.ok().map(|address| address.to_canonical())
}

fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address.parse::<IpAddr>().ok()?, Some(bits.parse::<u8>().ok()?)),
        None => (text.parse::<IpAddr>().ok()?, None),
    };
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(most);
    (bits <= most).then_some((address, bits))
}

fn contains(network: IpAddr, bits: u8, address: IpAddr) -> bool {
    let bits = u32::from(bits);
    match (network, address) {
        (IpAddr::V4(net), IpAddr::V4(it)) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            net.to_bits() & mask == it.to_bits() & mask
        }
        (IpAddr::V6(net), IpAddr::V6(it)) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            net.to_bits() & mask == it.to_bits() & mask
        }
        _ => false,
    }
}

/// Said once: every visitor of a proxy on this machine looks like the machine itself.
fn suggest_trust() {
    static SAID: AtomicBool = AtomicBool::new(false);
    if !SAID.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "a proxy on this machine forwards requests; set KLUSTERA_TRUSTED_PROXIES=127.0.0.1,::1 to see who asks"
        );
    }
}
