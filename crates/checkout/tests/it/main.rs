//! Bills paid from a link, with a gateway that really listens on loopback and misbehaves when told to.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod faults;
mod gateway;
mod histories;
mod kills;
mod odd;
mod office;
mod pay;
mod played;
mod world;
