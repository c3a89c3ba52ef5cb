//! Areas for programs: a few dozen, so the list comes whole.

use axum::response::IntoResponse as _;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{ManageUnits, SeeUnits},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser,
    api::{Answer, Claim, Once, Page},
};

use super::{
    Area, AreaKind,
    form::{AreaForm, parse, taken},
    sql,
};
use crate::api;

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/api/v1/complexes/{complex}/areas", index)
        .post("/api/v1/complexes/{complex}/areas", create)
}

const NAMES: &[(&str, &str)] = &[("jenis", "kind"), ("kode", "code"), ("nama", "name"), ("induk", "parent")];

#[derive(Debug, Serialize, ToSchema)]
pub struct AreaBody {
    pub id: Uuid,
    pub kind: AreaKind,
    #[schema(example = "01")]
    pub code: String,
    #[schema(example = "RT 01")]
    pub name: String,
    /// The cluster of a block, or the RW of an RT
    pub parent: Option<Uuid>,
}

impl AreaBody {
    fn of(area: &Area) -> Self {
        Self {
            id: area.id.uuid(),
            kind: area.kind,
            code: area.code.clone(),
            name: area.name.clone(),
            parent: area.parent.map(|id| id.uuid()),
        }
    }
}

/// All blocks, RT and RW; always one page.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/areas", tag = "areas",
    params(("complex" = String, Path)), responses((status = 200, body = Page<AreaBody>))
)]
pub async fn index(may: May<SeeUnits>) -> web::Result {
    let mut tx = may.begin().await?;
    let areas = sql::all(&mut tx).await?;
    Ok(Page { items: areas.0.iter().map(AreaBody::of).collect(), next: None }.into_response())
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewArea {
    #[schema(value_type = AreaKind)]
    kind: String,
    #[schema(example = "01")]
    code: String,
    /// Left out: kind and code, such as `RT 01`
    name: Option<String>,
    #[schema(value_type = Option<Uuid>)]
    parent: Option<String>,
}

/// Adds an area.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/areas", tag = "areas",
    params(("complex" = String, Path)), request_body = NewArea,
    responses((status = 201, body = AreaBody), (status = 422))
)]
pub async fn create(may: May<ManageUnits>, browser: Browser, sent: Once<NewArea>) -> web::Result {
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let areas = sql::all(&mut tx).await?;
    let NewArea { kind, code, name, parent } = &sent.body;
    let Some(kind) = AreaKind::from_code(kind) else {
        let mut faults = web::Faults::default();
        faults.put("kind", s.t("area-fault-kind"));
        return Err(web::Error::Invalid(faults));
    };
    let form = AreaForm {
        jenis: kind.code().to_owned(),
        kode: code.clone(),
        nama: name.clone().unwrap_or_default(),
        induk: parent.clone().unwrap_or_default(),
    };
    let details = parse(&s, kind, &form, &areas).map_err(|f| api::invalid(&f, NAMES))?;

    let id = match sql::add(&mut tx, &details).await {
        Ok(id) => id,
        Err(error) => return Err(api::invalid(&taken(&s, error)?, NAMES)),
    };
    let area = Area { id, kind, code: details.code, name: details.name, parent: details.parent };

    let location = format!("/api/v1/complexes/{}/areas/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &AreaBody::of(&area))?).await
}
