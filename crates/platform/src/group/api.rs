//! The same for programs. A token's abilities are rights inside one complex, so these need a signed-in session.

use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use kernel::ComplexId;
use serde::Serialize;
use tenancy::Group;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Error, Json,
    api::{Answer, Page, PageQuery, Problem, Slice},
};

use super::{
    found::{self, Typed},
    model::Figures,
    sql,
};

#[derive(OpenApi)]
#[openapi(
    paths(list, create),
    components(schemas(ComplexOut, NewComplexIn, FoundOut)),
    tags((name = "organizations", description = "What an organisation's admin sees across its complexes."))
)]
pub struct Api;

/// A complex in figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComplexOut {
    pub id: Uuid,
    #[schema(example = "melati")]
    pub slug: String,
    #[schema(example = "Griya Melati")]
    pub name: String,
    #[schema(example = "Depok")]
    pub city: String,
    /// `wib`, `wita` or `wit`.
    #[schema(example = "wib")]
    pub zone: String,
    #[schema(example = 240)]
    pub units: i64,
    /// Lived in by their owners.
    #[schema(example = 190)]
    pub lived_in: i64,
    #[schema(example = 20)]
    pub rented: i64,
    #[schema(example = 20)]
    pub empty: i64,
    #[schema(example = 10)]
    pub plots: i64,
    #[schema(example = 400)]
    pub people: i64,
    #[schema(example = 12)]
    pub people_without_phone: i64,
    /// Accounts that hold a role in this complex.
    #[schema(example = 31)]
    pub members: i64,
    #[schema(example = 2)]
    pub managers: i64,
    /// Residents who ask to be let in.
    #[schema(example = 0)]
    pub open_claims: i64,
    /// Should somebody look at this complex?
    pub needs_attention: bool,
    pub last_import_at: Option<DateTime<Utc>>,
}

/// A complex to be founded.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only its schema is used: the form's own type reads the same names")]
pub struct NewComplexIn {
    #[schema(example = "Vila Seruni")]
    name: String,
    /// For its addresses; made from the name when it is left out.
    #[schema(example = "vila-seruni")]
    slug: Option<String>,
    #[schema(example = "Serpong")]
    city: Option<String>,
    /// `wib`, `wita` or `wit`.
    #[schema(example = "wib")]
    zone: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundOut {
    pub id: Uuid,
    #[schema(example = "vila-seruni")]
    pub slug: String,
    #[schema(example = "Vila Seruni")]
    pub name: String,
}

/// The complexes of an organisation, in the order of their names
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/complexes",
    tag = "organizations",
    params(("organization" = String, Path, description = "Short name of the organisation", example = "cipta-graha"), PageQuery),
    responses((status = 200, description = "A page of complexes.", body = Page<ComplexOut>))
)]
pub async fn list(group: Group, slice: Slice<(String, ComplexId)>) -> web::Result<Page<ComplexOut>> {
    let mut tx = group.begin().await?;
    let (name, id) = slice.after().map_or((None, None), |(name, id)| (Some(name.as_str()), Some(*id)));
    let rows = sql::complexes_after(&mut tx, name, id, slice.fetch()).await?;
    Ok(slice.page(rows, |f| (f.name.clone(), f.complex), ComplexOut::of))
}

/// Found a complex
///
/// The caller becomes its manager.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/complexes",
    tag = "organizations",
    params(("organization" = String, Path, description = "Short name of the organisation", example = "cipta-graha")),
    request_body = NewComplexIn,
    responses(
        (status = 201, description = "It is there; sending the same again is a 422, because its short name is taken.", body = FoundOut),
        (status = 422, description = "Something is wrong with a field.", body = Problem, content_type = "application/problem+json")
    )
)]
pub async fn create(group: Group, browser: Browser, Json(typed): Json<Typed>) -> web::Result<Response> {
    let new = found::found(&group, &browser, &typed).await?.map_err(Error::Invalid)?;
    let place = format!("/api/v1/complexes/{}", new.slug);
    let out = FoundOut { id: new.id.uuid(), slug: new.slug.to_string(), name: new.name };
    Ok(Answer::created(place, &out)?.into_response())
}

impl ComplexOut {
    fn of(f: Figures) -> Self {
        Self {
            id: f.complex.uuid(),
            needs_attention: f.needs_somebody(),
            slug: f.slug,
            name: f.name,
            city: f.city,
            zone: f.zone.code().to_owned(),
            units: f.units,
            lived_in: f.lived_in,
            rented: f.rented,
            empty: f.empty,
            plots: f.plots,
            people: f.people,
            people_without_phone: f.without_phone,
            members: f.members,
            managers: f.managers,
            open_claims: f.claims,
            last_import_at: f.last_import_at,
        }
    }
}
