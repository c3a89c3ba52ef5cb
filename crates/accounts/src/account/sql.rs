//! Statements about accounts. All are functions that answer one question, because nobody is known yet.

use kernel::{AccountId, EmailAddress, InvitationId, Locale, PhoneNumber};
use tenancy::{Hat, Result, TenantTx, Tx};

use super::Login;

/// What signing in has to know of an account.
#[derive(Debug)]
pub struct Found {
    pub account: AccountId,
    pub password_hash: Option<String>,
    pub locale: Locale,
    pub has_second_factor: bool,
}

#[derive(Debug)]
pub struct Newcomer<'a> {
    pub id: AccountId,
    pub name: &'a str,
    pub phone: Option<&'a PhoneNumber>,
    pub email: Option<&'a EmailAddress>,
    pub hash: &'a str,
    pub locale: Locale,
}

pub async fn find<S: 'static>(tx: &mut Tx<S>, login: &Login) -> Result<Option<Found>> {
    let (phone, email) = match login {
        Login::Phone(phone) => (Some(phone.e164()), None),
        Login::Email(email) => (None, Some(email.as_str())),
    };
    let found = sqlx::query_as!(
        Found,
        r#"select account_id as "account!: AccountId", password_hash,
                  locale as "locale!: Locale", has_second_factor as "has_second_factor!"
             from account_for_sign_in($1, $2)"#,
        phone,
        email
    );
    Ok(found.fetch_optional(tx).await?)
}

/// False when the number or the address already belongs to somebody.
pub async fn open<S: 'static>(tx: &mut Tx<S>, newcomer: Newcomer<'_>) -> Result<bool> {
    let opened = sqlx::query_scalar!(
        r#"select open_account($1, $2, $3, $4, $5, $6) as "opened!""#,
        newcomer.id.uuid(),
        newcomer.name,
        newcomer.phone.map(PhoneNumber::e164),
        newcomer.email.map(EmailAddress::as_str),
        newcomer.hash,
        newcomer.locale.code()
    );
    Ok(opened.fetch_one(tx).await?)
}

/// The same for whoever typed a number on a join page: it stays unproved until an invitation reaches it.
pub async fn open_unproved<S: 'static>(
    tx: &mut Tx<S>,
    newcomer: Newcomer<'_>,
    phone: &PhoneNumber,
) -> Result<bool> {
    let opened = sqlx::query_scalar!(
        r#"select open_unproved_account($1, $2, $3, $4, $5) as "opened!""#,
        newcomer.id.uuid(),
        newcomer.name,
        phone.e164(),
        newcomer.hash,
        newcomer.locale.code()
    );
    Ok(opened.fetch_one(tx).await?)
}

/// The account that somebody opened for this number on a join page and that never held a role.
pub async fn squatted<S: 'static>(tx: &mut Tx<S>, phone: &PhoneNumber) -> Result<Option<AccountId>> {
    let account = sqlx::query_scalar!("select squatted_account($1)", phone.e164()).fetch_one(tx).await?;
    Ok(account.map(AccountId::from_uuid))
}

/// Whoever was invited by the number of such an account begins it anew: nothing of its first owner stays good in it.
pub async fn take_over(
    tx: &mut TenantTx,
    invitation: InvitationId,
    hash: &str,
    locale: Locale,
) -> Result<Option<AccountId>> {
    let account =
        sqlx::query_scalar!("select take_over_account($1, $2, $3)", invitation.uuid(), hash, locale.code());
    Ok(account.fetch_one(tx).await?.map(AccountId::from_uuid))
}

/// Every role of an account, for finding its home right after the password.
pub async fn hats<S: 'static>(tx: &mut Tx<S>, account: AccountId) -> Result<Vec<Hat>> {
    let hats =
        sqlx::query_scalar!(r#"select hats_of($1) as "hats!: sqlx::types::Json<Vec<Hat>>""#, account.uuid());
    Ok(hats.fetch_one(tx).await?.0)
}

/// From here on the audit trail of this transaction names this account. For links: the holder has just proven by
/// password to be the account, but came in without a session.
pub async fn act_as<S: 'static>(tx: &mut Tx<S>, account: AccountId) -> Result<()> {
    sqlx::query_scalar!("select set_config('app.account_id', $1, true)", account.to_string())
        .fetch_one(tx)
        .await?;
    Ok(())
}
