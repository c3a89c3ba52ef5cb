//! Every statement about founding organisations.

use kernel::{AccountId, OrganizationId, PhoneNumber, Slug};
use tenancy::{PlatformTx, Result};

#[derive(Clone, Debug)]
pub struct NewOrganization {
    pub id: OrganizationId,
    pub slug: Slug,
    pub name: String,
    pub admin: AccountId,
    pub admin_name: String,
    pub phone: PhoneNumber,
}

/// True when the admin's account is new too and its password is the one given here.
pub async fn found(tx: &mut PlatformTx, new: &NewOrganization, password_hash: &str) -> Result<bool> {
    let is_new = sqlx::query_scalar!(
        r#"select is_new as "is_new!" from found_organization_with_admin($1, $2, $3, $4, $5, $6, $7)"#,
        new.id as OrganizationId,
        new.slug.as_str(),
        new.name,
        new.admin as AccountId,
        new.admin_name,
        new.phone.e164(),
        password_hash
    )
    .fetch_one(tx)
    .await?;
    Ok(is_new)
}
