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

/// Sets a sample complex up with the simulator at this address (MODE COBA); says what was there before.
pub async fn start_trial(
    tx: &mut TenantTx,
    sealer: &crate::Gateways,
    server_key: &str,
    address: &str,
) -> Result<()> {
    let mut setting = load(tx).await?;
    setting.mode = Mode::Trial;
    sql::save(tx, &setting).await?;
    key::keep(tx, sealer.sealer(), Mode::Trial, server_key, address).await
}
