//! What other rooms hear of settling. Nothing is said of a month's dues: nobody waits for it, and it is every payment.

use jobs::Announcement;
use kernel::{InvoiceId, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{Result, TenantTx};

use super::sql::{self, SettlementDraft};

/// An invoice that another room had issued ([`crate::invoice::InvoiceKind::Other`]) is settled in full, whatever with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSettled {
    pub invoice: InvoiceId,
}

impl Announcement for InvoiceSettled {
    const NAME: &'static str = "dues.invoice_settled";
}

/// Money came in for a unit that no open invoice asked for: it is the unit's titipan now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditKept {
    pub unit: UnitId,
}

impl Announcement for CreditKept {
    const NAME: &'static str = "dues.credit_kept";
}

/// Settles, and tells whoever waits for an invoice.
pub(super) async fn write(tx: &mut TenantTx, drafts: &[SettlementDraft]) -> Result<()> {
    for invoice in sql::settle(tx, drafts).await? {
        jobs::announce(tx, &InvoiceSettled { invoice }).await?;
    }
    Ok(())
}
