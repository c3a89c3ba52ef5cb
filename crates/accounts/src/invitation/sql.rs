//! Statements about invitations of this complex.

use chrono::TimeDelta;
use kernel::{AccountId, AreaId, InvitationId, PhoneNumber, UnitId};
use tenancy::{Result, TenantTx};

use super::model::{Invitation, LIFE_DAYS, Wish};

/// Those that nobody used and nobody took back, the newest first; expired ones included, since they can be renewed.
pub async fn waiting(tx: &mut TenantTx) -> Result<Vec<Invitation>> {
    let invitations = sqlx::query_as!(
        Invitation,
        r#"select invitation_id as "id: InvitationId", role, name, phone as "phone: PhoneNumber",
                  unit_id as "unit: UnitId", unit_code, area_id as "area: AreaId",
                  created_by as "created_by: AccountId", expires_at, accepted_at, revoked_at,
                  (created_by is null or manages_members(created_by)) as "is_backed!"
             from invitation
            where accepted_at is null and revoked_at is null
            order by created_at desc, invitation_id
            limit 500"#
    );
    Ok(invitations.fetch_all(tx).await?)
}

pub async fn find(tx: &mut TenantTx, id: InvitationId) -> Result<Invitation> {
    let invitation = sqlx::query_as!(
        Invitation,
        r#"select invitation_id as "id: InvitationId", role, name, phone as "phone: PhoneNumber",
                  unit_id as "unit: UnitId", unit_code, area_id as "area: AreaId",
                  created_by as "created_by: AccountId", expires_at, accepted_at, revoked_at,
                  (created_by is null or manages_members(created_by)) as "is_backed!"
             from invitation
            where invitation_id = $1"#,
        id.uuid()
    );
    Ok(invitation.fetch_one(tx).await?)
}

/// The same, held until the end of the transaction: two people who open one link follow each other.
pub async fn hold(tx: &mut TenantTx, id: InvitationId) -> Result<Invitation> {
    sqlx::query!("select invitation_id from invitation where invitation_id = $1 for update", id.uuid())
        .fetch_one(&mut *tx)
        .await?;
    find(tx, id).await
}

pub async fn add(tx: &mut TenantTx, wish: &Wish) -> Result<InvitationId> {
    let id = InvitationId::new(tx.now());
    let expires_at = tx.now() + TimeDelta::days(LIFE_DAYS);
    sqlx::query!(
        "insert into invitation (invitation_id, role, name, phone, unit_id, unit_code, area_id, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.uuid(),
        wish.role.code(),
        wish.name,
        wish.phone.e164(),
        wish.unit.map(UnitId::uuid),
        wish.unit_code,
        wish.area.map(AreaId::uuid),
        expires_at
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// Fourteen more days from now, on the word of whoever extends it. False when it was used or taken back.
pub async fn renew(tx: &mut TenantTx, id: InvitationId) -> Result<bool> {
    let expires_at = tx.now() + TimeDelta::days(LIFE_DAYS);
    let renewed = sqlx::query!(
        "update invitation set expires_at = $2, created_by = current_account()
          where invitation_id = $1 and accepted_at is null and revoked_at is null",
        id.uuid(),
        expires_at
    );
    Ok(renewed.execute(tx).await?.rows_affected() == 1)
}

pub async fn revoke(tx: &mut TenantTx, id: InvitationId) -> Result<bool> {
    let revoked = sqlx::query!(
        "update invitation set revoked_at = scope_now(), revoked_by = current_account()
          where invitation_id = $1 and accepted_at is null and revoked_at is null",
        id.uuid()
    );
    Ok(revoked.execute(tx).await?.rows_affected() == 1)
}

/// The link went to the number and came back: the number is this account's.
pub async fn prove_phone(tx: &mut TenantTx, id: InvitationId, account: AccountId) -> Result<()> {
    sqlx::query!("select prove_phone($1, $2)", id.uuid(), account.uuid()).execute(tx).await?;
    Ok(())
}

pub async fn accepted(tx: &mut TenantTx, id: InvitationId, by: AccountId) -> Result<()> {
    sqlx::query!(
        "update invitation set accepted_at = scope_now(), accepted_by = $2 where invitation_id = $1",
        id.uuid(),
        by.uuid()
    )
    .execute(tx)
    .await?;
    Ok(())
}
