//! Statements about charge types, tariffs and overrides.

mod book;

pub use book::book;
