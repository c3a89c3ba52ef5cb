//! Homes through the door: a real database, a browser that follows the links.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod areas;
mod import;
mod import_preview;
mod import_undo;
mod neighbourhood;
mod occupants;
mod roles;
mod units;
