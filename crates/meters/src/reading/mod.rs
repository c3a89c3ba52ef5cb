//! Readings: what one is, what it may be, what becomes of it. Decided and saved here for every way in.
//!
//! Deliberately absent: pages. The grid, the import, the unit's page and the resident's page are slices of their own.

pub mod api;
pub mod decide;
mod model;
pub mod save;
pub mod say;
pub mod sql;
#[cfg(test)]
mod tests;

pub use model::*;
