//! Adding up a month of cash. Pure.

use std::collections::HashMap;

use kernel::{EntryId, FundId, LedgerAccountId};

use crate::{
    balance::sql::Movement,
    chart::{
        Purpose,
        sql::{Account, Fund},
    },
};

/// What one entry did to one pocket of money: an account that holds money, in one fund.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    pub entry: EntryId,
    pub account: LedgerAccountId,
    pub fund: FundId,
    /// What came in, less what went out, rupiah.
    pub amount: i64,
}

/// The other sides of the month's money: what it came from or went to.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    pub account: LedgerAccountId,
    /// Positive: so much came in from there, rupiah.
    pub amount: i64,
}

/// Opening, in, out, closing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line<T> {
    pub of: T,
    pub code: String,
    pub name: String,
    pub opening: i64,
    pub income: i64,
    pub outgo: i64,
}

impl<T> Line<T> {
    pub fn closing(&self) -> i64 {
        self.opening + self.income - self.outgo
    }
}

/// One source of money, or one use of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub account: LedgerAccountId,
    pub name: String,
    pub purpose: Option<Purpose>,
    pub amount: i64,
}

/// A month of cash.
#[derive(Clone, Debug)]
pub struct Cash {
    pub boxes: Vec<Line<LedgerAccountId>>,
    pub funds: Vec<Line<FundId>>,
    /// Over everything; what only moved inside counts neither way.
    pub whole: Line<()>,
    pub sources: Vec<Flow>,
    pub uses: Vec<Flow>,
}

impl Cash {
    pub fn add_up(
        accounts: &[Account],
        funds: &[Fund],
        before: &[Movement],
        moves: &[Move],
        sides: &[Side],
    ) -> Self {
        let holds_money = |id: LedgerAccountId| accounts.iter().any(|a| a.id == id && a.holds_money);
        let before: Vec<&Movement> = before.iter().filter(|m| holds_money(m.account)).collect();
        let by_box = netted(moves, |one| one.account);
        let by_fund = netted(moves, |one| one.fund);
        let whole = netted(moves, |_| ());

        let of_box = |account: &Account| Line {
            of: account.id,
            code: account.code.clone(),
            name: account.name.clone(),
            opening: before.iter().filter(|m| m.account == account.id).map(|m| m.opening).sum(),
            income: by_box.get(&account.id).map_or(0, |flow| flow.0),
            outgo: by_box.get(&account.id).map_or(0, |flow| flow.1),
        };
        let of_fund = |fund: &Fund| Line {
            of: fund.id,
            code: fund.code.clone(),
            name: fund.name.clone(),
            opening: before.iter().filter(|m| m.fund == fund.id).map(|m| m.opening).sum(),
            income: by_fund.get(&fund.id).map_or(0, |flow| flow.0),
            outgo: by_fund.get(&fund.id).map_or(0, |flow| flow.1),
        };
        let (income, outgo) = whole.get(&()).copied().unwrap_or_default();
        let flows = |wanted: fn(i64) -> i64| flows(accounts, sides, wanted);
        Self {
            boxes: accounts.iter().filter(|account| account.holds_money).map(of_box).collect(),
            funds: funds.iter().map(of_fund).collect(),
            whole: Line {
                opening: before.iter().map(|movement| movement.opening).sum(),
                income,
                outgo,
                ..Line::default()
            },
            sources: flows(|amount| amount),
            uses: flows(|amount| -amount),
        }
    }

    /// Did money ever stand or move here?
    pub fn is_empty(&self) -> bool {
        self.whole.opening == 0 && self.boxes.iter().all(|line| line.income == 0 && line.outgo == 0)
    }
}

/// What came in and went out of each key, entry by entry: what an entry only moves inside a key vanishes.
fn netted<K: Copy + Eq + std::hash::Hash>(
    moves: &[Move],
    key: impl Fn(&Move) -> K,
) -> HashMap<K, (i64, i64)> {
    let mut nets: HashMap<(EntryId, K), i64> = HashMap::new();
    for one in moves {
        *nets.entry((one.entry, key(one))).or_default() += one.amount;
    }
    let mut flows: HashMap<K, (i64, i64)> = HashMap::new();
    for ((_, key), net) in nets {
        let flow = flows.entry(key).or_default();
        flow.0 += net.max(0);
        flow.1 += (-net).max(0);
    }
    flows
}

/// The sides of one direction, the largest first. Money between funds has both its ends inside.
fn flows(accounts: &[Account], sides: &[Side], wanted: fn(i64) -> i64) -> Vec<Flow> {
    let flow = |side: &Side| {
        let account = accounts.iter().find(|account| account.id == side.account)?;
        let amount = wanted(side.amount);
        let shown = amount > 0 && account.purpose != Some(Purpose::BetweenFunds);
        let Account { id, name, purpose, .. } = account;
        shown.then(|| Flow { account: *id, name: name.clone(), purpose: *purpose, amount })
    };
    let mut flows: Vec<Flow> = sides.iter().filter_map(flow).collect();
    flows.sort_by_key(|flow| std::cmp::Reverse(flow.amount));
    flows
}

/// Is it worth a line of its own, or did nothing happen to it?
pub fn is_quiet<T>(line: &Line<T>) -> bool {
    line.opening == 0 && line.income == 0 && line.outgo == 0
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::chart::AccountKind;

    fn account(number: u128, holds_money: bool) -> Account {
        Account {
            id: LedgerAccountId::from_uuid(Uuid::from_u128(number)),
            code: number.to_string(),
            name: format!("Akun {number}"),
            kind: if holds_money { AccountKind::Asset } else { AccountKind::Income },
            purpose: None,
            holds_money,
            note: String::new(),
            retired_at: None,
        }
    }

    fn fund(number: u128) -> Fund {
        Fund {
            id: FundId::from_uuid(Uuid::from_u128(number)),
            code: number.to_string(),
            name: format!("Pos {number}"),
            is_general: number == 1,
            note: String::new(),
            retired_at: None,
        }
    }

    #[test]
    fn what_only_moves_inside_is_neither_income_nor_expense() {
        let accounts = [account(1, true), account(2, true), account(3, false)];
        let funds = [fund(1), fund(2)];
        let entry = |number: u128| EntryId::from_uuid(Uuid::from_u128(number));
        let one = |entry, account: usize, fund: usize, amount| Move {
            entry,
            account: accounts[account].id,
            fund: funds[fund].id,
            amount,
        };
        let moves = [
            one(entry(1), 0, 0, 500_000),
            // Carried to the bank.
            one(entry(2), 0, 0, -300_000),
            one(entry(2), 1, 0, 300_000),
            // From one fund to the other, in the same box.
            one(entry(3), 0, 0, -50_000),
            one(entry(3), 0, 1, 50_000),
        ];
        let sides = [Side { account: accounts[2].id, amount: 500_000 }];
        let cash = Cash::add_up(&accounts, &funds, &[], &moves, &sides);
        assert_eq!((cash.whole.income, cash.whole.outgo), (500_000, 0));
        assert_eq!((cash.boxes[0].income, cash.boxes[0].outgo), (500_000, 300_000));
        assert_eq!((cash.funds[0].income, cash.funds[0].outgo), (500_000, 50_000));
        assert_eq!(cash.funds[1].closing(), 50_000);
        assert_eq!(cash.sources.len(), 1);
        assert!(cash.uses.is_empty() && !cash.is_empty() && !is_quiet(&cash.boxes[1]));
    }
}
