//! What a browser says of itself when it subscribes, and the browsers of an account as a page shows them.

use base64::{
    Engine as _,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use kernel::{Locale, Zone, format};
use sha2::{Digest as _, Sha256};
use tenancy::{AccountTx, Store};
use url::Url;
use web::{Say, Shell, texts::texts};
use web_push_native::p256::PublicKey;

use super::{endpoint, key::VapidKey, sql};
use crate::carrier::Carriers;

/// Browsers differ about the signs at the end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A browser's address with its keys, as far as they can be checked here.
pub struct Subscription {
    pub endpoint: Url,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
}

/// Why a browser is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untaken {
    /// Its address is not one of a push service that we know.
    Service,
    Keys,
    /// Another account holds it and shows another secret.
    Other,
}

impl Say for Untaken {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Service => "push-untaken-service",
            Self::Keys => "push-untaken-keys",
            Self::Other => "push-untaken-other",
        };
        texts(locale).get(key).to_owned()
    }
}

impl Subscription {
    pub fn parse(carriers: &Carriers, address: &str, p256dh: &str, auth: &str) -> Result<Self, Untaken> {
        let endpoint = endpoint::parse(address.trim(), carriers.push_home()).ok_or(Untaken::Service)?;
        let bytes = |text: &str| BASE64.decode(text.trim()).map_err(|_| Untaken::Keys);
        let (p256dh, auth) = (bytes(p256dh)?, bytes(auth)?);
        let is_point = p256dh.len() == 65 && PublicKey::from_sec1_bytes(&p256dh).is_ok();
        if !is_point || auth.len() != 16 {
            return Err(Untaken::Keys);
        }
        Ok(Self { endpoint, p256dh, auth })
    }
}

/// One browser in words.
pub struct Row {
    pub name: String,
    pub detail: String,
    /// By which the script knows the browser that it runs in, without the page telling anybody's address.
    pub mark: String,
    pub remove: String,
}

/// What the page of choices shows of them.
pub struct Browsers {
    /// Our public key, which a browser asks for when it subscribes.
    pub key: String,
    pub rows: Vec<Row>,
}

impl Browsers {
    pub async fn load(tx: &mut AccountTx, store: &Store, s: &Shell) -> tenancy::Result<Self> {
        let rows = sql::own(tx).await?.into_iter().map(|own| row(s, own)).collect();
        Ok(Self { key: VapidKey::of(store.keys()).public(), rows })
    }
}

fn row(s: &Shell, own: sql::Own) -> Row {
    let day = |at| format::date(Zone::default().date(at), s.locale);
    let since = s.t1("push-since", "day", day(own.created_at));
    let used = own.used_at.map(|at| s.t1("push-used", "day", day(at)));
    Row {
        name: name(&own.user_agent),
        detail: [Some(since), used].into_iter().flatten().collect::<Vec<_>>().join(" "),
        mark: mark(&own.endpoint),
        remove: format!("/akun/kabar/perangkat/{}/hapus", own.id),
    }
}

fn mark(endpoint: &str) -> String {
    hex::encode(Sha256::digest(endpoint))
}

/// "Chrome, Android": as much of a user agent as a person recognises. Those who call themselves several things come
/// before those whose name they borrow.
pub fn name(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("SamsungBrowser", "Samsung Internet"),
        ("OPR/", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [find(&BROWSERS), find(&SYSTEMS)].into_iter().flatten().collect();
    if parts.is_empty() { "–".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_has_a_name_that_a_person_recognises() {
        let phone =
            "Mozilla/5.0 (Linux; Android 12; SM-A135F) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36";
        assert_eq!(name(phone), "Chrome, Android");
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(name(edge), "Edge, Windows");
        assert_eq!(name("curl/8"), "–");
    }
}
