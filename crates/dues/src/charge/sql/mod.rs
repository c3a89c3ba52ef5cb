//! Statements about charge types, tariffs and overrides.

mod book;
pub mod kinds;
pub mod own;
pub mod versions;

pub use book::{book, charge_types, tariffs};
