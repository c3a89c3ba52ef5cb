//! What accounts asks of homes, in one place: which unit is meant, which RTs there are, and whose person an account is.

use homes::UnitMark;
use kernel::{AccountId, AreaId, PhoneNumber, UnitId};
use tenancy::{Result, TenantTx};

/// The unit that people call so; A-01, a1 and "A 1" are one house.
pub async fn unit_named(tx: &mut TenantTx, typed: &str) -> Result<Option<UnitMark>> {
    homes::unit_named(tx, typed).await
}

/// The RTs of the complex with their names, in their order.
pub async fn rts(tx: &mut TenantTx) -> Result<Vec<(AreaId, String)>> {
    homes::rts(tx).await
}

/// From now on this account signs in as the person with this number; with a unit, the person lives there.
pub async fn link_account(
    tx: &mut TenantTx,
    phone: &PhoneNumber,
    name: &str,
    account: AccountId,
    unit: Option<UnitId>,
) -> Result<()> {
    homes::link_account(tx, phone, name, account, unit).await.map(|_| ())
}
