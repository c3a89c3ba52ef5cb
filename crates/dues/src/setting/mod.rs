//! How this complex bills and collects: due day, automatic run, what money settles first, bank account, letterhead.

mod model;
mod sql;

pub use model::{BankAccount, DueMonth, Letterhead, Setting, SettleFirst};
pub use sql::load;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
}
