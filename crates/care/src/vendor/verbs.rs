//! Keeping a vendor, by pages and programs alike.

use tenancy::{Result, TenantTx};

use super::{
    model::{Cannot, Vendor},
    sql,
};

/// A new one, or one that is changed. Complaints that it did keep its name of then.
///
/// # Errors
/// The database's; inside: another one has this name.
pub async fn keep(tx: &mut TenantTx, vendor: &Vendor) -> Result<std::result::Result<(), Cannot>> {
    sql::lock(tx).await?;
    Ok(if sql::keep(tx, vendor).await? { Ok(()) } else { Err(Cannot::Twice) })
}
