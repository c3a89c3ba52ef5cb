//! Statements about claims of this complex, and the one question that comes before there is a complex.

use kernel::{AccountId, ClaimId, ComplexId, PhoneNumber, UnitId};
use tenancy::{HallTx, Result, TenantTx};

use super::model::{Claim, Decision};

#[derive(Debug)]
pub struct Sign {
    pub complex: ComplexId,
    pub name: String,
    pub city: String,
}

pub async fn complex_named(tx: &mut HallTx, slug: &str) -> Result<Sign> {
    let sign = sqlx::query_as!(
        Sign,
        r#"select complex_id as "complex!: ComplexId", complex_name as "name!", city as "city!"
             from complex_named($1)"#,
        slug
    );
    Ok(sign.fetch_one(tx).await?)
}

#[derive(Debug)]
pub struct NewClaim<'a> {
    pub account: AccountId,
    pub unit: UnitId,
    pub unit_code: &'a str,
    pub name: &'a str,
    pub phone: &'a PhoneNumber,
    pub note: &'a str,
}

/// The same claim twice is one claim.
pub async fn add(tx: &mut TenantTx, new: NewClaim<'_>) -> Result<()> {
    sqlx::query!(
        "insert into claim (claim_id, account_id, unit_id, unit_code, name, phone, note)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict do nothing",
        ClaimId::new(tx.now()).uuid(),
        new.account.uuid(),
        new.unit.uuid(),
        new.unit_code,
        new.name,
        new.phone.e164(),
        new.note
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn waiting(tx: &mut TenantTx) -> Result<Vec<Claim>> {
    let claims = sqlx::query_as!(
        Claim,
        r#"select claim_id as "id: ClaimId", account_id as "account: AccountId", unit_id as "unit: UnitId", unit_code,
                  name, phone as "phone: PhoneNumber", note, created_at, decided_at
             from claim
            where decided_at is null
            order by created_at, claim_id
            limit 500"#
    );
    Ok(claims.fetch_all(tx).await?)
}

/// Those of them whose number nobody proved to be theirs.
pub async fn unproved(tx: &mut TenantTx) -> Result<Vec<ClaimId>> {
    let ids = sqlx::query_scalar!(r#"select unproved_claims() as "claim!: ClaimId""#);
    Ok(ids.fetch_all(tx).await?)
}

/// Held until the end of the transaction, so that two managers decide after each other.
pub async fn hold(tx: &mut TenantTx, id: ClaimId) -> Result<Claim> {
    let claim = sqlx::query_as!(
        Claim,
        r#"select claim_id as "id: ClaimId", account_id as "account: AccountId", unit_id as "unit: UnitId", unit_code,
                  name, phone as "phone: PhoneNumber", note, created_at, decided_at
             from claim
            where claim_id = $1
              for update"#,
        id.uuid()
    );
    Ok(claim.fetch_one(tx).await?)
}

pub async fn decide(tx: &mut TenantTx, id: ClaimId, decision: &Decision) -> Result<()> {
    sqlx::query!(
        "update claim set decided_at = scope_now(), decided_by = current_account(), approved = $2, reason = $3
          where claim_id = $1",
        id.uuid(),
        decision.is_approved(),
        decision.reason()
    )
    .execute(tx)
    .await?;
    Ok(())
}
