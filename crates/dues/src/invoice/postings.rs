//! How an issued invoice stands in the books; the other ways in which dues move money are in `crate::postings`.

use kernel::{Date, EntryId, InvoiceId};
use ledger::{Chart, Entry, Purpose, Unbalanced};

use super::model::{InvoiceKind, Issued, NewInvoice};

pub const ISSUED: &str = "invoice_issued";
pub const VOIDED: &str = "invoice_voided";

/// The entry of an issued invoice carries the invoice's own id, so that whoever voids it finds it.
pub fn entry_of(invoice: InvoiceId) -> EntryId {
    EntryId::from_uuid(invoice.uuid())
}

/// `invoice_issued`: in the fund of each line, Dr receivable of the unit (piutang iuran, or piutang denda for a late
/// fee), Cr the income of the line and tax (PPN keluaran). An opening balance has saldo awal for its income.
/// `invoice_voided` is its mirror.
pub fn issued(
    chart: &Chart,
    invoice: &NewInvoice,
    issued: &Issued,
    booked_on: Date,
) -> Result<Entry, Unbalanced> {
    let tax = chart.account(Purpose::Tax);
    let memo = format!("{} {}", issued.number, invoice.unit_code);
    let source = issued.id.uuid();
    let mut draft = Entry::draft(entry_of(issued.id), ISSUED, source, booked_on, invoice.issued_on, memo);
    for line in &invoice.lines {
        let is_penalty = invoice.kind == InvoiceKind::Penalty || line.penalty_for.is_some();
        let receivable = if is_penalty { Purpose::PenaltyReceivable } else { Purpose::DuesReceivable };
        let net = line.amount.checked_sub(line.tax).map_err(|_| Unbalanced::TooLarge)?;
        draft = draft
            .debit_of(chart.account(receivable), line.fund, line.amount, invoice.unit.uuid())
            .credit(line.income_account, line.fund, net)
            .credit(tax, line.fund, line.tax);
    }
    draft.balanced()
}
