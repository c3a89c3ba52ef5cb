//! How this complex bills and collects: due day, automatic run, what money settles first, bank account, letterhead.

pub(crate) mod api;
mod model;
mod pages;
mod sql;

pub use model::{BankAccount, DueMonth, Letterhead, Setting, SettleFirst};
pub use sql::{load, save};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/k/{complex}/pengaturan/iuran", pages::edit)
        .post("/k/{complex}/pengaturan/iuran", pages::update)
        .upload("/k/{complex}/pengaturan/iuran/logo", pages::LOGO.body_limit_bytes(), pages::bring_logo)
        .post("/k/{complex}/pengaturan/iuran/logo/hapus", pages::drop_logo)
        .get("/api/v1/complexes/{complex}/dues-settings", api::show)
        .patch("/api/v1/complexes/{complex}/dues-settings", api::change)
}
