//! Tokens and secrets of carriers: sealed with the installation's secret and bound to their row, so that a row copied to
//! another place opens nothing. They are written and never shown again.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hmac::{Hmac, Mac as _};
use kernel::RequestId;
use sha2::Sha256;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::sql;

/// First byte of a seal, so that another cipher or key can follow.
const SEAL: u8 = 1;
const NONCE_BYTES: usize = 24;
const WORD_BYTES: usize = 12;

/// What a secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    FonnteToken,
    CloudToken,
    /// With which Meta signs its news.
    CloudSecret,
}

impl Purpose {
    pub const fn code(self) -> &'static str {
        match self {
            Self::FonnteToken => "fonnte_token",
            Self::CloudToken => "cloud_token",
            Self::CloudSecret => "cloud_secret",
        }
    }
}

/// A secret that was opened.
#[derive(Clone)]
pub struct Key {
    pub text: String,
    /// Its last characters, by which people know which one it is.
    pub tail: String,
}

/// Seals and opens.
#[derive(Clone)]
pub struct Sealer([u8; 32]);

impl Sealer {
    pub fn of(keys: &tenancy::Keys) -> Self {
        Self(keys.derive("notices.carrier_key"))
    }

    /// The word by which Meta finds that the address is ours: nobody types it, and it is the same every time.
    pub fn word(&self, setting: Uuid) -> String {
        let mut mac: Hmac<Sha256> = Hmac::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(b"word");
        mac.update(setting.as_bytes());
        hex::encode(&mac.finalize().into_bytes()[..WORD_BYTES])
    }

    fn seal(&self, row: Uuid, plain: &str) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let payload = Payload { msg: plain.as_bytes(), aad: row.as_bytes() };
        let sealed =
            self.cipher().encrypt(&XNonce::from(nonce), payload).expect("a key is short enough to seal");
        [&[SEAL], &nonce[..], &sealed].concat()
    }

    fn open(&self, row: Uuid, sealed: &[u8]) -> Option<String> {
        let (nonce, text) = sealed.strip_prefix(&[SEAL])?.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let plain = self.cipher().decrypt(&XNonce::from(nonce), Payload { msg: text, aad: row.as_bytes() });
        String::from_utf8(plain.ok()?).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

/// Keeps a new one; it is used from now on.
pub async fn keep(tx: &mut TenantTx, sealer: &Sealer, purpose: Purpose, plain: &str) -> Result<()> {
    let id = RequestId::new(tx.now()).uuid();
    let from = plain.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    sql::insert_key(tx, id, purpose, &sealer.seal(id, plain), &plain[from..]).await
}

/// The newest; none when there is none, or none that this installation can open.
pub async fn current(tx: &mut TenantTx, sealer: &Sealer, purpose: Purpose) -> Result<Option<Key>> {
    let row = sql::newest_key(tx, purpose).await?;
    Ok(row.and_then(|row| Some(Key { text: sealer.open(row.id, &row.sealed)?, tail: row.tail })))
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key(…{})", self.tail)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_in_its_own_row_and_nowhere_else() {
        let (sealer, row) = (Sealer([7; 32]), Uuid::from_u128(1));
        let sealed = sealer.seal(row, "token-perangkat");
        assert_eq!(sealer.open(row, &sealed).as_deref(), Some("token-perangkat"));
        assert_eq!(sealer.open(Uuid::from_u128(2), &sealed), None);
        assert_eq!(Sealer([8; 32]).open(row, &sealed), None);
        assert_eq!(sealer.open(row, &sealed[1..]), None);
    }
}
