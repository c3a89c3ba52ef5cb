//! Arrears through the door: fees, relief, the list, the account and the letters, with their figures.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod account;
mod api;
mod bulk;
mod fees;
mod home;
mod letters;
mod list;
mod opening;
mod random;
mod relief;
