//! Statements of signing in; all are functions of 0006_accounts.sql.

use kernel::{AccountId, Locale};
use tenancy::{HallTx, Result, Tx, secret_hash};

use crate::visitor::Visitor;

/// A sign-in whose password was right and whose code is still due.
#[derive(Debug)]
pub struct Pending {
    pub account: AccountId,
    pub locale: Locale,
}

pub async fn pending(tx: &mut HallTx, secret: &str) -> Result<Option<Pending>> {
    let pending = sqlx::query_as!(
        Pending,
        r#"select account_id as "account!: AccountId", locale as "locale!: Locale"
             from pending_sign_in($1)"#,
        &secret_hash(secret)[..]
    );
    Ok(pending.fetch_optional(tx).await?)
}

/// One line of the trail that the person reads under "Perangkat".
pub async fn note<S: 'static>(
    tx: &mut Tx<S>,
    account: Option<AccountId>,
    outcome: &str,
    visitor: &Visitor,
) -> Result<()> {
    let account = account.map(AccountId::uuid);
    sqlx::query!("select note_sign_in($1, $2, $3, $4)", account, outcome, visitor.address, visitor.agent)
        .execute(tx)
        .await?;
    Ok(())
}

/// Did this account sign in from the visitor's address within a month?
pub async fn came_from_here(tx: &mut HallTx, account: Option<AccountId>, visitor: &Visitor) -> Result<bool> {
    let account = account.map(AccountId::uuid);
    let came = sqlx::query_scalar!(r#"select signed_in_from($1, $2) as "came!""#, account, visitor.address);
    Ok(came.fetch_one(tx).await?)
}

pub async fn upgrade(tx: &mut HallTx, account: AccountId, old_hash: &str, new_hash: &str) -> Result<()> {
    sqlx::query!("select upgrade_password($1, $2, $3)", account.uuid(), old_hash, new_hash)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn end_session(tx: &mut HallTx, secret: &str) -> Result<()> {
    sqlx::query!("select end_session($1)", &secret_hash(secret)[..]).execute(tx).await?;
    Ok(())
}
