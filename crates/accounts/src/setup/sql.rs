//! Statements of the first run; all are functions of 0006_accounts.sql.

use kernel::{AccountId, ComplexId, MembershipId, OrganizationId, PhoneNumber, Slug, Zone};
use tenancy::{HallTx, Result, secret_hash};

#[derive(Debug)]
pub struct FirstHouse<'a> {
    pub organization: &'a str,
    pub organization_slug: &'a Slug,
    pub complex: &'a str,
    pub complex_slug: &'a Slug,
    pub city: &'a str,
    pub zone: Zone,
    pub name: &'a str,
    pub phone: &'a PhoneNumber,
    pub hash: &'a str,
    pub locale: kernel::Locale,
}

pub async fn renew(tx: &mut HallTx, hash: &[u8; 32]) -> Result<bool> {
    let made = sqlx::query_scalar!(r#"select renew_setup_link($1) as "made!""#, &hash[..]);
    Ok(made.fetch_one(tx).await?)
}

pub async fn is_open(tx: &mut HallTx, token: &str) -> Result<bool> {
    let open = sqlx::query_scalar!(r#"select setup_is_open($1) as "open!""#, &secret_hash(token)[..]);
    Ok(open.fetch_one(tx).await?)
}

/// None when somebody else was first.
pub async fn set_up(tx: &mut HallTx, token: &str, first: &FirstHouse<'_>) -> Result<Option<AccountId>> {
    let now = tx.now();
    let account = AccountId::new(now);
    let made = sqlx::query_scalar!(
        r#"select set_up($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as "made!""#,
        &secret_hash(token)[..],
        account.uuid(),
        first.name,
        first.phone.e164(),
        first.hash,
        first.locale.code(),
        OrganizationId::new(now).uuid(),
        first.organization_slug.as_str(),
        first.organization,
        ComplexId::new(now).uuid(),
        first.complex_slug.as_str(),
        first.complex,
        first.city,
        first.zone.code(),
        MembershipId::new(now).uuid()
    );
    Ok(made.fetch_one(tx).await?.then_some(account))
}
