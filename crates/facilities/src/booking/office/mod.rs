//! The office books for a house, by its number: for somebody on the telephone, or at the counter.
//!
//! It may set aside the minimum notice and what keeps the house from booking, with a reason that stays beside the
//! booking. It sets nothing aside in the database: a place is not given away twice, and a house takes one at a time.

mod act;
mod pages;
pub(super) mod sql;

pub use pages::{create, new};
