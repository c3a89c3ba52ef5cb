//! Dues through the door: a real database, real books.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod billing;
mod books;
mod calendar;
mod decade;
mod invoices;
mod kills;
mod opening;
mod papers;
mod prints;
mod random;
mod settle;
mod tariffs;
mod water;
