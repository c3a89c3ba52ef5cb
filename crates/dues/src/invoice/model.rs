//! What an invoice is before it has a number, and what others ask of one that was issued. Pure.

use chrono::Datelike as _;
use kernel::{
    BillingRunId, ChargeTypeId, Date, FundId, InvoiceId, LedgerAccountId, MoneyFault, Period, PersonId,
    Rupiah, TariffId, UnitId,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Why an invoice was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum InvoiceKind {
    /// The month's dues.
    Dues,
    /// A late fee; each of its lines names the invoice that it is for.
    Penalty,
    /// What was owed before the complex came to Klustera.
    Opening,
    /// Anything else that is charged to a unit: a stand, a repair, a card.
    Other,
}

impl InvoiceKind {
    pub const ALL: [Self; 4] = [Self::Dues, Self::Penalty, Self::Opening, Self::Other];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Dues => "dues",
            Self::Penalty => "penalty",
            Self::Opening => "opening",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The series in which such an invoice is numbered: `INV-2026-11`, `DND-2026-11`, `SA-2026`.
    pub fn series(self, period: Period, issued_on: Date) -> String {
        match self {
            Self::Dues | Self::Other => format!("INV-{period}"),
            Self::Penalty => format!("DND-{period}"),
            Self::Opening => format!("SA-{}", issued_on.year()),
        }
    }
}

/// An invoice to be issued. Amounts are whole rupiah; there is at least one line and each is above zero.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    pub kind: InvoiceKind,
    pub unit: UnitId,
    /// The house number as it stands on the invoice for ever.
    pub unit_code: String,
    pub period: Period,
    pub payer: Option<PersonId>,
    pub payer_name: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub lines: Vec<NewLine>,
    /// How the figures came to be: `run::Snapshot` for the month's dues, anything readable for others.
    pub snapshot: serde_json::Value,
    pub run: Option<BillingRunId>,
    /// The void invoice in whose place this one stands.
    pub replaces: Option<InvoiceId>,
}

#[derive(Clone, Debug)]
pub struct NewLine {
    /// Null for opening balances and penalties. With one, the same unit, charge, period and part is billed once.
    pub charge_type: Option<ChargeTypeId>,
    pub tariff: Option<TariffId>,
    /// The stretch of the period, when a move or a tariff change cuts it.
    pub part: i16,
    pub period: Period,
    pub fund: FundId,
    /// What is credited for this line: the income of the charge, or the opening balance.
    pub income_account: LedgerAccountId,
    pub description: String,
    /// m², m³, months or days, as the description says.
    pub quantity: Option<Decimal>,
    /// Rupiah for one of the quantity.
    pub rate: Option<Decimal>,
    /// Of the amount, what is tax.
    pub tax: Rupiah,
    /// Tax included.
    pub amount: Rupiah,
    /// Which of two lines of one age is settled first; smaller goes first.
    pub priority: i16,
    /// The invoice that a late fee is for; on every line of a penalty and on no other.
    pub penalty_for: Option<InvoiceId>,
}

impl NewInvoice {
    pub fn total(&self) -> Result<Rupiah, MoneyFault> {
        self.lines.iter().try_fold(Rupiah::ZERO, |sum, line| sum.checked_add(line.amount))
    }
}

/// An invoice that has its number now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    pub id: InvoiceId,
    pub number: String,
    pub unit: UnitId,
    pub total: Rupiah,
}

/// An invoice of which something is still to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvoice {
    pub id: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub unit: UnitId,
    pub period: Period,
    pub payer_name: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub total: Rupiah,
    pub open: Rupiah,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_fee_of_november_is_numbered_apart_from_the_dues_of_november() {
        let november = Date::from_ymd_opt(2026, 11, 22).unwrap();
        let series = |kind: InvoiceKind| kind.series(Period::of(november), november);
        assert_eq!(series(InvoiceKind::Dues), "INV-2026-11");
        assert_eq!(series(InvoiceKind::Penalty), "DND-2026-11");
        assert_eq!(series(InvoiceKind::Opening), "SA-2026");
    }
}
