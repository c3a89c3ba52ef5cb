//! Statements of the sample's loading, by the owner. Each may run twice.

use kernel::{AccountId, AreaId, ComplexId, MembershipId, OrganizationId, PhoneNumber};
use sqlx::PgConnection;
use tenancy::Role;

use super::units::Sample;

pub enum State {
    /// Nobody was ever here.
    Empty,
    Interrupted,
    Loaded,
    /// Somebody's own data: never touched.
    Foreign,
}

pub async fn state(owner: &mut PgConnection) -> sqlx::Result<State> {
    let (accounts, began, finished): (bool, bool, bool) = sqlx::query_as(
        "select exists (select from account), exists (select from demo_load),
                exists (select from demo_load where finished_at is not null)",
    )
    .fetch_one(owner)
    .await?;
    Ok(match (accounts, began, finished) {
        (_, _, true) => State::Loaded,
        (_, true, false) => State::Interrupted,
        (false, false, _) => State::Empty,
        (true, false, _) => State::Foreign,
    })
}

pub async fn begin(owner: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query("insert into demo_load default values on conflict do nothing").execute(owner).await?;
    Ok(())
}

pub async fn finish(owner: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query("update demo_load set finished_at = now() where finished_at is null")
        .execute(&mut *owner)
        .await?;
    // The first visitor comes before autovacuum does.
    sqlx::query("analyze").execute(owner).await?;
    Ok(())
}

pub async fn found_organization(
    owner: &mut PgConnection,
    fresh: OrganizationId,
) -> sqlx::Result<OrganizationId> {
    sqlx::query_scalar(
        "insert into organization (organization_id, slug, name) values ($1, 'sejahtera', 'Sejahtera Properti')
         on conflict (slug) do update set name = excluded.name returning organization_id",
    )
    .bind(fresh)
    .fetch_one(owner)
    .await
}

pub async fn found_complex(
    owner: &mut PgConnection,
    fresh: ComplexId,
    organization: OrganizationId,
    sample: &Sample,
) -> sqlx::Result<ComplexId> {
    sqlx::query_scalar(
        "with fresh as (insert into complex (complex_id, organization_id, slug, name, city, is_sample)
                        values ($1, $2, $3, $4, $5, true) on conflict (slug) do nothing returning complex_id)
         select complex_id from fresh union all select complex_id from complex where slug = $3 limit 1",
    )
    .bind(fresh)
    .bind(organization)
    .bind(sample.slug)
    .bind(sample.name)
    .bind(sample.city)
    .fetch_one(owner)
    .await
}

/// The complexes whose pages say that they are a sample.
pub async fn samples(owner: &mut PgConnection) -> sqlx::Result<Vec<ComplexId>> {
    sqlx::query_scalar("select complex_id from complex where is_sample order by complex_id")
        .fetch_all(owner)
        .await
}

pub async fn account(
    owner: &mut PgConnection,
    fresh: AccountId,
    name: &str,
    phone: &PhoneNumber,
    password_hash: &str,
) -> sqlx::Result<AccountId> {
    sqlx::query_scalar(
        "with fresh as (insert into account (account_id, name, phone, password_hash) values ($1, $2, $3, $4)
                        on conflict (phone) do nothing returning account_id)
         select account_id from fresh union all select account_id from account where phone = $3 limit 1",
    )
    .bind(fresh)
    .bind(name)
    .bind(phone)
    .bind(password_hash)
    .fetch_one(owner)
    .await
}

/// Gives the account its role: on the platform, in the organisation or in the complex.
pub async fn employ(
    owner: &mut PgConnection,
    complex: ComplexId,
    organization: OrganizationId,
    account: AccountId,
    role: Role,
    area: Option<AreaId>,
) -> sqlx::Result<()> {
    let mut tx = sqlx::Connection::begin(owner).await?;
    match role {
        Role::Operator => {
            sqlx::query("insert into operator (account_id) values ($1) on conflict do nothing")
                .bind(account)
                .execute(&mut *tx)
                .await?;
        }
        Role::OrganizationAdmin => {
            sqlx::query(
                "insert into organization_member (organization_id, account_id) values ($1, $2) on conflict do nothing",
            )
            .bind(organization)
            .bind(account)
            .execute(&mut *tx)
            .await?;
        }
        role => {
            sqlx::query("select set_config('app.complex_id', $1, true)")
                .bind(complex.to_string())
                .execute(&mut *tx)
                .await?;
            sqlx::query(
                "insert into membership (membership_id, account_id, role, area_id) values ($1, $2, $3, $4)
                 on conflict do nothing",
            )
            .bind(MembershipId::from_uuid(account.uuid()))
            .bind(account)
            .bind(role.code())
            .bind(area)
            .execute(&mut *tx)
            .await?;
        }
    }
    tx.commit().await
}
