//! How a complex is paid online: which gateway mode, which ways, who bears the fee of a VA, the committee's printed QRIS,
//! and the gateway's keys under seal.

mod key;
mod model;
mod pages;
mod sql;

pub use key::{Key, Sealer, current, valid};
pub use model::{Mode, Setting};
pub use sql::load;
use tenancy::{Result, Routes, TenantTx};

pub fn routes() -> Routes {
    Routes::new("checkout").get("/k/{complex}/bayar-online", pages::show).upload(
        "/k/{complex}/bayar-online",
        pages::PICTURE_BYTES,
        pages::save,
    )
}

/// Tells a sample complex where the simulator answers: it may choose another port with each start. One that nobody has
/// set up yet begins with it (MODE COBA); one that somebody has keeps its mode.
///
/// # Errors
/// What the database says.
pub async fn start_trial(
    tx: &mut TenantTx,
    gateways: &crate::Gateways,
    server_key: &str,
    address: &str,
) -> Result<()> {
    if !sql::is_set(tx).await? {
        let setting = Setting { mode: Mode::Trial, ..load(tx).await? };
        sql::save(tx, &setting).await?;
    }
    let known = key::current(tx, gateways.sealer(), Mode::Trial).await.ok();
    let fresh = midtrans::ServerKey::new(server_key);
    if known.is_some_and(|key| key.address == address && key.server_key == fresh) {
        return Ok(());
    }
    key::keep(tx, gateways.sealer(), Mode::Trial, server_key, address).await
}
