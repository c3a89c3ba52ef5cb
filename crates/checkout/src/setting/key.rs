//! The gateway's server keys: sealed with the installation's secret and bound to their row, so that a row copied to another
//! place opens nothing.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use chrono::TimeDelta;
use kernel::{Instant, RequestId};
use midtrans::ServerKey;
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

use super::{
    model::Mode,
    sql::{self, KeyRow},
};

/// First byte of a seal, so that another cipher or key can follow.
const SEAL: u8 = 1;
const NONCE_BYTES: usize = 24;
/// How long notifications signed with the key before are believed after a change.
const OLD_KEY_DAYS: i64 = 7;

/// A key that was opened. It is never printed.
#[derive(Clone)]
pub struct Key {
    pub mode: Mode,
    pub server_key: ServerKey,
    /// Where to ask instead of the gateway's own address: the simulator.
    pub address: String,
    pub tail: String,
}

/// Seals and opens keys.
#[derive(Clone)]
pub struct Sealer([u8; 32]);

impl Sealer {
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
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

/// Keeps a new key of this mode; the one before stays readable.
pub async fn keep(
    tx: &mut TenantTx,
    sealer: &Sealer,
    mode: Mode,
    server_key: &str,
    address: &str,
) -> Result<()> {
    let id = RequestId::new(tx.now()).uuid();
    let tail: String = server_key.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    let sealed = sealer.seal(id, server_key);
    sql::insert_key(tx, &KeyRow { id, mode, sealed, tail, address: address.to_owned(), at: tx.now() }).await
}

/// The key with which the gateway is asked in this mode.
///
/// # Errors
/// [`Error::Conflict`] with `checkout_key_is_there` when there is none, or none that this installation can open.
pub async fn current(tx: &mut TenantTx, sealer: &Sealer, mode: Mode) -> Result<Key> {
    let rows = sql::keys(tx).await?;
    let row = rows.into_iter().find(|row| row.mode == mode);
    row.and_then(|row| opened(sealer, row)).ok_or_else(|| Error::Conflict("checkout_key_is_there".to_owned()))
}

/// The keys with which a notification may be signed today: the newest of each mode, and what it replaced within a week.
pub async fn valid(tx: &mut TenantTx, sealer: &Sealer) -> Result<Vec<Key>> {
    let (rows, now) = (sql::keys(tx).await?, tx.now());
    let mut keys = Vec::new();
    let mut replaced: Vec<(Mode, Instant)> = Vec::new();
    for row in rows {
        let by = replaced.iter().find(|(mode, _)| *mode == row.mode).map(|(_, at)| *at);
        let newest_of_later = (row.mode, row.at);
        if by.is_none_or(|at| now - at < TimeDelta::days(OLD_KEY_DAYS)) {
            keys.extend(opened(sealer, row));
        }
        replaced.retain(|(mode, _)| *mode != newest_of_later.0);
        replaced.push(newest_of_later);
    }
    Ok(keys)
}

fn opened(sealer: &Sealer, row: KeyRow) -> Option<Key> {
    let server_key = ServerKey::new(sealer.open(row.id, &row.sealed)?);
    Some(Key { mode: row.mode, server_key, address: row.address, tail: row.tail })
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({}, …{})", self.mode.code(), self.tail)
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}
