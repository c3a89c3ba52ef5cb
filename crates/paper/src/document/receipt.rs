use kernel::{Date, Rupiah, format};
use serde_json::{Value, json};

use super::{LINES_LIMIT, Line, View, at_most, sum, view::some};
use crate::PaperFault;

/// Kuitansi: the complex has received money.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Gap-free number: `KW-2026-11-0042`.
    pub number: String,
    pub unit: String,
    pub payer: String,
    /// What was received. Equals the sum of `lines` plus `kept_as_credit`.
    pub amount: Rupiah,
    /// What it paid for.
    pub lines: Vec<Line>,
    /// The part that paid for nothing yet (titipan).
    pub kept_as_credit: Rupiah,
    /// `Tunai`, `Transfer BCA`.
    pub method: String,
    /// The day on which the money moved.
    pub value_on: Date,
    pub recorded_on: Date,
    pub recorded_by: String,
    /// The unit's credit after this payment.
    pub credit_left: Rupiah,
    /// What the unit still owes after this payment; `None` when the receipt should not say.
    pub owed_left: Option<Rupiah>,
    /// Where anybody can check the receipt.
    pub link: Option<String>,
    /// A receipt of a payment that was taken back says so, large.
    pub reversed: Option<Reversal>,
}

#[derive(Clone, Debug)]
pub struct Reversal {
    pub on: Date,
    pub reason: String,
}

impl Receipt {
    /// Documents that state more than this are due Rp 10,000 of stamp duty (UU 10/2020 article 3 and 5).
    pub const STAMP_DUTY_ABOVE: i64 = 5_000_000;

    pub fn is_due_stamp_duty(&self) -> bool {
        self.amount.get() > Self::STAMP_DUTY_ABOVE
    }

    pub(super) fn view(&self, view: View) -> Result<Value, PaperFault> {
        at_most("lines of a receipt", self.lines.len(), LINES_LIMIT)?;
        let paid = sum(self.lines.iter().map(|line| line.amount))?;
        if paid.checked_add(self.kept_as_credit)? != self.amount {
            return Err(PaperFault::DoesNotAddUp("receipt"));
        }
        Ok(json!({
            "kind": "receipt",
            "number": self.number,
            "unit": self.unit,
            "payer": self.payer,
            "amount": format::rupiah(self.amount),
            "in-words": view.in_words(self.amount),
            "lines": view.lines(&self.lines),
            "kept": view.amount_if_any(self.kept_as_credit),
            "method": self.method,
            "value-on": view.date(self.value_on),
            "recorded-on": view.date(self.recorded_on),
            "recorded-by": some(&self.recorded_by),
            "credit-left": view.amount_if_any(self.credit_left),
            "owed-left": self.owed_left.map(format::rupiah),
            "owes": self.owed_left.is_some_and(|owed| owed > Rupiah::ZERO),
            "duty": self.is_due_stamp_duty(),
            "link": view.link(self.link.as_deref())?,
            "reversed": self.reversed.as_ref().map(|it| json!({"on": view.date(it.on), "reason": some(&it.reason)})),
        }))
    }
}
