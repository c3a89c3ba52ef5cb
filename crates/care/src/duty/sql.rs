//! Statements about who is on duty.

use kernel::{AccountId, EventId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Part, Shift};

/// Of those who still manage, from Monday on.
pub async fn shifts(tx: &mut TenantTx) -> Result<Vec<Shift>> {
    let rows = sqlx::query_as!(
        Shift,
        r#"select d.shift_id as id, d.account_id as "account: AccountId", m.name as "name!", d.weekday, d.from_minute,
                  d.until_minute
             from duty_shift d
            cross join lateral (select min(m.name) as name from member m
                                 where m.account_id = d.account_id and m.role = 'manager' and m.ended_at is null) m
            where m.name is not null order by d.weekday, d.from_minute, m.name, d.shift_id"#
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Who may be on duty, by name.
pub async fn managers(tx: &mut TenantTx) -> Result<Vec<(AccountId, String)>> {
    let rows = sqlx::query!(
        r#"select account_id as "account!: AccountId", min(name) as "name!" from member
            where role = 'manager' and ended_at is null group by account_id order by 2"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.account, row.name)).collect())
}

pub async fn count(tx: &mut TenantTx) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from duty_shift"#).fetch_one(tx).await?)
}

pub async fn add(tx: &mut TenantTx, account: AccountId, parts: &[Part]) -> Result<()> {
    for (weekday, from_minute, until_minute) in parts {
        let id = EventId::new(tx.now()).uuid();
        sqlx::query!(
            "insert into duty_shift (shift_id, account_id, weekday, from_minute, until_minute)
             values ($1, $2, $3, $4, $5)",
            id,
            account.uuid(),
            weekday,
            from_minute,
            until_minute
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Was there such a shift?
pub async fn drop(tx: &mut TenantTx, id: Uuid) -> Result<bool> {
    let gone = sqlx::query!("delete from duty_shift where shift_id = $1", id);
    Ok(gone.execute(tx).await?.rows_affected() > 0)
}
