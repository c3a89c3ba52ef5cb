//! Statements about a month of cash.

use kernel::{EntryId, FundId, LedgerAccountId, Period};
use tenancy::{Result, TenantTx};

use super::model::{Move, Side};

/// What every entry of the month did to each pocket of money.
pub async fn moves(tx: &mut TenantTx, month: Period) -> Result<Vec<Move>> {
    let rows = sqlx::query_as!(
        Move,
        r#"select p.entry_id as "entry!: EntryId", p.account_id as "account!: LedgerAccountId",
                  p.fund_id as "fund!: FundId", sum(p.amount)::bigint as "amount!"
             from ledger_account a join posting p using (complex_id, account_id)
            where a.holds_money and p.booked_on >= $1 and p.booked_on <= $2
            group by p.entry_id, p.account_id, p.fund_id"#,
        month.first_day(),
        month.last_day(),
    );
    Ok(rows.fetch_all(tx).await?)
}

/// What the month's money came from and went to: the other lines of the entries that moved it. An entry that only moves
/// money from fund to fund, as titipan does when it pays an invoice, brought nothing in and took nothing out.
pub async fn other_sides(tx: &mut TenantTx, month: Period) -> Result<Vec<Side>> {
    let rows = sqlx::query_as!(
        Side,
        r#"with moved as (
               select p.complex_id, p.entry_id
                 from ledger_account a join posting p using (complex_id, account_id)
                where a.holds_money and p.booked_on >= $1 and p.booked_on <= $2
                group by p.complex_id, p.entry_id having sum(p.amount) <> 0)
           select p.account_id as "account!: LedgerAccountId", -sum(p.amount)::bigint as "amount!"
             from moved m join posting p using (complex_id, entry_id)
             join ledger_account a using (complex_id, account_id)
            where not a.holds_money and p.booked_on >= $1 and p.booked_on <= $2
            group by p.account_id having sum(p.amount) <> 0"#,
        month.first_day(),
        month.last_day(),
    );
    Ok(rows.fetch_all(tx).await?)
}
