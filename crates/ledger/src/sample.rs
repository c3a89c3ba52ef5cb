//! What a sample complex spends, and its months closed without a button: for the demo.
//!
//! Deliberately absent: income, which other rooms bring.

use kernel::{Date, EntryId, Period, Rupiah};
use tenancy::{Error, Result, TenantTx};

use crate::{
    Chart, Purpose,
    books::close,
    chart::sql::accounts,
    entry::{post, sql::read::find},
    record::{Pocket, Slip},
};

/// Money that leaves the bank, named by the codes of the chart that every complex begins with.
#[derive(Clone, Debug)]
pub struct Spending {
    /// From the day and the words of it: the same spending twice is one entry.
    pub id: EntryId,
    pub on: Date,
    /// Of the expense account, such as 5101.
    pub account: &'static str,
    pub fund: &'static str,
    pub amount: Rupiah,
    pub memo: String,
}

/// # Errors
/// [`Error::Missing`] for a code that the chart does not have.
pub async fn spend(tx: &mut TenantTx, spending: &Spending) -> Result<()> {
    if find(tx, spending.id).await?.is_some() {
        return Ok(());
    }
    let chart = Chart::load(tx).await?;
    let known = accounts(tx).await?;
    let account = known.iter().find(|known| known.code == spending.account).ok_or(Error::Missing)?.id;
    let fund = chart.funds().iter().find(|known| known.code == spending.fund).ok_or(Error::Missing)?.id;
    let slip =
        Slip { id: spending.id, on: spending.on, memo: spending.memo.clone(), amount: spending.amount };
    let entry = slip.went_out(Pocket { account: chart.account(Purpose::Bank), fund }, account).balanced();
    post(tx, &[entry.map_err(|_| Error::Conflict("journal_entry".to_owned()))?]).await
}

/// Closes every open month up to this one.
pub async fn close_through(tx: &mut TenantTx, month: Period) -> Result<()> {
    close(tx, month).await.map(|_| ())
}
