//! The chart of accounts and the funds on one page, each with what stands in it today.

use std::collections::HashMap;

use askama::Template;
use kernel::{Date, FundId, LedgerAccountId, Locale};
use tenancy::{
    May, Place, TenantTx,
    policy::{KeepBooks, SeeBooks},
};
use web::{Browser, Say, Shell, shell::parts::Chip, texts::texts};

use super::{
    AccountKind,
    sql::{self, Account, Fund},
};
use crate::{
    balance::{
        self,
        model::{Span, natural},
        sql::Movement,
    },
    frame::{self, Tab, money},
};

struct Row {
    href: String,
    code: String,
    name: String,
    balance: String,
    /// Key of the word beside it: why it cannot go, or that it is out of use.
    mark: Option<&'static str>,
}

struct Group {
    label: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "chart/index.html")]
struct Index {
    s: Shell,
    tabs: Vec<Chip>,
    groups: Vec<Group>,
    funds: Vec<Row>,
    new_account: String,
    new_fund: String,
    keeps: bool,
}

pub async fn index(may: May<SeeBooks>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let accounts = sql::accounts(&mut tx).await?;
    let funds = sql::all_funds(&mut tx).await?;
    let standing = standing(&mut tx).await?;
    let s = browser.office(&may, browser.texts().get("chart-title"));
    let group = |kind: AccountKind| Group {
        label: kind.word(),
        rows: accounts
            .iter()
            .filter(|a| a.kind == kind)
            .map(|a| account(may.place(), &standing, a))
            .collect(),
    };
    web::page(&Index {
        tabs: frame::tabs(&s, may.place(), Tab::Chart),
        groups: AccountKind::ALL.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect(),
        funds: funds.iter().map(|row| fund(may.place(), &accounts, &standing, row)).collect(),
        new_account: may.place().path("buku/akun/baru"),
        new_fund: may.place().path("buku/pos/baru"),
        keeps: may.can::<KeepBooks>(),
        s,
    })
}

/// What stands in every account and fund, whatever day it was booked on.
pub(super) async fn standing(tx: &mut TenantTx) -> tenancy::Result<Vec<Movement>> {
    let far = Date::from_ymd_opt(2199, 12, 31).expect("2199 will have a last day");
    balance::movements(tx, Span { from: None, to: far }, None).await
}

fn account(place: &Place, standing: &[Movement], account: &Account) -> Row {
    let sum: i64 = standing.iter().filter(|m| m.account == account.id).map(|m| m.opening).sum();
    let mark = match (account.retired_at, account.purpose) {
        (Some(_), _) => Some("chart-retired"),
        (None, Some(_)) => Some("chart-needed"),
        (None, None) => None,
    };
    Row {
        href: place.path(&format!("buku/akun/{}", account.id)),
        code: account.code.clone(),
        name: account.name.clone(),
        balance: money(natural(account.kind, sum)),
        mark,
    }
}

/// A fund holds what its cash boxes and bank accounts hold of it.
fn fund(place: &Place, accounts: &[Account], standing: &[Movement], fund: &Fund) -> Row {
    let boxes: HashMap<LedgerAccountId, bool> = accounts.iter().map(|a| (a.id, a.holds_money)).collect();
    let own = standing.iter().filter(|m| m.fund == fund.id && boxes.get(&m.account) == Some(&true));
    Row {
        href: place.path(&format!("buku/pos/{}/ubah", fund.id)),
        code: fund.code.clone(),
        name: fund.name.clone(),
        balance: money(own.map(|movement| movement.opening).sum()),
        mark: if fund.retired_at.is_some() {
            Some("chart-retired")
        } else {
            fund.is_general.then_some("chart-needed")
        },
    }
}

/// Why an account or a fund stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CannotRetire {
    Needed,
    HoldsMoney,
}

impl Say for CannotRetire {
    fn say(&self, locale: Locale) -> String {
        texts(locale)
            .get(match self {
                Self::Needed => "chart-cannot-needed",
                Self::HoldsMoney => "chart-cannot-balance",
            })
            .to_owned()
    }
}

/// Does nothing stand in it any more? Income and expenses are history: they stand in nobody's way.
pub(super) async fn is_empty(
    tx: &mut TenantTx,
    account: Option<LedgerAccountId>,
    fund: Option<FundId>,
) -> tenancy::Result<bool> {
    let history: Vec<LedgerAccountId> = sql::accounts(tx)
        .await?
        .into_iter()
        .filter(|account| {
            matches!(account.kind, AccountKind::Income | AccountKind::Expense | AccountKind::Equity)
        })
        .map(|account| account.id)
        .collect();
    let standing = standing(tx).await?;
    let about =
        |m: &&Movement| account.is_none_or(|id| m.account == id) && fund.is_none_or(|id| m.fund == id);
    let counts = |m: &&Movement| m.opening != 0 && !history.contains(&m.account);
    Ok(!standing.iter().filter(about).any(|movement| counts(&movement)))
}
