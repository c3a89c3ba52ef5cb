//! Statements about named views.

use kernel::EventId;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::View;

pub async fn all(tx: &mut TenantTx) -> Result<Vec<View>> {
    let rows = sqlx::query_as!(
        View,
        r#"select view_id as id, name, search, state, category, assignee, is_shared,
                  account_id = current_account() as "is_own!"
             from care_view where account_id = current_account() or is_shared order by lower(name), view_id"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Under its name, in place of the one that the caller had under it.
pub async fn keep(tx: &mut TenantTx, view: &View) -> Result<Uuid> {
    let id = EventId::new(tx.now()).uuid();
    let kept = sqlx::query_scalar!(
        "insert into care_view (view_id, name, search, state, category, assignee, is_shared)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (complex_id, account_id, lower(name)) do update
            set name = excluded.name, search = excluded.search, state = excluded.state, category = excluded.category,
                assignee = excluded.assignee, is_shared = excluded.is_shared
         returning view_id",
        id,
        view.name,
        view.search,
        view.state,
        view.category,
        view.assignee,
        view.is_shared,
    );
    Ok(kept.fetch_one(tx).await?)
}

/// One of the caller's own. Was there such a view?
pub async fn drop(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let gone =
        sqlx::query!("delete from care_view where view_id = $1 and account_id = current_account()", id);
    Ok(gone.execute(tx).await?.rows_affected() > 0)
}
