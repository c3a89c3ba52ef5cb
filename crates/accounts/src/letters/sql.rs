//! Where letters go; both are functions of 0016_mail_and_retention.sql.

use kernel::{AccountId, EmailAddress, Locale};
use tenancy::{HallTx, Result};
use uuid::Uuid;

#[derive(Debug)]
pub struct Address {
    pub name: String,
    pub email: EmailAddress,
    pub locale: Locale,
}

/// None for an account without an address, or one that was closed.
pub async fn address(tx: &mut HallTx, account: AccountId) -> Result<Option<Address>> {
    let address = sqlx::query_as!(
        Address,
        r#"select account_name as "name!", email as "email!: EmailAddress", locale as "locale!: Locale"
             from post_address($1)"#,
        account.uuid()
    );
    Ok(address.fetch_optional(tx).await?)
}

/// None when it was confirmed already, or asked for too long ago.
pub async fn address_to_prove(tx: &mut HallTx, proof: Uuid) -> Result<Option<Address>> {
    let address = sqlx::query_as!(
        Address,
        r#"select account_name as "name!", email as "email!: EmailAddress", locale as "locale!: Locale"
             from email_to_prove($1)"#,
        proof
    );
    Ok(address.fetch_optional(tx).await?)
}
