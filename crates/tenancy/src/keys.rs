//! One secret per installation, and a key for each purpose derived from it.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The installation's secret. Losing it signs everybody out and spoils open links; it is never printed.
#[derive(Clone)]
pub struct Keys {
    master: [u8; 32],
}

impl Keys {
    pub const fn new(master: [u8; 32]) -> Self {
        Self { master }
    }

    /// A key of its own for each purpose, so that what one signs another does not accept.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        Self::mac(&self.master, purpose.as_bytes())
    }

    pub(crate) fn sign(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        Self::mac(&self.derive(purpose), message)
    }

    pub(crate) fn verifies(&self, purpose: &str, message: &[u8], left_part: &[u8]) -> bool {
        let mut mac = Self::start(&self.derive(purpose));
        mac.update(message);
        mac.verify_truncated_left(left_part).is_ok()
    }

    fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
        let mut mac = Self::start(key);
        mac.update(message);
        mac.finalize().into_bytes().into()
    }

    fn start(key: &[u8; 32]) -> Hmac<Sha256> {
        Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}
