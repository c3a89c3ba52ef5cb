//! What the gateway sends: kept as it came, before anybody believes it; then the gateway is asked.
//!
//! The address is signed and belongs to one complex, so that a message can only speak about that complex's attempts.

mod notice;
mod receive;
pub(crate) mod sql;

use kernel::ComplexId;
#[cfg(test)]
pub(crate) use notice::{Notice, Signature};
use tenancy::{Routes, Store, Ticket, TicketKind};
use uuid::Uuid;

/// Proof of the address that we gave to the gateway.
#[derive(Debug)]
pub enum HookTicket {}

impl TicketKind for HookTicket {
    const NAME: &'static str = "gateway_hook";
}

/// A notification is one or two kilobytes; what is larger is none.
const MOST_BYTES: usize = 65_536;

pub fn routes() -> Routes {
    Routes::new("checkout").upload("/webhook/midtrans/{ticket}", MOST_BYTES, receive::notify)
}

/// The path to which the gateway sends what it has to say to this complex.
pub fn path(store: &Store, complex: ComplexId, setting: Uuid) -> String {
    format!("/webhook/midtrans/{}", Ticket::<HookTicket>::seal(store, complex, setting))
}
