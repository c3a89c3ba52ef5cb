use kernel::{Date, Period, Rupiah, format};
use serde_json::{Value, json};

use super::{LINES_LIMIT, Line, OpenInvoice, PaymentWay, View, at_most, sum, view::some};
use crate::PaperFault;

/// Tagihan: what a unit is asked to pay, and how.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// `INV-2026-11-0042`.
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    /// The month that is billed; `None` for something that happens once.
    pub period: Option<Period>,
    pub unit: String,
    pub payer: String,
    pub lines: Vec<Line>,
    /// Earlier invoices that are still open, with what is left of each.
    pub arrears: Vec<OpenInvoice>,
    /// Credit of the unit (titipan) that this invoice has used.
    pub credit_used: Rupiah,
    /// What has been paid on this invoice.
    pub paid: Rupiah,
    pub state: InvoiceState,
    pub how_to_pay: Vec<PaymentWay>,
    /// The page on which the bill is seen and paid.
    pub link: Option<String>,
    /// A sentence of the manager below everything; empty when there is none.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceState {
    Open,
    Paid { on: Date },
    Void { on: Date },
}

impl Invoice {
    /// The lines of this invoice.
    pub fn total(&self) -> Result<Rupiah, PaperFault> {
        sum(self.lines.iter().map(|line| line.amount))
    }

    /// What is left of the earlier ones.
    pub fn arrears_total(&self) -> Result<Rupiah, PaperFault> {
        sum(self.arrears.iter().map(|open| open.amount))
    }

    /// The large figure: total + arrears − credit − paid. Never below nothing.
    pub fn to_pay(&self) -> Result<Rupiah, PaperFault> {
        let all = self.total()?.checked_add(self.arrears_total()?)?;
        let left = all.checked_sub(self.credit_used)?.checked_sub(self.paid)?;
        if left < Rupiah::ZERO { Err(PaperFault::DoesNotAddUp("invoice")) } else { Ok(left) }
    }

    pub(super) fn view(&self, view: View) -> Result<Value, PaperFault> {
        at_most("lines of an invoice", self.lines.len(), LINES_LIMIT)?;
        at_most("open invoices", self.arrears.len(), LINES_LIMIT)?;
        let (state, state_on) = match self.state {
            InvoiceState::Open => ("open", None),
            InvoiceState::Paid { on } => ("paid", Some(view.date(on))),
            InvoiceState::Void { on } => ("void", Some(view.date(on))),
        };
        Ok(json!({
            "kind": "invoice",
            "number": self.number,
            "issued-on": view.date(self.issued_on),
            "due-on": view.date(self.due_on),
            "period": self.period.map(|period| view.month(period)),
            "unit": self.unit,
            "payer": self.payer,
            "lines": view.lines(&self.lines),
            "total": format::rupiah(self.total()?),
            "arrears": self.arrears.iter().map(|open| open.view(view)).collect::<Value>(),
            "arrears-total": format::rupiah(self.arrears_total()?),
            "credit": self.deduction(self.credit_used),
            "paid": self.deduction(self.paid),
            "to-pay": format::rupiah(self.to_pay()?),
            "state": state,
            "state-on": state_on,
            "ways": view.ways(&self.how_to_pay),
            "link": view.link(self.link.as_deref())?,
            "note": some(&self.note),
        }))
    }

    fn deduction(&self, amount: Rupiah) -> Option<String> {
        (amount != Rupiah::ZERO).then(|| format!("−{}", format::rupiah(amount)))
    }
}
