//! The key by which push services know this installation (VAPID, RFC 8292). It needs no setting: it is derived from the
//! installation's secret, and so stays the same as long as that does.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use kernel::Instant;
use serde_json::json;
use tenancy::{Keys, Site};
use web_push_native::p256::ecdsa::{Signature, SigningKey, signature::Signer as _};

/// Services refuse more than a day.
const GOOD_FOR: TimeDelta = TimeDelta::hours(12);

pub struct VapidKey(SigningKey);

impl VapidKey {
    pub fn of(keys: &Keys) -> Self {
        // One in four thousand million numbers of 32 bytes is no scalar of the curve; then the next one is taken.
        let scalar = |at: u8| SigningKey::from_slice(&keys.derive(&format!("web push vapid {at}"))).ok();
        Self((0..=u8::MAX).find_map(scalar).expect("256 misses in a row do not happen"))
    }

    /// The point that a browser is told when it subscribes: 65 bytes, base64url.
    pub fn public(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The value of the header `Authorization` for a service: `https://host` and no more of its address.
    pub fn authorization(&self, audience: &str, contact: &str, at: Instant) -> String {
        let head = json!({ "typ": "JWT", "alg": "ES256" });
        let claims = json!({ "aud": audience, "exp": (at + GOOD_FOR).timestamp(), "sub": contact });
        let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let said = format!("{}.{}", part(&head), part(&claims));
        let signature: Signature = self.0.sign(said.as_bytes());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature.to_bytes());
        format!("vapid t={said}.{signature}, k={}", self.public())
    }
}

/// Whom a service may ask about us: the site itself; a site without https has an address of its host.
pub fn contact(site: &Site) -> String {
    if site.is_https() {
        return site.public_url.clone();
    }
    let url = url::Url::parse(&site.public_url).ok();
    let host = url.as_ref().and_then(url::Url::host_str).unwrap_or("localhost");
    format!("mailto:klustera@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_keeps_its_key_and_shares_it_with_no_other() {
        let public = |secret: u8| VapidKey::of(&Keys::new([secret; 32])).public();
        assert_eq!(public(1), public(1));
        assert_ne!(public(1), public(2));
        assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(public(1)).unwrap().len(), 65);
    }

    #[test]
    fn a_service_may_ask_the_site_or_its_host() {
        let of = |public_url: &str| contact(&Site { public_url: public_url.to_owned() });
        assert_eq!(of("https://melati.example"), "https://melati.example");
        assert_eq!(of("http://melati.example:8080"), "mailto:klustera@melati.example");
    }
}
