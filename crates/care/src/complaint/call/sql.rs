//! Statements about whoever calls.

use kernel::{AccountId, Date};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// Somebody of this house who signs in: whoever has the name that was heard, else who pays, else who owns or rents.
pub async fn account_of(
    tx: &mut TenantTx,
    house: Uuid,
    heard: &str,
    today: Date,
) -> Result<Option<AccountId>> {
    let account = sqlx::query_scalar!(
        r#"select p.account_id as "account_id!: AccountId"
             from stay s join person_mark p using (complex_id, person_id)
            where s.unit_id = $1 and s.period @> $3::date and s.kind <> 'staff'
              and p.account_id is not null and p.merged_into is null
            order by ($2 <> '' and strpos(lower(p.name), lower($2)) > 0) desc, s.payer desc,
                     array_position(array['tenant', 'owner', 'family'], s.kind), p.name
            limit 1"#,
        house,
        heard,
        today,
    );
    Ok(account.fetch_optional(tx).await?)
}

/// The first house where this account lives, owns or rents.
pub async fn house_of(tx: &mut TenantTx, account: AccountId, today: Date) -> Result<Option<Uuid>> {
    let house = sqlx::query_scalar!(
        r#"select s.unit_id as "unit_id!" from stay s join person_mark p using (complex_id, person_id)
             join unit_mark u using (complex_id, unit_id)
            where p.account_id = $1 and s.period @> $2::date and s.kind <> 'staff' order by u.sort_key limit 1"#,
        account.uuid(),
        today,
    );
    Ok(house.fetch_optional(tx).await?)
}
