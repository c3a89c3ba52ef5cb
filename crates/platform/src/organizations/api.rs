//! The platform's organisations for programs of its staff, who show a signed-in session.

use chrono::{DateTime, Utc};
use kernel::OrganizationId;
use serde::Serialize;
use tenancy::Operator;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use web::api::{Page, PageQuery, Slice};

use crate::console::sql::{self, OrganizationRow};

#[derive(OpenApi)]
#[openapi(
    paths(list),
    components(schemas(OrganizationOut)),
    tags((name = "platform", description = "For the staff of the platform, with a signed-in session; each visit is written down."))
)]
pub struct Api;

/// An organisation in figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganizationOut {
    pub id: Uuid,
    #[schema(example = "cipta-graha")]
    pub slug: String,
    #[schema(example = "Cipta Graha")]
    pub name: String,
    pub created_at: DateTime<Utc>,
    #[schema(example = 8)]
    pub complexes: i64,
    #[schema(example = 1489)]
    pub units: i64,
    #[schema(example = 3120)]
    pub people: i64,
    /// Accounts with a role in one of its complexes, counted in each.
    #[schema(example = 210)]
    pub members: i64,
    #[schema(example = json!(["Maya Hartono"]))]
    pub admins: Vec<String>,
}

/// All organisations, in the order of their names
#[utoipa::path(
    get,
    path = "/api/v1/platform/organizations",
    tag = "platform",
    params(PageQuery),
    responses((status = 200, description = "A page of organisations.", body = Page<OrganizationOut>))
)]
pub async fn list(
    operator: Operator,
    slice: Slice<(String, OrganizationId)>,
) -> web::Result<Page<OrganizationOut>> {
    let mut tx = operator.begin().await?;
    let (name, id) = slice.after().map_or((None, None), |(name, id)| (Some(name.as_str()), Some(*id)));
    let rows = sql::organizations_after(&mut tx, name, id, slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.name.clone(), row.id), OrganizationOut::of))
}

impl OrganizationOut {
    fn of(row: OrganizationRow) -> Self {
        Self {
            id: row.id.uuid(),
            slug: row.slug,
            name: row.name,
            created_at: row.created_at,
            complexes: row.complexes,
            units: row.units,
            people: row.people,
            members: row.members,
            admins: row.admins,
        }
    }
}
