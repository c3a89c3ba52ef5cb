//! Statements about accounts and funds.

use kernel::{FundId, Instant, LedgerAccountId};
use tenancy::{Result, TenantTx};

use super::model::{AccountKind, Purpose};

/// An account that rooms look up, that holds money, or that takes income.
#[derive(Clone, Debug)]
pub struct AccountRow {
    pub id: LedgerAccountId,
    pub code: String,
    pub name: String,
    pub kind: AccountKind,
    pub purpose: Option<Purpose>,
    pub holds_money: bool,
}

/// A fund, in use or not.
#[derive(Clone, Debug)]
pub struct FundRow {
    pub id: FundId,
    pub code: String,
    pub name: String,
    pub is_general: bool,
    pub is_retired: bool,
}

/// The accounts in use that have a purpose, hold money or take income, by their codes.
pub async fn of_rooms(tx: &mut TenantTx) -> Result<Vec<AccountRow>> {
    let rows = sqlx::query_as!(
        AccountRow,
        r#"select account_id as "id: LedgerAccountId", code, name, kind as "kind: AccountKind",
                  purpose as "purpose: Purpose", holds_money
             from ledger_account
            where retired_at is null and (purpose is not null or holds_money or kind = 'income') order by code"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Whether dues may be booked here as income: not where late fees stand, nor what was given up.
pub fn takes_dues(account: &AccountRow) -> bool {
    account.kind == AccountKind::Income
        && !matches!(account.purpose, Some(Purpose::PenaltyIncome | Purpose::Relief | Purpose::BetweenFunds))
}

/// All funds: the general one first, then by code.
pub async fn funds(tx: &mut TenantTx) -> Result<Vec<FundRow>> {
    let rows = sqlx::query_as!(
        FundRow,
        r#"select fund_id as "id: FundId", code, name, purpose is not null as "is_general!",
                  retired_at is not null as "is_retired!"
             from fund order by purpose is null, code"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// An account with everything that is written about it.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: LedgerAccountId,
    pub code: String,
    pub name: String,
    pub kind: AccountKind,
    pub purpose: Option<Purpose>,
    pub holds_money: bool,
    pub note: String,
    pub retired_at: Option<Instant>,
}

/// A fund with everything that is written about it.
#[derive(Clone, Debug)]
pub struct Fund {
    pub id: FundId,
    pub code: String,
    pub name: String,
    pub is_general: bool,
    pub note: String,
    pub retired_at: Option<Instant>,
}

/// What may be written about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDetails {
    pub code: String,
    pub name: String,
    pub kind: AccountKind,
    pub holds_money: bool,
    pub note: String,
}

/// What may be written about a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundDetails {
    pub code: String,
    pub name: String,
    pub note: String,
}

/// All accounts by their codes, those that are out of use too.
pub async fn accounts(tx: &mut TenantTx) -> Result<Vec<Account>> {
    let rows = sqlx::query_as!(
        Account,
        r#"select account_id as "id: LedgerAccountId", code, name, kind as "kind: AccountKind",
                  purpose as "purpose: Purpose", holds_money, note, retired_at
             from ledger_account order by code"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// All funds: the general one first, then by code; those that are out of use too.
pub async fn all_funds(tx: &mut TenantTx) -> Result<Vec<Fund>> {
    let rows = sqlx::query_as!(
        Fund,
        r#"select fund_id as "id: FundId", code, name, purpose is not null as "is_general!", note, retired_at
             from fund order by purpose is null, code"#
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn add_account(tx: &mut TenantTx, details: &AccountDetails) -> Result<LedgerAccountId> {
    tx.forget::<super::Chart>();
    let id = LedgerAccountId::new(tx.now());
    sqlx::query!(
        "insert into ledger_account (account_id, code, name, kind, holds_money, note) values ($1, $2, $3, $4, $5, $6)",
        id as LedgerAccountId,
        details.code,
        details.name,
        details.kind.code(),
        details.holds_money,
        details.note,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// Changes what an account is called. On which side of the books it stands does not change: it has postings.
pub async fn change_account(tx: &mut TenantTx, id: LedgerAccountId, details: &AccountDetails) -> Result<()> {
    tx.forget::<super::Chart>();
    sqlx::query!(
        "update ledger_account set code = $2, name = $3, note = $4 where account_id = $1",
        id as LedgerAccountId,
        details.code,
        details.name,
        details.note,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn retire_account(tx: &mut TenantTx, id: LedgerAccountId) -> Result<()> {
    tx.forget::<super::Chart>();
    sqlx::query!(
        "update ledger_account set retired_at = scope_now() where account_id = $1 and retired_at is null",
        id as LedgerAccountId,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn restore_account(tx: &mut TenantTx, id: LedgerAccountId) -> Result<()> {
    tx.forget::<super::Chart>();
    sqlx::query!("update ledger_account set retired_at = null where account_id = $1", id as LedgerAccountId)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn add_fund(tx: &mut TenantTx, details: &FundDetails) -> Result<FundId> {
    tx.forget::<super::Chart>();
    let id = FundId::new(tx.now());
    sqlx::query!(
        "insert into fund (fund_id, code, name, note) values ($1, $2, $3, $4)",
        id as FundId,
        details.code,
        details.name,
        details.note,
    )
    .execute(tx)
    .await?;
    Ok(id)
}

pub async fn change_fund(tx: &mut TenantTx, id: FundId, details: &FundDetails) -> Result<()> {
    tx.forget::<super::Chart>();
    sqlx::query!(
        "update fund set code = $2, name = $3, note = $4 where fund_id = $1",
        id as FundId,
        details.code,
        details.name,
        details.note,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn retire_fund(tx: &mut TenantTx, id: FundId) -> Result<()> {
    tx.forget::<super::Chart>();
    sqlx::query!(
        "update fund set retired_at = scope_now() where fund_id = $1 and purpose is null and retired_at is null",
        id as FundId,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn restore_fund(tx: &mut TenantTx, id: FundId) -> Result<()> {
    tx.forget::<super::Chart>();
    sqlx::query!("update fund set retired_at = null where fund_id = $1", id as FundId).execute(tx).await?;
    Ok(())
}
