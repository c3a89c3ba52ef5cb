//! Meters through the door: a real database, a browser that follows the links.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod api;
mod billing;
mod import;
mod own;
mod sheet;
mod street;
mod unit;
