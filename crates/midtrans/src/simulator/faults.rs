//! What goes wrong on request, so that the merchant's software meets it before the real gateway shows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The notification is sent twice.
    Duplicate,
    /// The notification is held back until the next one has been sent.
    Disorder,
    /// The notification is held back until it is released.
    Delay,
    /// The notification is never sent.
    Lost,
    /// The signature is wrong in its last letter.
    BadSignature,
    /// A settlement is followed by a denial.
    DenyAfterSettlement,
    /// A call is answered by HTTP 200 with status code 500 inside, and nothing happened.
    ErrorInside,
    /// A call is answered by HTTP 503 without JSON, and nothing happened.
    ServerError,
    /// A call takes effect and is never answered.
    Timeout,
}

/// How often each fault is still to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults(BTreeMap<Fault, u32>);

impl Faults {
    pub fn add(&mut self, fault: Fault, times: u32) {
        let left = self.0.entry(fault).or_default();
        *left = left.saturating_add(times);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether it happens now; then once less.
    pub fn take(&mut self, fault: Fault) -> bool {
        match self.0.get_mut(&fault) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}
