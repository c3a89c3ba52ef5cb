//! When the month is due, when it bills itself, what money settles first, and what stands on the paper. Pure.

use chrono::Datelike as _;
use kernel::{Date, FileId, Period};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How this complex bills and collects; these defaults until somebody changes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// 1 to 31; a month that is shorter is due on its last day.
    pub due_day: u32,
    pub due_month: DueMonth,
    /// The day, 1 to 28, on which the month bills itself; `None`: somebody presses the button.
    pub run_day: Option<u32>,
    pub settle_first: SettleFirst,
    /// Whether the unit's code is added to amounts that are to be transferred.
    pub use_unique_code: bool,
    pub bank: BankAccount,
    pub letterhead: Letterhead,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            due_day: 10,
            due_month: DueMonth::Same,
            run_day: None,
            settle_first: SettleFirst::Principal,
            use_unique_code: true,
            bank: BankAccount::default(),
            letterhead: Letterhead::default(),
        }
    }
}

impl Setting {
    /// The last day on which this month is paid in time.
    pub fn due_on(&self, period: Period) -> Date {
        let month = match self.due_month {
            DueMonth::Same => period,
            DueMonth::Next => period.next(),
        };
        month.last_day().with_day(self.due_day).unwrap_or_else(|| month.last_day())
    }
}

/// The month that the due day lies in, seen from the one that is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum DueMonth {
    Same,
    Next,
}

impl DueMonth {
    /// As it stands in the database, in forms and in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Next => "next",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Same, Self::Next].into_iter().find(|one| one.code() == code)
    }
}

/// Among lines of one age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SettleFirst {
    Principal,
    Penalty,
}

impl SettleFirst {
    /// As it stands in the database, in forms and in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Principal => "principal",
            Self::Penalty => "penalty",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Principal, Self::Penalty].into_iter().find(|one| one.code() == code)
    }
}

/// Where to transfer to, as it stands on invoices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankAccount {
    pub name: String,
    pub number: String,
    pub holder: String,
}

impl BankAccount {
    pub fn is_known(&self) -> bool {
        !self.number.is_empty()
    }
}

/// What stands on top and at the bottom of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The complex's own name where this is empty.
    pub name: String,
    pub address: String,
    pub contact: String,
    pub logo: Option<FileId>,
    pub signer_name: String,
    pub signer_title: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_a_31st_is_due_on_its_last_day() {
        let setting = Setting { due_day: 31, ..Setting::default() };
        let due =
            |year, month| setting.due_on(Period::of(Date::from_ymd_opt(year, month, 1).unwrap())).to_string();
        assert_eq!(due(2026, 2), "2026-02-28");
        assert_eq!(due(2026, 12), "2026-12-31");
        let next = Setting { due_day: 5, due_month: DueMonth::Next, ..Setting::default() };
        assert_eq!(
            next.due_on(Period::of(Date::from_ymd_opt(2026, 12, 1).unwrap())).to_string(),
            "2027-01-05"
        );
    }
}
