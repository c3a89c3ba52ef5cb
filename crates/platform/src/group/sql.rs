//! Every statement about the complexes of an organisation. Row policies leave only that organisation's.

use std::collections::HashMap;

use kernel::{ComplexId, Instant, MembershipId, OrganizationId, Slug, Zone};
use tenancy::{GroupTx, PlatformTx, Result};

use super::model::Figures;

/// A new complex, as somebody typed it and as it will stand.
#[derive(Clone, Debug)]
pub struct NewComplex {
    pub id: ComplexId,
    pub slug: Slug,
    pub name: String,
    pub city: String,
    pub zone: Zone,
}

macro_rules! figures {
    ($tx:expr, $rest:tt $(, $arg:expr)*) => {
        sqlx::query_as!(
            Figures,
            r#"select complex_id as "complex!: ComplexId", slug as "slug!", name as "name!", city as "city!",
                      zone as "zone!: Zone", units as "units!", lived_in as "lived_in!", rented as "rented!",
                      empty as "empty!", plots as "plots!", nobody_known as "nobody_known!", people as "people!",
                      without_phone as "without_phone!", managers as "managers!", members as "members!",
                      claims as "claims!", last_import_at as "last_import_at: Instant"
                 from complex_figures "#
                + $rest
            $(, $arg)*
        )
        .fetch_all($tx)
        .await
    };
}

pub async fn complexes(tx: &mut GroupTx) -> Result<Vec<Figures>> {
    Ok(figures!(tx, "")?)
}

/// The complexes behind this name and id, in the order of names.
pub async fn complexes_after(
    tx: &mut GroupTx,
    name: Option<&str>,
    id: Option<ComplexId>,
    most: i64,
) -> Result<Vec<Figures>> {
    Ok(figures!(
        tx,
        "where $1::text is null or (name, complex_id) > ($1, $2) order by name, complex_id limit $3",
        name,
        id as Option<ComplexId>,
        most
    )?)
}

/// For the platform's staff: the complexes of one organisation.
pub async fn complexes_of(tx: &mut PlatformTx, organization: OrganizationId) -> Result<Vec<Figures>> {
    Ok(figures!(tx, "where organization_id = $1 order by name", organization as OrganizationId)?)
}

/// The managers' names of each complex, those of the first days first.
pub async fn managers(tx: &mut GroupTx) -> Result<HashMap<ComplexId, Vec<String>>> {
    let rows =
        sqlx::query!(r#"select complex_id as "complex!: ComplexId", name as "name!" from group_managers()"#)
            .fetch_all(tx)
            .await?;
    let mut by_complex: HashMap<ComplexId, Vec<String>> = HashMap::new();
    for row in rows {
        by_complex.entry(row.complex).or_default().push(row.name);
    }
    Ok(by_complex)
}

/// Founds a complex of this organisation; the caller becomes its manager.
pub async fn found(
    tx: &mut GroupTx,
    organization: OrganizationId,
    new: &NewComplex,
    member: MembershipId,
) -> Result<()> {
    sqlx::query!(
        "select found_complex_with_manager($1, $2, $3, $4, $5, $6, $7)",
        new.id as ComplexId,
        organization as OrganizationId,
        new.slug.as_str(),
        new.name,
        new.city,
        new.zone.code(),
        member as MembershipId,
    )
    .execute(tx)
    .await?;
    Ok(())
}
