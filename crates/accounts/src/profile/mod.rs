//! One's own account: name, language, look, password. Devices, codes and tokens are slices of their own; what a
//! complex knows about the person is the complex's affair and is not shown here.

pub mod pages;
mod sql;

use tenancy::{AccountTx, Result, Routes};

pub use sql::{password_hash, sign_out_others};

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/akun", pages::show)
        .post("/akun", pages::save)
        .get("/akun/sandi", pages::password_form)
        .post("/akun/sandi", pages::change_password)
}

/// What the person signs in with, for labels: the number, or else the address.
pub async fn login(tx: &mut AccountTx) -> Result<String> {
    let own = sql::own(tx).await?;
    Ok(own.phone.map(|phone| phone.e164().to_owned()).or(own.email).unwrap_or(own.name))
}
