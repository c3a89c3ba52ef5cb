//! Midtrans, the Indonesian payment gateway: a typed client for its Snap and Core APIs, notifications that count only
//! once their signature is verified, and a [`simulator`] that speaks the same wire format, for tests and trials.
//!
//! Amounts are whole rupiah ([`Amount`]) and never pass through a float. Words of the gateway that this crate does not
//! know are kept, not refused. "It said no" and "nobody knows whether it happened" are different errors ([`Error`]).
//!
//! Deliberately absent: card numbers (use Snap's page), Payouts, Subscription and BI-SNAP; any memory of what was paid;
//! retries, because only the caller knows whether a second attempt is safe. It knows no Klustera.

mod amount;
mod charge;
mod client;
mod error;
mod key;
mod notification;
#[cfg(feature = "simulator")]
pub mod simulator;
mod snap;
mod status;
mod transaction;

pub use amount::{Amount, NotAnAmount};
pub use charge::{Bank, Charge, Customer, Item, Method};
pub use client::{Client, Connections, Extras, Hosts, Refund};
pub use error::Error;
pub use key::ServerKey;
pub use notification::{Claim, Unverified, Verified, signature};
pub use snap::{SnapRequest, SnapSession};
pub use status::{Fraud, Meaning, Status};
pub use transaction::{Action, RefundLine, Transaction, VaNumber, wib};
