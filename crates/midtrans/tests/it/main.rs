//! The client and the simulator over loopback, and a shop that hears the notifications.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod client;
mod notifications;
mod official;
mod pages;
mod support;
