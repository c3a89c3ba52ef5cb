//! Statements about what was changed.

use std::collections::HashMap;

use kernel::{AccountId, Instant, PersonId, UnitId};
use serde_json::Value;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// One change of one row.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: i64,
    pub at: Instant,
    /// Nobody: a worker or a signed link.
    pub who: Option<AccountId>,
    pub table: String,
    pub action: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

pub async fn of_unit(tx: &mut TenantTx, unit: UnitId, most: i64) -> Result<Vec<Entry>> {
    let entries = sqlx::query_as!(
        Entry,
        r#"select e.audit_id as id, e.at, e.account_id as "who: AccountId", e.table_name as table, e.action,
                  e.before, e.after
             from audit_entry e
            where (e.table_name, e.row_id) in (
                  select 'unit', $1::uuid union all select 'occupancy', o.occupancy_id from occupancy o where o.unit_id = $1)
            order by e.audit_id desc limit $2"#,
        unit as UnitId,
        most
    );
    Ok(entries.fetch_all(tx).await?)
}

pub async fn of_person(tx: &mut TenantTx, person: PersonId, most: i64) -> Result<Vec<Entry>> {
    let entries = sqlx::query_as!(
        Entry,
        r#"select e.audit_id as id, e.at, e.account_id as "who: AccountId", e.table_name as table, e.action,
                  e.before, e.after
             from audit_entry e
            where (e.table_name, e.row_id) in (
                  select 'person', $1::uuid
                  union all select 'occupancy', o.occupancy_id from occupancy o where o.person_id = $1
                  union all select 'person_merge', m.merge_id from person_merge m where m.kept_id = $1)
            order by e.audit_id desc limit $2"#,
        person as PersonId,
        most
    );
    Ok(entries.fetch_all(tx).await?)
}

/// What the list of changes is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub table: Option<String>,
    pub who: Option<AccountId>,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
}

/// The changes below this number, newest first.
pub async fn page(tx: &mut TenantTx, wanted: &Wanted, below: i64, most: i64) -> Result<Vec<Entry>> {
    let entries = sqlx::query_as!(
        Entry,
        r#"select audit_id as "id!", at as "at!", account_id as "who: AccountId", table_name as "table!",
                  action as "action!", before, after
             from changes($1, $2, $3, $4, $5, $6) order by audit_id desc"#,
        below,
        wanted.table,
        wanted.who as Option<AccountId>,
        wanted.from,
        wanted.until,
        most
    );
    Ok(entries.fetch_all(tx).await?)
}

/// Who changes things here: the members, of today and of before.
pub async fn actors(tx: &mut TenantTx) -> Result<Vec<(AccountId, String)>> {
    let rows = sqlx::query!(
        r#"select distinct account_id as "id!: AccountId", name as "name!" from member
            where role in ('manager', 'treasurer', 'area_head') order by 2"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The names behind the ids that entries speak of, and of the accounts that made them.
pub async fn names(tx: &mut TenantTx, ids: &[Uuid], accounts: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    if ids.is_empty() && accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select unit_id as "id!", code as "name!" from unit where unit_id = any ($1)
           union all select person_id, name from person where person_id = any ($1)
           union all select area_id, name from area where area_id = any ($1)
           union all select account_id, min(name) from member where account_id = any ($1) group by account_id
           union all select account_id, name from account_names($2)"#,
        ids,
        accounts
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.id, row.name)).collect())
}
