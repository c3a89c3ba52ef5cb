//! The frame of the API and the layers of the site, through the door, with a small room of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod frame;
mod once;
mod room;
mod traffic;
