//! The chart of accounts and the funds (pos dana). A complex begins with what an RT's treasurer would draw up and may
//! rename, renumber and add; what the rooms look up by its [`Purpose`] cannot be removed.

mod account_form;
pub(crate) mod api;
mod fund_form;
mod model;
mod pages;
pub(crate) mod sql;

use kernel::{FundId, LedgerAccountId};
pub use model::{AccountKind, FundMark, MoneyAccount, Purpose};
use tenancy::{Error, Result, Routes, TenantTx};

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/k/{complex}/buku/akun", pages::index)
        .post("/k/{complex}/buku/akun", account_form::create)
        .get("/k/{complex}/buku/akun/baru", account_form::new)
        .get("/k/{complex}/buku/akun/{account}/ubah", account_form::edit)
        .post("/k/{complex}/buku/akun/{account}", account_form::update)
        .post("/k/{complex}/buku/akun/{account}/pensiun", account_form::retire)
        .post("/k/{complex}/buku/akun/{account}/pulihkan", account_form::restore)
        .post("/k/{complex}/buku/pos", fund_form::create)
        .get("/k/{complex}/buku/pos/baru", fund_form::new)
        .get("/k/{complex}/buku/pos/{fund}/ubah", fund_form::edit)
        .post("/k/{complex}/buku/pos/{fund}", fund_form::update)
        .post("/k/{complex}/buku/pos/{fund}/pensiun", fund_form::retire)
        .post("/k/{complex}/buku/pos/{fund}/pulihkan", fund_form::restore)
        .and(api::routes())
}

/// What a room needs to know of the chart to post: read once for each transaction.
#[derive(Clone, Debug)]
pub struct Chart {
    purposeful: [LedgerAccountId; Purpose::ALL.len()],
    money: Vec<MoneyAccount>,
    income: Vec<(LedgerAccountId, String)>,
    general_fund: FundId,
    funds: Vec<FundMark>,
    retired_funds: Vec<FundMark>,
}

impl Chart {
    /// # Errors
    /// [`Error::Missing`] where a complex has lost an account that every complex begins with.
    pub async fn load(tx: &mut TenantTx) -> Result<Self> {
        if let Some(chart) = tx.known::<Self>() {
            return Ok(chart.clone());
        }
        let chart = Self::read(tx).await?;
        tx.remember(chart.clone());
        Ok(chart)
    }

    async fn read(tx: &mut TenantTx) -> Result<Self> {
        let accounts = sql::of_rooms(tx).await?;
        let funds = sql::funds(tx).await?;
        let mut purposeful = [None; Purpose::ALL.len()];
        for account in &accounts {
            if let Some(purpose) = account.purpose {
                purposeful[purpose as usize] = Some(account.id);
            }
        }
        if purposeful.contains(&None) {
            return Err(Error::Missing);
        }
        let general_fund = funds.iter().find(|fund| fund.is_general).ok_or(Error::Missing)?.id;
        let mark =
            |fund: &sql::FundRow| FundMark { id: fund.id, code: fund.code.clone(), name: fund.name.clone() };
        let income = accounts.iter().filter(|account| sql::takes_dues(account));
        let income =
            income.map(|account| (account.id, format!("{} {}", account.code, account.name))).collect();
        Ok(Self {
            income,
            purposeful: purposeful.map(|id| id.expect("no place was left empty")),
            money: accounts
                .into_iter()
                .filter(|account| account.holds_money)
                .map(MoneyAccount::from)
                .collect(),
            general_fund,
            funds: funds.iter().filter(|fund| !fund.is_retired).map(mark).collect(),
            retired_funds: funds.iter().filter(|fund| fund.is_retired).map(mark).collect(),
        })
    }

    /// The account that serves this purpose; every complex has exactly one.
    pub fn account(&self, purpose: Purpose) -> LedgerAccountId {
        self.purposeful[purpose as usize]
    }

    /// Where money waits that nobody has given a purpose yet (titipan).
    pub fn general_fund(&self) -> FundId {
        self.general_fund
    }

    /// Cash boxes and bank accounts in use, by their codes.
    pub fn money_accounts(&self) -> &[MoneyAccount] {
        &self.money
    }

    /// The accounts in use on which dues may be booked as income, by their codes: `4101 Pendapatan iuran`.
    pub fn income_accounts(&self) -> &[(LedgerAccountId, String)] {
        &self.income
    }

    /// The funds in use: the general one first, then by code.
    pub fn funds(&self) -> &[FundMark] {
        &self.funds
    }

    /// The name of a fund, also of one that is no longer in use; empty for an id of nowhere.
    pub fn fund_name(&self, id: FundId) -> &str {
        self.funds.iter().chain(&self.retired_funds).find(|fund| fund.id == id).map_or("", |fund| &fund.name)
    }
}

impl From<sql::AccountRow> for MoneyAccount {
    fn from(row: sql::AccountRow) -> Self {
        Self { id: row.id, code: row.code, name: row.name, purpose: row.purpose }
    }
}
