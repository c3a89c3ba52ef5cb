//! Who knocks: the address, the browser's own name, and the session it brings. Also the cookie it takes home.
//!
//! The address is what `web` believes (the connection's own, or what a trusted proxy said).

use std::{convert::Infallible, net::IpAddr};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::Response,
};
use kernel::Locale;
use tenancy::{NewSession, Site, Store};
use web::ClientAddress;

/// As long as the session itself.
const COOKIE_SECONDS: u32 = 30 * 24 * 3600;

#[derive(Clone, Debug)]
pub struct Visitor {
    pub address: String,
    /// What throttles count together: an IPv4 address, or the /64 that one IPv6 household gets.
    pub network: IpAddr,
    pub agent: String,
    /// The secret of the session cookie, whether it is still good or not.
    pub secret: Option<String>,
    site: Site,
}

impl Visitor {
    /// Somebody at this address, for tests.
    #[cfg(test)]
    pub fn at(network: IpAddr, site: Site) -> Self {
        Self { address: network.to_string(), network, agent: String::new(), secret: None, site }
    }

    /// Gives the browser its session, and the language of the person in it.
    pub fn signed_in(&self, session: &NewSession, locale: Locale, mut response: Response) -> Response {
        self.cookie(&mut response, &session.secret, COOKIE_SECONDS);
        set_choice(&mut response, "bahasa", locale.code());
        response
    }

    pub fn signed_out(&self, mut response: Response) -> Response {
        self.cookie(&mut response, "", 0);
        response
    }

    fn cookie(&self, response: &mut Response, secret: &str, seconds: u32) {
        let name = self.site.session_cookie();
        let secure = if self.site.is_https() { "; Secure" } else { "" };
        let text = format!("{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        append(response, &text);
    }
}

/// A choice that is no secret: language or theme.
pub fn set_choice(response: &mut Response, name: &str, value: &str) {
    append(response, &format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax"));
}

fn append(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

impl FromRequestParts<Store> for Visitor {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, store: &Store) -> Result<Self, Infallible> {
        let from = ClientAddress::from_request_parts(parts, store).await?;
        let agent =
            parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            address: from.to_string(),
            network: from.network(),
            agent: agent.chars().take(200).collect(),
            secret: cookie(&parts.headers, store.site().session_cookie()).map(str::to_owned),
            site: store.site().clone(),
        })
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs =
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse as _;

    use super::*;

    fn visitor(public_url: &str) -> Visitor {
        Visitor::at(IpAddr::from([127, 0, 0, 1]), Site { public_url: public_url.to_owned() })
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_bound_to_the_host() {
        let left = visitor("https://melati.example").signed_out(().into_response());
        let cookie = left.headers()[header::SET_COOKIE].to_str().unwrap();
        assert_eq!(cookie, "__Host-klustera=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
        let plain = visitor("http://127.0.0.1:8080").signed_out(().into_response());
        assert!(!plain.headers()[header::SET_COOKIE].to_str().unwrap().contains("Secure"));
    }
}
