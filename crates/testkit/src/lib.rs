//! For tests: two complexes with named people, a client that behaves like a browser, and a clock you turn.
//!
//! Each test founds its own Griya Melati and Puri Mawar in one migrated database, which is quick (a few milliseconds)
//! and makes every test a test of tenancy. It knows no room: what a room needs (units, invoices) its own tests add.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod client;
mod clock;
mod database;
mod faults;
mod mail;
mod people;
mod promises;

pub use client::{Client, Page};
pub use clock::TestClock;
pub use faults::{Dice, Statements, die, kill_9, ordered};
pub use mail::{Delivered, MailServer};
pub use people::{Complex, Kit, Person, unique_phone};
pub use promises::Promise;
