//! How masuk, keluar and pindah become entries. Pure.

use kernel::{Date, EntryId, FundId, LedgerAccountId, Rupiah};

use crate::{
    chart::{AccountKind, Purpose, sql::Account},
    entry::{Draft, Entry},
    kinds,
};

/// The simple face of double entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    #[default]
    In,
    Out,
    Move,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::In, Self::Out, Self::Move];

    /// As it stands in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::In => "masuk",
            Self::Out => "keluar",
            Self::Move => "pindah",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|way| way.code() == code).unwrap_or_default()
    }
}

/// Some money in some place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pocket {
    pub account: LedgerAccountId,
    pub fund: FundId,
}

/// What every entry by hand has.
#[derive(Clone, Debug)]
pub struct Slip {
    pub id: EntryId,
    pub on: Date,
    pub memo: String,
    pub amount: Rupiah,
}

impl Slip {
    fn draft(&self, kind: &'static str) -> Draft {
        Entry::draft(self.id, kind, self.id.uuid(), self.on, self.on, &self.memo)
    }

    pub fn came_in(&self, into: Pocket, from: LedgerAccountId) -> Draft {
        self.draft(kinds::MONEY_IN).debit(into.account, into.fund, self.amount).credit(
            from,
            into.fund,
            self.amount,
        )
    }

    pub fn went_out(&self, of: Pocket, to: LedgerAccountId) -> Draft {
        self.draft(kinds::MONEY_OUT).debit(to, of.fund, self.amount).credit(of.account, of.fund, self.amount)
    }

    /// From one fund to another, each fund's other side stands in `between`.
    pub fn moved(&self, from: Pocket, to: Pocket, between: LedgerAccountId) -> Draft {
        let draft = self.draft(kinds::MONEY_MOVED).debit(to.account, to.fund, self.amount).credit(
            from.account,
            from.fund,
            self.amount,
        );
        if from.fund == to.fund {
            return draft;
        }
        draft.debit(between, from.fund, self.amount).credit(between, to.fund, self.amount)
    }
}

/// May a hand write into this account? Not where documents say what stands there.
pub fn is_open(account: &Account) -> bool {
    let kept = matches!(
        account.purpose,
        Some(Purpose::DuesReceivable | Purpose::PenaltyReceivable | Purpose::Credit)
    );
    account.retired_at.is_none() && !kept
}

/// May it stand on the other side of money that comes in or goes out?
pub fn is_other_side(account: &Account) -> bool {
    is_open(account) && !account.holds_money && account.purpose != Some(Purpose::BetweenFunds)
}

/// The likely ones first: income for what comes in, expenses for what goes out.
pub fn rank(way: Way, kind: AccountKind) -> u8 {
    let likely = if way == Way::In { AccountKind::Income } else { AccountKind::Expense };
    match kind {
        kind if kind == likely => 0,
        AccountKind::Liability => 1,
        AccountKind::Income | AccountKind::Expense => 2,
        AccountKind::Asset => 3,
        AccountKind::Equity => 4,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn id<T>(number: u128, of: fn(uuid::Uuid) -> T) -> T {
        of(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn money_that_moves_between_funds_balances_in_each() {
        let now = DateTime::from_timestamp(1_795_316_400, 0).unwrap();
        let slip = Slip {
            id: EntryId::new(now),
            on: now.date_naive(),
            memo: "Iuran sosial".into(),
            amount: Rupiah::new(250_000).unwrap(),
        };
        let (cash, bank, between) = (
            id(1, LedgerAccountId::from_uuid),
            id(2, LedgerAccountId::from_uuid),
            id(3, LedgerAccountId::from_uuid),
        );
        let (general, social) = (id(4, FundId::from_uuid), id(5, FundId::from_uuid));
        let at = |account, fund| Pocket { account, fund };

        let same = slip.moved(at(cash, general), at(bank, general), between).balanced().unwrap();
        assert_eq!(same.total().get(), 250_000);
        let other = slip.moved(at(cash, general), at(cash, social), between).balanced().unwrap();
        assert_eq!(other.total().get(), 500_000);
        assert!(slip.moved(at(cash, general), at(cash, general), between).balanced().is_err());
        assert!(slip.came_in(at(cash, general), between).balanced().is_ok());
    }
}
