//! Payments through the door: cash in three taps, transfers with other eyes, receipts that anybody can check.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod api;
mod back;
mod cash;
mod clerks;
mod home;
mod kills;
mod slash;
mod told;
mod transfer;
