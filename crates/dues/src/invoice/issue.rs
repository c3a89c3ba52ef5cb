//! The one road by which an invoice comes to be, for one or for thousands, and the way back.

use std::collections::{BTreeMap, btree_map};

use kernel::{Date, EntryId, InvoiceId, Rupiah};
use ledger::{Chart, Entry};
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

use super::{
    model::{Issued, NewInvoice},
    postings, sql,
};
use crate::settle;

/// Numbers, writes and books invoices, all of them in the caller's transaction or none: one block of numbers for each
/// series, and one statement each for invoices, lines and entries, however many there are. They are numbered in the
/// order in which they are given. A day in a closed month is booked on the first open day.
///
/// # Errors
/// [`Error::Conflict`] with `invoice_line_billed_once` when a unit was billed a charge for that period before (read
/// again what is billed, and go on); with `invoice_line_amount_check` and the like for figures that no invoice may have.
pub async fn issue(tx: &mut TenantTx, invoices: Vec<NewInvoice>) -> Result<Vec<Issued>> {
    if invoices.is_empty() {
        return Ok(Vec::new());
    }
    invoices.iter().try_for_each(well_formed)?;
    let chart = Chart::load(tx).await?;
    let booked_on = booking_days(tx, &invoices).await?;
    let ids = ids_in_order(InvoiceId::new(tx.now()), invoices.len());
    let numbers = numbers(tx, &invoices).await?;
    let issued: Vec<Issued> = invoices
        .iter()
        .zip(ids.into_iter().zip(numbers))
        .map(|(invoice, (id, number))| Ok(Issued { id, number, unit: invoice.unit, total: total(invoice)? }))
        .collect::<Result<_>>()?;
    let entries = invoices.iter().zip(&issued).map(|(invoice, issued)| {
        let booked_on = booked_on.get(&invoice.issued_on).copied().unwrap_or(invoice.issued_on);
        postings::issued(&chart, invoice, issued, booked_on).map_err(|_| refused("amount_is_plausible"))
    });
    let entries = entries.collect::<Result<Vec<Entry>>>()?;
    sql::insert_invoices(tx, &invoices, &issued).await?;
    sql::insert_lines(tx, &invoices, &issued).await?;
    sql::mark_tariffs_used(tx, &invoices).await?;
    ledger::post(tx, &entries).await?;
    Ok(issued)
}

/// Makes an invoice one that never was: what settled it becomes the unit's credit again, its entry is reversed, and
/// the unit may be billed anew for that period. Its number stays used.
///
/// # Errors
/// [`Error::Missing`] for an invoice that is not here; [`Error::Conflict`] with `invoice_void_pkey` when it is void
/// already.
pub async fn void(tx: &mut TenantTx, invoice: InvoiceId, reason: &str, on: Date) -> Result<()> {
    let mark = sql::mark(tx, invoice).await?.ok_or(Error::Missing)?;
    settle::release(tx, invoice).await?;
    sql::void(tx, invoice, reason, on).await?;
    let (entry, id) = (postings::entry_of(invoice), EntryId::new(tx.now()));
    let memo = format!("{} {}: {reason}", mark.number, mark.unit_code);
    let booked_on = ledger::open_day(tx, on).await?;
    let source = invoice.uuid();
    let reversal = ledger::reversal_of(tx, entry, id, postings::VOIDED, source, booked_on, memo).await?;
    ledger::post(tx, &[reversal]).await
}

/// What the database cannot say about a draft by itself.
fn well_formed(invoice: &NewInvoice) -> Result<()> {
    match () {
        () if invoice.lines.is_empty() => Err(refused("invoice_has_lines")),
        () if invoice.lines.iter().any(|line| line.tax > line.amount) => {
            Err(refused("invoice_tax_within_amount"))
        }
        () => Ok(()),
    }
}

fn refused(promise: &str) -> Error {
    Error::Conflict(promise.to_owned())
}

fn total(invoice: &NewInvoice) -> Result<Rupiah> {
    invoice.total().map_err(|_| refused("invoice_total_check"))
}

/// On which day of the books each day of issue falls; nearly always on itself.
async fn booking_days(tx: &mut TenantTx, invoices: &[NewInvoice]) -> Result<BTreeMap<Date, Date>> {
    let mut days: BTreeMap<Date, Date> = BTreeMap::new();
    for invoice in invoices {
        if let btree_map::Entry::Vacant(day) = days.entry(invoice.issued_on) {
            day.insert(ledger::open_day(tx, invoice.issued_on).await?);
        }
    }
    Ok(days)
}

/// One block for each series, handed out in the order of the invoices: `INV-2026-11-0042`.
async fn numbers(tx: &mut TenantTx, invoices: &[NewInvoice]) -> Result<Vec<String>> {
    let series: Vec<String> =
        invoices.iter().map(|invoice| invoice.kind.series(invoice.period, invoice.issued_on)).collect();
    let mut how_many: BTreeMap<&str, u32> = BTreeMap::new();
    for name in &series {
        *how_many.entry(name).or_default() += 1;
    }
    // In the order of their names, so that two who number do not wait for each other in a ring.
    let mut next: BTreeMap<&str, i64> = BTreeMap::new();
    for (name, how_many) in how_many {
        next.insert(name, ledger::take_numbers(tx, name, how_many).await?);
    }
    let mut numbers = Vec::with_capacity(series.len());
    for name in &series {
        let number = next.get_mut(name.as_str()).expect("a block was taken for every series");
        numbers.push(format!("{name}-{number:04}"));
        *number += 1;
    }
    Ok(numbers)
}

/// Ids that sort as the invoices do, so that a month reads in house order and the indexes grow at one end.
fn ids_in_order(first: InvoiceId, how_many: usize) -> Vec<InvoiceId> {
    // The highest random bit behind the variant makes room, so that no carry reaches the time in front.
    let base = first.uuid().as_u128() & !(1 << 61);
    (base..).take(how_many).map(|id| InvoiceId::from_uuid(Uuid::from_u128(id))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_run_sort_in_the_order_of_the_houses_and_stay_version_seven() {
        let full = InvoiceId::from_uuid(Uuid::from_u128(0x0199_0000_0000_7fff_bfff_ffff_ffff_ffff));
        let ids = ids_in_order(full, 3);
        assert!(ids.is_sorted());
        assert_eq!(ids[2].uuid().get_version_num(), 7);
        assert_eq!(ids[0].uuid().as_u128() >> 64, ids[2].uuid().as_u128() >> 64);
    }
}
