//! Statements about tokens. Personal ones pass the row policy of the own account; the apps' are functions.

use kernel::{AccountId, Instant, TokenFamilyId, TokenId};
use tenancy::{AccountTx, HallTx, Result, secret_hash};

use crate::visitor::Visitor;

#[derive(Debug)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub abilities: Vec<String>,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    pub last_used_at: Option<Instant>,
}

pub async fn tokens(tx: &mut AccountTx) -> Result<Vec<Token>> {
    let tokens = sqlx::query_as!(
        Token,
        r#"select token_id as "id: TokenId", name, abilities, created_at, expires_at, last_used_at
             from access_token
            where revoked_at is null and (expires_at is null or expires_at > scope_now())
            order by created_at desc, token_id
            limit 200"#
    );
    Ok(tokens.fetch_all(tx).await?)
}

pub async fn create(
    tx: &mut AccountTx,
    name: &str,
    secret: &str,
    abilities: &[String],
    expires_at: Instant,
) -> Result<TokenId> {
    let id = TokenId::new(tx.now());
    sqlx::query!(
        "insert into access_token (token_id, account_id, name, token_hash, abilities, expires_at)
         values ($1, current_account(), $2, $3, $4, $5)",
        id.uuid(),
        name,
        &secret_hash(secret)[..],
        abilities,
        expires_at
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// False when there is no such token of one's own.
pub async fn revoke(tx: &mut AccountTx, id: TokenId) -> Result<bool> {
    let revoked = sqlx::query!(
        "update access_token set revoked_at = scope_now() where token_id = $1 and revoked_at is null",
        id.uuid()
    );
    Ok(revoked.execute(tx).await?.rows_affected() == 1)
}

pub async fn start_family(
    tx: &mut HallTx,
    account: AccountId,
    secret: &str,
    until: Instant,
    device: &str,
    visitor: &Visitor,
) -> Result<TokenFamilyId> {
    let family = TokenFamilyId::new(tx.now());
    sqlx::query!(
        "select start_refresh_family($1, $2, $3, $4, $5, $6)",
        family.uuid(),
        account.uuid(),
        &secret_hash(secret)[..],
        until,
        device,
        visitor.address
    )
    .execute(tx)
    .await?;
    Ok(family)
}

#[derive(Debug)]
pub struct Rotated {
    pub account: AccountId,
    pub family: TokenFamilyId,
    /// The old token was used before: the family has just ended.
    pub reused: bool,
}

pub async fn rotate(tx: &mut HallTx, old: &str, new: &str, until: Instant) -> Result<Option<Rotated>> {
    let rotated = sqlx::query_as!(
        Rotated,
        r#"select account_id as "account!: AccountId", family_id as "family!: TokenFamilyId", reused as "reused!"
             from rotate_refresh_token($1, $2, $3)"#,
        &secret_hash(old)[..],
        &secret_hash(new)[..],
        until
    );
    Ok(rotated.fetch_optional(tx).await?)
}

pub async fn end_family(tx: &mut HallTx, secret: &str) -> Result<()> {
    sqlx::query!("select end_refresh_family($1)", &secret_hash(secret)[..]).execute(tx).await?;
    Ok(())
}
