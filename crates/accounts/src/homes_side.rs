//! What accounts asks of homes, in one place: which unit is meant, which RTs there are, and whose person an account is.

use homes::{PersonMark, UnitMark};
use kernel::{AccountId, AreaId, PhoneNumber, UnitId};
use tenancy::{Error, Result, TenantTx};

/// The unit that people call so; A-01, a1 and "A 1" are one house.
pub async fn unit_named(tx: &mut TenantTx, typed: &str) -> Result<Option<UnitMark>> {
    homes::unit_named(tx, typed).await
}

/// The RTs of the complex with their names, in their order.
pub async fn rts(tx: &mut TenantTx) -> Result<Vec<(AreaId, String)>> {
    homes::rts(tx).await
}

/// The person here who has this number.
pub async fn person_with(tx: &mut TenantTx, phone: &PhoneNumber) -> Result<Option<PersonMark>> {
    homes::person_with(tx, phone).await
}

/// The person here as whom this account signs in.
pub async fn person_of(tx: &mut TenantTx, account: AccountId) -> Result<Option<PersonMark>> {
    homes::person_of(tx, account).await
}

/// The account keeps its role and is nobody of this complex's people any more. False when it was nobody before.
pub async fn unlink_account(tx: &mut TenantTx, account: AccountId) -> Result<bool> {
    homes::unlink_account(tx, account).await
}

/// Is the person with this number already somebody else's account? See [`link_account`].
pub fn is_of_another(error: &Error) -> bool {
    error.constraint() == Some(homes::PERSON_OF_ANOTHER)
}

/// From now on this account signs in as the person with this number; with a unit, the person lives there.
///
/// # Errors
/// When that person is already another account: nobody is pushed out of the own home in silence.
pub async fn link_account(
    tx: &mut TenantTx,
    phone: &PhoneNumber,
    name: &str,
    account: AccountId,
    unit: Option<UnitId>,
) -> Result<()> {
    homes::link_account(tx, phone, name, account, unit).await.map(|_| ())
}
