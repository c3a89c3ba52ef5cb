//! The ledger through its door and past it: what the books promise, and what the office does with them.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod api;
mod closing;
mod office;
mod promises;
mod support;
