use kernel::{Date, Rupiah, format};
use serde_json::{Value, json};

use super::{LINES_LIMIT, PaymentWay, View, at_most, sum, view::some};
use crate::PaperFault;

/// An invoice that is not paid yet, as a line of a letter or of the next invoice.
#[derive(Clone, Debug)]
pub struct OpenInvoice {
    pub number: String,
    /// What it was for: `IPL Oktober 2026`.
    pub label: String,
    pub due_on: Date,
    /// What is left of it.
    pub amount: Rupiah,
}

impl OpenInvoice {
    pub(super) fn view(&self, view: View) -> Value {
        json!({
            "number": self.number,
            "label": self.label,
            "due-on": view.short_date(self.due_on),
            "amount": format::rupiah(self.amount),
        })
    }
}

/// Who stands below a letter.
#[derive(Clone, Debug)]
pub struct Signatory {
    pub name: String,
    /// `Pengelola`, `Bendahara`, `Ketua RT 03`.
    pub role: String,
}

/// Surat peringatan: first, second, third. Says what is open, what to do and whom to talk to. Never threatens.
#[derive(Clone, Debug)]
pub struct Warning {
    pub step: Step,
    pub number: String,
    pub issued_on: Date,
    pub unit: String,
    pub payer: String,
    pub open: Vec<OpenInvoice>,
    /// Until when an answer or a payment is asked for.
    pub answer_by: Date,
    /// Letters sent before this one, with their days.
    pub earlier: Vec<(String, Date)>,
    pub how_to_pay: Vec<PaymentWay>,
    /// Whom to talk to, and how: `Bu Siti (bendahara), WhatsApp 0812-7000-0002`.
    pub contact: String,
    pub signed_by: Signatory,
    pub link: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    First,
    Second,
    Third,
}

impl Warning {
    pub fn total(&self) -> Result<Rupiah, PaperFault> {
        sum(self.open.iter().map(|open| open.amount))
    }

    pub(super) fn view(&self, view: View) -> Result<Value, PaperFault> {
        at_most("open invoices", self.open.len(), LINES_LIMIT)?;
        let step = match self.step {
            Step::First => "1",
            Step::Second => "2",
            Step::Third => "3",
        };
        let earlier = |(number, on): &(String, Date)| json!({"number": number, "on": view.date(*on)});
        Ok(json!({
            "kind": "warning",
            "step": step,
            "number": self.number,
            "issued-on": view.date(self.issued_on),
            "unit": self.unit,
            "payer": self.payer,
            "open": self.open.iter().map(|open| open.view(view)).collect::<Value>(),
            "total": format::rupiah(self.total()?),
            "in-words": view.in_words(self.total()?),
            "answer-by": view.date(self.answer_by),
            "earlier": self.earlier.iter().map(earlier).collect::<Value>(),
            "ways": view.ways(&self.how_to_pay),
            "contact": some(&self.contact),
            "signed-by": {"name": self.signed_by.name, "role": self.signed_by.role},
            "link": view.link(self.link.as_deref())?,
        }))
    }
}

/// Surat bebas iuran: nothing is owed. Who calls has made sure that it is so.
#[derive(Clone, Debug)]
pub struct Clearance {
    pub number: String,
    pub issued_on: Date,
    pub unit: String,
    /// Who is cleared.
    pub person: String,
    /// Up to and including this day everything is paid.
    pub paid_until: Date,
    /// What it is for: `pindah rumah`. Empty when nobody said.
    pub purpose: String,
    pub signed_by: Signatory,
    pub link: Option<String>,
}

impl Clearance {
    pub(super) fn view(&self, view: View) -> Result<Value, PaperFault> {
        Ok(json!({
            "kind": "clearance",
            "number": self.number,
            "issued-on": view.date(self.issued_on),
            "unit": self.unit,
            "person": self.person,
            "paid-until": view.date(self.paid_until),
            "purpose": some(&self.purpose),
            "signed-by": {"name": self.signed_by.name, "role": self.signed_by.role},
            "link": view.link(self.link.as_deref())?,
        }))
    }
}
