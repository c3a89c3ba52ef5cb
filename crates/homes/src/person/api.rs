//! People for programs. Phones are personal data: only those who may see people get them.

use axum::response::IntoResponse as _;
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{ManagePeople, SeePeople},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Json, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    Person,
    form::{PersonForm, taken},
    sql::{self, PersonRow, Wanted},
};
use crate::{api, typed::Needle};

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/api/v1/complexes/{complex}/people", index)
        .post("/api/v1/complexes/{complex}/people", create)
        .get("/api/v1/complexes/{complex}/people/{person}", show)
        .patch("/api/v1/complexes/{complex}/people/{person}", change)
}

const NAMES: &[(&str, &str)] = &[("nama", "name"), ("telepon", "phone"), ("catatan", "note")];

#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    pub id: Uuid,
    pub name: String,
    /// In E.164
    #[schema(example = "+6281234567890")]
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Does an account sign in as this person?
    pub signs_in: bool,
    /// Only in a single person
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// House numbers of today; only in lists
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
}

impl PersonBody {
    fn of(person: Person) -> Self {
        Self {
            id: person.id.uuid(),
            name: person.name,
            phone: person.phone.map(String::from),
            email: person.email,
            signs_in: person.account.is_some(),
            note: Some(person.note),
            units: None,
        }
    }

    fn row(row: PersonRow) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            phone: row.phone.map(String::from),
            email: row.email,
            signs_in: row.signs_in,
            note: None,
            units: Some(row.units),
        }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PersonQuery {
    /// Name, phone or house number
    q: String,
}

/// People in the order of their names.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/people", tag = "people",
    params(("complex" = String, Path), PersonQuery, PageQuery),
    responses((status = 200, body = Page<PersonBody>))
)]
pub async fn index(
    may: May<SeePeople>,
    slice: Slice<(String, PersonId)>,
    query: Query<PersonQuery>,
) -> web::Result<Page<PersonBody>> {
    let Query(query) = query;
    let wanted = Wanted { needle: Needle::new(&query.q), only: None };
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let (name, id) = slice.after().map_or(("", Uuid::nil()), |(name, id)| (name, behind(id.uuid())));
    let rows = sql::page(&mut tx, &wanted, (name, PersonId::from_uuid(id)), today, slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.sort_name.clone(), row.id), PersonBody::row))
}

/// The smallest id behind this one.
fn behind(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128().saturating_add(1))
}

/// One person.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/people/{person}", tag = "people",
    params(("complex" = String, Path), ("person" = Uuid, Path)),
    responses((status = 200, body = PersonBody), (status = 404))
)]
pub async fn show(may: May<SeePeople>, path: Path<(String, PersonId)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let person =
        sql::find(&mut tx, id).await?.filter(|p| p.merged_into.is_none()).ok_or(web::Error::missing())?;
    Ok(axum::Json(PersonBody::of(person)).into_response())
}

/// What is written about a person. A field that is left out stays as it is; `null` empties it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PersonChange {
    name: Option<String>,
    /// 08…, 62… or +62…
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<String>)]
    phone: Option<Option<String>>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<String>)]
    note: Option<Option<String>>,
}

impl PersonChange {
    fn onto(&self, mut form: PersonForm) -> PersonForm {
        api::put(&mut form.nama, self.name.clone().map(Some));
        api::put(&mut form.telepon, self.phone.clone());
        api::put(&mut form.email, self.email.clone());
        api::put(&mut form.catatan, self.note.clone());
        form
    }
}

/// Adds a person.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/people", tag = "people",
    params(("complex" = String, Path)), request_body = PersonChange,
    responses((status = 201, body = PersonBody), (status = 422, description = "A field is wrong, or the phone is taken"))
)]
pub async fn create(may: May<ManagePeople>, browser: Browser, sent: Once<PersonChange>) -> web::Result {
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let details = sent.body.onto(PersonForm::default()).parse(&s).map_err(|f| api::invalid(&f, NAMES))?;
    if let Some(faults) = taken(&mut tx, &s, &details, None).await? {
        return Err(api::invalid(&faults, NAMES));
    }

    let id = sql::add(&mut tx, &details).await?;
    let person = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;

    let location = format!("/api/v1/complexes/{}/people/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &PersonBody::of(person))?).await
}

/// Changes a person.
#[utoipa::path(
    patch, path = "/api/v1/complexes/{complex}/people/{person}", tag = "people",
    params(("complex" = String, Path), ("person" = Uuid, Path)), request_body = PersonChange,
    responses((status = 200, body = PersonBody), (status = 404), (status = 422))
)]
pub async fn change(
    may: May<ManagePeople>,
    browser: Browser,
    path: Path<(String, PersonId)>,
    change: Json<PersonChange>,
) -> web::Result {
    let (Path((_, id)), Json(change)) = (path, change);
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let person =
        sql::find(&mut tx, id).await?.filter(|p| p.merged_into.is_none()).ok_or(web::Error::missing())?;
    let details = change.onto(PersonForm::of(&person)).parse(&s).map_err(|f| api::invalid(&f, NAMES))?;
    if let Some(faults) = taken(&mut tx, &s, &details, Some(id)).await? {
        return Err(api::invalid(&faults, NAMES));
    }

    sql::change(&mut tx, id, &details).await?;
    let person = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    tx.commit().await?;
    Ok(axum::Json(PersonBody::of(person)).into_response())
}
