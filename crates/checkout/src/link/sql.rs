//! Statements about links and the units behind them.

use kernel::{AccountId, Date, RequestId, UnitId};
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

/// An open link.
#[derive(Clone, Debug)]
pub struct Link {
    pub id: Uuid,
    pub unit: UnitId,
    pub unit_code: String,
}

/// The link, unless it was revoked.
pub async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<Link>> {
    let row = sqlx::query_as!(
        Link,
        r#"select l.link_id as "id!", l.unit_id as "unit!: UnitId", u.code as "unit_code!"
             from bill_link l join unit_mark u using (complex_id, unit_id)
            where l.link_id = $1 and l.revoked_at is null"#,
        id,
    );
    Ok(row.fetch_optional(tx).await?)
}

/// The open link of a unit; made when there is none.
pub async fn open_of(tx: &mut TenantTx, unit: UnitId) -> Result<Uuid> {
    if let Some(link) = known(tx, unit).await? {
        return Ok(link);
    }
    let id = RequestId::new(tx.now()).uuid();
    sqlx::query!(
        "insert into bill_link (link_id, unit_id) values ($1, $2)
         on conflict (complex_id, unit_id) where revoked_at is null do nothing",
        id,
        unit as UnitId,
    )
    .execute(&mut *tx)
    .await?;
    known(tx, unit).await?.ok_or(Error::Missing)
}

async fn known(tx: &mut TenantTx, unit: UnitId) -> Result<Option<Uuid>> {
    let row = sqlx::query_scalar!(
        "select link_id from bill_link where unit_id = $1 and revoked_at is null",
        unit as UnitId
    );
    Ok(row.fetch_optional(tx).await?)
}

/// Whoever holds the old one sees nothing any more.
pub async fn revoke(tx: &mut TenantTx, unit: UnitId, by: AccountId) -> Result<()> {
    sqlx::query!(
        "update bill_link set revoked_at = scope_now(), revoked_by = $2 where unit_id = $1 and revoked_at is null",
        unit as UnitId,
        by as AccountId,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The code of a unit of this complex, whoever asks.
pub async fn unit_code(tx: &mut TenantTx, unit: UnitId) -> Result<Option<String>> {
    let row =
        sqlx::query_scalar!(r#"select code as "code!" from unit_mark where unit_id = $1"#, unit as UnitId);
    Ok(row.fetch_optional(tx).await?)
}

/// The same when whoever acts lives there or owns it on that day.
pub async fn own_unit_code(tx: &mut TenantTx, unit: UnitId, today: Date) -> Result<Option<String>> {
    let row = sqlx::query_scalar!(
        r#"select u.code as "code!" from unit_mark u
            where u.unit_id = $1 and exists (
                  select from person_mark p
                    join stay s on s.complex_id = p.complex_id and s.person_id = p.person_id
                   where p.complex_id = u.complex_id and s.unit_id = u.unit_id
                     and p.account_id = current_account() and s.kind <> 'staff' and s.period @> $2::date)"#,
        unit as UnitId,
        today,
    );
    Ok(row.fetch_optional(tx).await?)
}

/// The phone of whoever pays for the unit today, for a message to them.
pub async fn payer_phone(tx: &mut TenantTx, unit: UnitId, today: Date) -> Result<Option<String>> {
    let row = sqlx::query_scalar!(
        r#"select p.phone from stay s
             join person_mark p on p.complex_id = s.complex_id and p.person_id = s.person_id
            where s.unit_id = $1 and s.payer and s.period @> $2::date and p.phone is not null
            order by p.person_id limit 1"#,
        unit as UnitId,
        today,
    );
    Ok(row.fetch_optional(tx).await?.flatten())
}
