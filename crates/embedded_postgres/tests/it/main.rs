//! Real clusters of the PostgreSQL that is installed here: what a person may rely on, whatever is killed.

#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod crashes;
mod living;
mod refusals;
mod support;
