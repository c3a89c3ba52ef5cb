//! Facilities through the door: opened by Ratna, raced for by the houses, let in by the guard.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod booking;
mod feed;
mod limits;
mod machine;
mod money;
mod office;
mod race;
mod told;
mod usage;
mod world;
