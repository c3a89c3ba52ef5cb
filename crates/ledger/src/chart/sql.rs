//! Statements about accounts and funds.

use kernel::{FundId, LedgerAccountId};
use tenancy::{Result, TenantTx};

use super::model::Purpose;

/// An account that rooms look up, or that holds money.
#[derive(Clone, Debug)]
pub struct AccountRow {
    pub id: LedgerAccountId,
    pub code: String,
    pub name: String,
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

/// The accounts in use that have a purpose or hold money, by their codes.
pub async fn of_purpose_or_money(tx: &mut TenantTx) -> Result<Vec<AccountRow>> {
    let rows = sqlx::query_as!(
        AccountRow,
        r#"select account_id as "id: LedgerAccountId", code, name, purpose as "purpose: Purpose", holds_money
             from ledger_account where retired_at is null and (purpose is not null or holds_money) order by code"#
    );
    Ok(rows.fetch_all(tx).await?)
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
