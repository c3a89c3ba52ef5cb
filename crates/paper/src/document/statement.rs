use kernel::{Date, Rupiah, format};
use serde_json::{Value, json};

use super::{ROWS_LIMIT, View, at_most, view::some};
use crate::PaperFault;

/// Rekening koran of a unit: what was billed, what was paid, what is left.
#[derive(Clone, Debug)]
pub struct Statement {
    pub unit: String,
    pub payer: String,
    pub from: Date,
    pub to: Date,
    /// What was owed before `from`; negative when the unit had credit.
    pub opening: Rupiah,
    /// In the order of their days.
    pub entries: Vec<Entry>,
    /// What is owed at the end of `to`. Equals opening + debits − credits.
    pub closing: Rupiah,
    pub link: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub on: Date,
    /// Number of the invoice, receipt or correction.
    pub number: String,
    pub label: String,
    /// Billed: what is owed grows.
    pub debit: Rupiah,
    /// Paid: what is owed shrinks.
    pub credit: Rupiah,
}

impl Statement {
    pub(super) fn view(&self, view: View) -> Result<Value, PaperFault> {
        at_most("rows of a statement", self.entries.len(), ROWS_LIMIT)?;
        let (mut balance, mut debits, mut credits) = (self.opening, Rupiah::ZERO, Rupiah::ZERO);
        let mut rows = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            balance = balance.checked_add(entry.debit)?.checked_sub(entry.credit)?;
            debits = debits.checked_add(entry.debit)?;
            credits = credits.checked_add(entry.credit)?;
            rows.push(json!({
                "on": view.short_date(entry.on),
                "number": some(&entry.number),
                "label": entry.label,
                "debit": figure_if_any(view, entry.debit),
                "credit": figure_if_any(view, entry.credit),
                "balance": view.figure(balance),
            }));
        }
        if balance != self.closing {
            return Err(PaperFault::DoesNotAddUp("statement"));
        }
        let standing = match self.closing.get() {
            0 => "settled",
            1.. => "owes",
            _ => "credit",
        };
        Ok(json!({
            "kind": "statement",
            "unit": self.unit,
            "payer": self.payer,
            "from": view.date(self.from),
            "to": view.date(self.to),
            "opening": view.figure(self.opening),
            "rows": rows,
            "debits": view.figure(debits),
            "credits": view.figure(credits),
            "closing": view.figure(self.closing),
            "standing": standing,
            "left": format::rupiah(Rupiah::new(self.closing.get().abs())?),
            "link": view.link(self.link.as_deref())?,
        }))
    }
}

fn figure_if_any(view: View, amount: Rupiah) -> Option<String> {
    (amount != Rupiah::ZERO).then(|| view.figure(amount))
}
