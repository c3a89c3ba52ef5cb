//! The whole house through its front door: the fences between complexes, and every route tried by everybody.

#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod audit;
mod document;
mod faults;
mod kill_serve;
mod process;
mod sample;
mod sweep;
mod who_may;
mod year;
