//! Every statement about visits of the platform's staff.

use kernel::{AccountId, Instant, RequestId};
use tenancy::{PlatformTx, Result};

/// One request that passed the operator's door.
#[derive(Clone, Debug)]
pub struct Visit {
    pub number: i64,
    pub account: AccountId,
    pub name: String,
    /// Method and path.
    pub reason: String,
    pub request: Option<RequestId>,
    pub at: Instant,
}

/// The newest first, behind this number. A request that passed the door twice is one visit.
pub async fn visits(
    tx: &mut PlatformTx,
    who: Option<AccountId>,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Visit>> {
    let visits = sqlx::query_as!(
        Visit,
        r#"select v.visit_id as number, v.account_id as "account: AccountId", a.name, v.reason,
                  v.request_id as "request: RequestId", v.at
             from operator_visit v join account a using (account_id)
            where ($1::uuid is null or v.account_id = $1) and ($2::bigint is null or v.visit_id < $2)
              and not exists (select from operator_visit e
                               where e.request_id = v.request_id and e.visit_id < v.visit_id)
            order by v.visit_id desc limit $3"#,
        who as Option<AccountId>,
        before,
        most
    )
    .fetch_all(tx)
    .await?;
    Ok(visits)
}

/// The staff, by name.
pub async fn staff(tx: &mut PlatformTx) -> Result<Vec<(AccountId, String)>> {
    let rows = sqlx::query!(
        r#"select a.account_id as "account: AccountId", a.name from operator join account a using (account_id)
            order by a.name"#
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account, row.name)).collect())
}
