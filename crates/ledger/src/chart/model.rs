//! What an account is for, and on which side of the books it stands. Pure.

use kernel::{FundId, LedgerAccountId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the rooms look an account up by. A complex has exactly one account of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Purpose {
    /// The cash box.
    Cash,
    /// The bank account.
    Bank,
    /// Paid online, not yet on the bank account.
    Clearing,
    DuesReceivable,
    PenaltyReceivable,
    /// Paid ahead by a unit (titipan).
    Credit,
    /// To be given back one day (uang jaminan).
    Deposit,
    /// Owed by the complex.
    Payable,
    /// Value-added tax collected for the state.
    Tax,
    /// The other side of every opening balance.
    Opening,
    /// The other side of money that moves from one fund to another.
    BetweenFunds,
    DuesIncome,
    PenaltyIncome,
    OtherIncome,
    /// Income given up: waivers, discounts, amnesty.
    Relief,
    BankFee,
    OtherExpense,
}

impl Purpose {
    pub const ALL: [Self; 17] = [
        Self::Cash,
        Self::Bank,
        Self::Clearing,
        Self::DuesReceivable,
        Self::PenaltyReceivable,
        Self::Credit,
        Self::Deposit,
        Self::Payable,
        Self::Tax,
        Self::Opening,
        Self::BetweenFunds,
        Self::DuesIncome,
        Self::PenaltyIncome,
        Self::OtherIncome,
        Self::Relief,
        Self::BankFee,
        Self::OtherExpense,
    ];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Bank => "bank",
            Self::Clearing => "clearing",
            Self::DuesReceivable => "dues_receivable",
            Self::PenaltyReceivable => "penalty_receivable",
            Self::Credit => "credit",
            Self::Deposit => "deposit",
            Self::Payable => "payable",
            Self::Tax => "tax",
            Self::Opening => "opening",
            Self::BetweenFunds => "between_funds",
            Self::DuesIncome => "dues_income",
            Self::PenaltyIncome => "penalty_income",
            Self::OtherIncome => "other_income",
            Self::Relief => "relief",
            Self::BankFee => "bank_fee",
            Self::OtherExpense => "other_expense",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// On which side of the books an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum AccountKind {
    /// What the complex has (harta).
    Asset,
    /// What it owes (kewajiban).
    Liability,
    /// What it began with (modal).
    Equity,
    /// What comes in (pendapatan).
    Income,
    /// What goes out (beban).
    Expense,
}

impl AccountKind {
    pub const ALL: [Self; 5] = [Self::Asset, Self::Liability, Self::Equity, Self::Income, Self::Expense];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Liability => "liability",
            Self::Equity => "equity",
            Self::Income => "income",
            Self::Expense => "expense",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The key of its name in the language files.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Asset => "ledger-account-asset",
            Self::Liability => "ledger-account-liability",
            Self::Equity => "ledger-account-equity",
            Self::Income => "ledger-account-income",
            Self::Expense => "ledger-account-expense",
        }
    }
}

/// Why an account or a fund cannot be written as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChartFault {
    #[error("an account's code is three to eight digits")]
    AccountCode,
    #[error("a fund's code is one to twenty letters and digits")]
    FundCode,
    #[error("a name is missing or too long")]
    Name,
    #[error("the note is too long")]
    Note,
}

/// Three to eight digits, as the chart is sorted by them.
pub fn account_code(text: &str) -> Result<String, ChartFault> {
    let code: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    let fits = (3..=8).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(code) } else { Err(ChartFault::AccountCode) }
}

/// A short word in capitals: `KEAMANAN`.
pub fn fund_code(text: &str) -> Result<String, ChartFault> {
    let code = text.trim().to_uppercase();
    let fits =
        (1..=20).contains(&code.chars().count()) && code.chars().all(|c| c.is_alphanumeric() || c == '-');
    if fits { Ok(code) } else { Err(ChartFault::FundCode) }
}

/// A name of at most this many characters.
pub fn name(text: &str, most: usize) -> Result<String, ChartFault> {
    let name = crate::frame::tidy(text);
    if (1..=most).contains(&name.chars().count()) { Ok(name) } else { Err(ChartFault::Name) }
}

pub fn note(text: &str) -> Result<String, ChartFault> {
    let note = text.trim().to_owned();
    if note.chars().count() <= 500 { Ok(note) } else { Err(ChartFault::Note) }
}

/// A cash box or a bank account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyAccount {
    pub id: LedgerAccountId,
    pub code: String,
    pub name: String,
    /// `None` for one that the complex added itself, such as a second bank account.
    pub purpose: Option<Purpose>,
}

/// A fund, as other rooms speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundMark {
    pub id: FundId,
    pub code: String,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_is_found_by_its_code_and_by_its_place() {
        for (place, purpose) in Purpose::ALL.into_iter().enumerate() {
            assert_eq!(purpose as usize, place);
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
        assert_eq!(Purpose::from_code("petty_cash"), None);
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(account_code(" 11.03 ").as_deref(), Ok("1103"));
        assert_eq!(account_code("11"), Err(ChartFault::AccountCode));
        assert_eq!(account_code("kas"), Err(ChartFault::AccountCode));
        assert_eq!(fund_code("thr-2026").as_deref(), Ok("THR-2026"));
        assert_eq!(fund_code("dua kata"), Err(ChartFault::FundCode));
        assert_eq!(name("  Kas   kecil ", 80).as_deref(), Ok("Kas kecil"));
        assert_eq!(name(" ", 80), Err(ChartFault::Name));
    }
}
