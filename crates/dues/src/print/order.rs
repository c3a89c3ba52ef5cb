//! Ordering a print: the choice as it stands now, and a job in the same transaction.

use kernel::{InvoiceId, InvoicePrintId, Locale};
use tenancy::{Result, TenantTx};

use super::{jobs::PrintInvoices, sql};

/// Invoices of one print.
pub const MOST: usize = 20_000;

/// Orders a print of these invoices, in the order of their houses. At least one, at most [`MOST`].
pub async fn order(tx: &mut TenantTx, invoices: &[InvoiceId], locale: Locale) -> Result<InvoicePrintId> {
    let id = InvoicePrintId::new(tx.now());
    sql::insert(tx, id, invoices, locale).await?;
    poke(tx, id).await?;
    Ok(id)
}

/// Puts the job into the queue, where it may wait already.
pub async fn poke(tx: &mut TenantTx, print: InvoicePrintId) -> Result<()> {
    let plan = jobs::Plan::now().only_one(format!("print {print}"));
    jobs::later_as(tx, &PrintInvoices { print }, plan).await?;
    Ok(())
}
