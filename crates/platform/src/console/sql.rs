//! Every statement about the installation as a whole.

use kernel::{Instant, OrganizationId};
use tenancy::{PlatformTx, Result};

/// The installation in figures.
#[derive(Clone, Debug)]
pub struct Installation {
    pub organizations: i64,
    pub complexes: i64,
    pub units: i64,
    pub people: i64,
    pub accounts: i64,
    /// In the last seven days.
    pub accounts_new: i64,
    pub sessions_today: i64,
    pub database_bytes: i64,
    pub database_version: String,
}

/// An organisation in figures.
#[derive(Clone, Debug)]
pub struct OrganizationRow {
    pub id: OrganizationId,
    pub slug: String,
    pub name: String,
    pub created_at: Instant,
    pub complexes: i64,
    pub units: i64,
    pub people: i64,
    pub members: i64,
    pub admins: Vec<String>,
}

/// `since` is the midnight from which today's sessions count.
pub async fn installation(tx: &mut PlatformTx, since: Instant) -> Result<Installation> {
    let figures = sqlx::query_as!(
        Installation,
        r#"select organizations as "organizations!", complexes as "complexes!", units as "units!", people as "people!",
                  accounts as "accounts!", accounts_new as "accounts_new!", sessions_today as "sessions_today!",
                  database_bytes as "database_bytes!", database_version as "database_version!"
             from platform_figures($1)"#,
        since
    )
    .fetch_one(tx)
    .await?;
    Ok(figures)
}

// The page is cut before the figures are added up: those of an organisation further down cost nothing.
macro_rules! organizations {
    ($page:tt $(, $arg:expr)*) => {
        sqlx::query_as!(
            OrganizationRow,
            r#"select o.organization_id as "id: OrganizationId", o.slug, o.name, o.created_at,
                      f.complexes as "complexes!", f.units as "units!", f.people as "people!", f.members as "members!",
                      array(select a.name from organization_member om join account a using (account_id)
                             where om.organization_id = o.organization_id order by om.created_at) as "admins!"
                 from (select organization_id, slug, name, created_at from organization o "#
                + $page
                + r#") o
                cross join lateral (
                      select count(*) as complexes, coalesce(sum(units), 0)::bigint as units,
                             coalesce(sum(people), 0)::bigint as people, coalesce(sum(members), 0)::bigint as members
                        from complex_figures c where c.organization_id = o.organization_id) f
                order by o.name, o.organization_id"#
            $(, $arg)*
        )
    };
}

/// Those whose name, or the name of one of whose complexes, contains the words; in the order of names.
pub async fn organizations(
    tx: &mut PlatformTx,
    words: &str,
    from: i64,
    most: i64,
) -> Result<Vec<OrganizationRow>> {
    let rows = organizations!(
        "where $1 = '' or o.name ilike '%' || $1 || '%' or exists (
               select from complex c where c.organization_id = o.organization_id and c.name ilike '%' || $1 || '%')
         order by o.name, o.organization_id offset $2 limit $3",
        words,
        from,
        most
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn count(tx: &mut PlatformTx, words: &str) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from organization o
            where $1 = '' or o.name ilike '%' || $1 || '%' or exists (
                  select from complex c where c.organization_id = o.organization_id and c.name ilike '%' || $1 || '%')"#,
        words
    )
    .fetch_one(tx)
    .await?;
    Ok(count)
}

/// The organisations behind this name and id, in the order of names.
pub async fn organizations_after(
    tx: &mut PlatformTx,
    name: Option<&str>,
    id: Option<OrganizationId>,
    most: i64,
) -> Result<Vec<OrganizationRow>> {
    let rows = organizations!(
        "where $1::text is null or (o.name, o.organization_id) > ($1, $2) order by o.name, o.organization_id limit $3",
        name,
        id as Option<OrganizationId>,
        most
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn organization(tx: &mut PlatformTx, slug: &str) -> Result<Option<OrganizationRow>> {
    let rows = organizations!("where o.slug = $1", slug);
    Ok(rows.fetch_optional(tx).await?)
}
