//! The first run: an installation without an organisation has one link, printed by the program, that makes the
//! organisation, its first complex and the account that runs both. The link works once, whoever opens it twice.

pub mod pages;
mod sql;

use tenancy::{HallTx, Result, Routes, secret_hash};

pub fn routes() -> Routes {
    Routes::new("accounts").get("/mulai/{token}", pages::form).post("/mulai/{token}", pages::set_up)
}

/// The path of a fresh link, which makes the one before worthless; none when there is an organisation already.
/// The caller commits.
pub async fn setup_link(tx: &mut HallTx) -> Result<Option<String>> {
    let token: [u8; 24] = rand::random();
    let token = hex::encode(token);
    let made = sql::renew(tx, &secret_hash(&token)).await?;
    Ok(made.then(|| format!("/mulai/{token}")))
}
