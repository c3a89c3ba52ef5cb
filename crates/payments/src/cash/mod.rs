//! Cash at the door, in three taps: type the house, tap its row, save. An RT head does it for the own RT.

mod form;
mod search;
pub(crate) mod sql;

pub(crate) use form::{money_account, money_choices};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("payments")
        .get("/k/{complex}/pembayaran/tunai", search::index)
        .get("/k/{complex}/pembayaran/tunai/{unit}", form::new)
        .post("/k/{complex}/pembayaran/tunai/{unit}", form::save)
}
