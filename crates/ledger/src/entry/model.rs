//! What an entry is: lines of accounts, funds and amounts that sum to zero in every fund. Pure.

use std::collections::HashMap;

use kernel::{Date, EntryId, FundId, LedgerAccountId, Rupiah};
use uuid::Uuid;

/// The longest memo the books keep, in characters.
const MEMO_LENGTH: usize = 300;

/// An entry that balances. There is no way to build one that does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) head: Head,
    pub(super) lines: Vec<Line>,
}

/// An entry being written, line by line.
#[derive(Clone, Debug)]
pub struct Draft {
    head: Head,
    lines: Vec<Line>,
}

/// Why a draft is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbalanced {
    #[error("nothing moves")]
    Nothing,
    #[error("debit less credit of fund {fund} is {by} rupiah")]
    Differs { fund: FundId, by: i64 },
    #[error("an amount is beyond what a complex can own")]
    TooLarge,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub id: EntryId,
    pub kind: &'static str,
    pub source: Uuid,
    pub booked_on: Date,
    pub value_on: Date,
    pub memo: String,
    pub reverses: Option<EntryId>,
}

/// One line: debit positive, credit negative, in rupiah.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub account: LedgerAccountId,
    pub fund: FundId,
    pub subject: Option<Uuid>,
    pub amount: i64,
}

impl Entry {
    /// Begins an entry. `kind` is a word of the catalogue of postings (docs/money.md), `source` the document that moves
    /// the money: together they are written once, whatever is retried. `booked_on` is the day of the books,
    /// `value_on` the day on which the money really moved.
    pub fn draft(
        id: EntryId,
        kind: &'static str,
        source: Uuid,
        booked_on: Date,
        value_on: Date,
        memo: impl Into<String>,
    ) -> Draft {
        let memo: String = memo.into().chars().take(MEMO_LENGTH).collect();
        let head = Head { id, kind, source, booked_on, value_on, memo, reverses: None };
        Draft { head, lines: Vec::new() }
    }

    pub fn id(&self) -> EntryId {
        self.head.id
    }

    /// What all debits together come to; all credits come to the same.
    pub fn total(&self) -> Rupiah {
        let sum = self.lines.iter().map(|line| line.amount.max(0)).sum();
        Rupiah::new(sum).expect("a balanced entry stays within what a complex can own")
    }
}

impl Draft {
    #[must_use]
    pub fn debit(self, account: LedgerAccountId, fund: FundId, amount: Rupiah) -> Self {
        self.line(account, fund, None, amount.get())
    }

    #[must_use]
    pub fn credit(self, account: LedgerAccountId, fund: FundId, amount: Rupiah) -> Self {
        self.line(account, fund, None, -amount.get())
    }

    /// A debit of somebody's part of the account: the unit of a receivable, the vendor of a debt.
    #[must_use]
    pub fn debit_of(self, account: LedgerAccountId, fund: FundId, amount: Rupiah, subject: Uuid) -> Self {
        self.line(account, fund, Some(subject), amount.get())
    }

    /// A credit of somebody's part of the account.
    #[must_use]
    pub fn credit_of(self, account: LedgerAccountId, fund: FundId, amount: Rupiah, subject: Uuid) -> Self {
        self.line(account, fund, Some(subject), -amount.get())
    }

    /// Says that this entry takes another one back. Each entry is reversed at most once.
    #[must_use]
    pub fn reversing(mut self, entry: EntryId) -> Self {
        self.head.reverses = Some(entry);
        self
    }

    /// Lines of the same account, fund and subject become one, lines of nothing go, and every fund must sum to zero.
    pub fn balanced(self) -> Result<Entry, Unbalanced> {
        let lines = merged(self.lines)?;
        if lines.is_empty() {
            return Err(Unbalanced::Nothing);
        }
        balance(&lines)?;
        Ok(Entry { head: self.head, lines })
    }

    pub(super) fn mirrored(mut self, lines: &[Line]) -> Self {
        self.lines.extend(lines.iter().map(|line| Line { amount: -line.amount, ..*line }));
        self
    }

    fn line(mut self, account: LedgerAccountId, fund: FundId, subject: Option<Uuid>, amount: i64) -> Self {
        self.lines.push(Line { account, fund, subject, amount });
        self
    }
}

fn merged(lines: Vec<Line>) -> Result<Vec<Line>, Unbalanced> {
    let mut places = HashMap::with_capacity(lines.len());
    let mut merged: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let place = *places.entry((line.account, line.fund, line.subject)).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(earlier) => earlier.amount = within(earlier.amount.checked_add(line.amount))?,
            None => merged.push(line),
        }
    }
    merged.retain(|line| line.amount != 0);
    Ok(merged)
}

/// Every fund sums to zero, and the debits stay within what a complex can own.
fn balance(lines: &[Line]) -> Result<(), Unbalanced> {
    let mut funds: Vec<(FundId, i64)> = Vec::new();
    let mut debits: i64 = 0;
    for line in lines {
        debits = within(debits.checked_add(line.amount.max(0)))?;
        match funds.iter_mut().find(|(fund, _)| *fund == line.fund) {
            Some((_, sum)) => *sum = sum.checked_add(line.amount).ok_or(Unbalanced::TooLarge)?,
            None => funds.push((line.fund, line.amount)),
        }
    }
    match funds.into_iter().find(|(_, by)| *by != 0) {
        Some((fund, by)) => Err(Unbalanced::Differs { fund, by }),
        None => Ok(()),
    }
}

fn within(amount: Option<i64>) -> Result<i64, Unbalanced> {
    amount.filter(|amount| amount.abs() <= Rupiah::LIMIT).ok_or(Unbalanced::TooLarge)
}
