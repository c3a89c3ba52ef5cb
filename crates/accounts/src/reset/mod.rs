//! A new password by a link from the manager: good for one hour and once, and only for accounts that hold no role
//! beyond what this manager manages. Whoever has more asks the operator. Everything that is signed in ends with it.

pub mod pages;
mod sql;

use tenancy::{Routes, TicketKind};

pub use sql::is_allowed;

/// The link `/sandi/{ticket}`.
#[derive(Debug)]
pub enum ResetLink {}

impl TicketKind for ResetLink {
    const NAME: &'static str = "password-reset";
}

pub fn routes() -> Routes {
    Routes::new("accounts")
        .post("/k/{complex}/anggota/{member}/sandi", pages::make)
        .get("/sandi/{ticket}", pages::form)
        .post("/sandi/{ticket}", pages::set)
}
