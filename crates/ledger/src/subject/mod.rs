//! What moved on the sub-accounts of one subject (a unit, a vendor), entry by entry: the statement that it can be given.

mod sql;

use kernel::{Date, EntryId, Rupiah};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::Purpose;

/// One entry as it touches the subject, over all the accounts asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub entry: EntryId,
    /// From the catalogue of postings.
    pub kind: String,
    /// The document that moved it.
    pub source: Uuid,
    pub booked_on: Date,
    pub value_on: Date,
    pub memo: String,
    /// Debit less credit, rupiah; never zero.
    pub amount: Rupiah,
}

/// In the order of the books. An entry that only moves money between the asked accounts is left out.
pub async fn movements_of_subject(
    tx: &mut TenantTx,
    purposes: &[Purpose],
    subject: Uuid,
) -> Result<Vec<Movement>> {
    sql::movements(tx, purposes, subject).await
}
