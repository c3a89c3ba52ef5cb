//! Announcements through the door: written and sent by Ratna, read by the houses.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod answers;
mod audience;
mod hours;
mod links;
mod sending;
mod speed;
mod world;
