//! Statements about the complex itself.

use kernel::Zone;
use tenancy::{Result, TenantTx};

pub async fn change(tx: &mut TenantTx, name: &str, city: &str, zone: Zone) -> Result<()> {
    sqlx::query!("update complex set name = $1, city = $2, zone = $3", name, city, zone.code())
        .execute(tx)
        .await?;
    Ok(())
}
