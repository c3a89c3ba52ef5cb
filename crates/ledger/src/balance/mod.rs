//! Balances: of a subject, of an account, of the whole chart.

mod sql;

use kernel::Rupiah;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::chart::Purpose;

/// What stands in the account of this purpose for this subject over all funds: debit less credit, so what a unit owes
/// is positive and its credit (titipan) negative.
pub async fn balance_of_subject(tx: &mut TenantTx, purpose: Purpose, subject: Uuid) -> Result<Rupiah> {
    sql::of_subject(tx, purpose, subject).await
}

/// The same for every subject that has one, in the order of their ids: what another room compares its documents with.
pub async fn balances_of_subjects(tx: &mut TenantTx, purpose: Purpose) -> Result<Vec<(Uuid, Rupiah)>> {
    sql::of_subjects(tx, purpose).await
}
