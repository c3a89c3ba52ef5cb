//! What complaints are about, for programs.

use axum::response::IntoResponse as _;
use kernel::EventId;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{ManageComplex, SeeNotices},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json, Path};

use super::{change, model::Problem, sql};
use crate::{
    complaint::model::{Category, Priority},
    setting::Level,
};

/// A category as it is called here.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassBody {
    pub category: Category,
    pub name: String,
    pub is_retired: bool,
}

/// A problem below a category.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    pub id: Uuid,
    pub category: Category,
    pub name: String,
    pub is_retired: bool,
}

/// What a complaint may be about.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassifierBody {
    pub categories: Vec<ClassBody>,
    pub problems: Vec<ProblemBody>,
    /// Places of the commons that forms offer
    pub places: Vec<String>,
}

/// What a complaint may be about, for everybody who may write one down or do it.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-classifier", tag = "care",
    operation_id = "show_complaint_classifier", params(("complex" = String, Path)),
    responses((status = 200, body = ClassifierBody))
)]
pub async fn show(may: May<SeeNotices>) -> web::Result {
    let mut tx = may.begin().await?;
    let names = sql::names(&mut tx).await?;
    let problems = sql::problems(&mut tx).await?.into_iter();
    let class = |category: Category| ClassBody {
        category,
        name: names.of(category, kernel::Locale::Id),
        is_retired: !names.is_offered(category),
    };
    let problems = problems.map(|it| ProblemBody {
        id: it.id,
        category: it.category,
        name: it.name,
        is_retired: it.is_retired,
    });
    let body = ClassifierBody {
        categories: names.all().into_iter().map(class).collect(),
        problems: problems.collect(),
        places: sql::place_names(&mut tx).await?,
    };
    Ok(axum::Json(body).into_response())
}

/// A category of the complex's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClass {
    /// 2 to 40 letters, unlike the others
    pub name: String,
}

/// Adds a category of the complex's own; there are at most sixty.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaint-settings/categories", tag = "care",
    operation_id = "add_complaint_category", params(("complex" = String, Path)), request_body = NewClass,
    responses((status = 201, body = ClassBody), (status = 409))
)]
pub async fn create(may: May<ManageComplex>, Json(new): Json<NewClass>) -> web::Result {
    let mut tx = may.begin().await?;
    let category = change::add_class(&mut tx, &new.name).await?;
    let name = sql::names(&mut tx).await?.of(category, kernel::Locale::Id);
    tx.commit().await?;
    let body = ClassBody { category, name, is_retired: false };
    Ok((http::StatusCode::CREATED, axum::Json(body)).into_response())
}

/// Another name for a category of the complex's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassChange {
    pub name: String,
    /// Not offered any more; what was reported keeps its name
    #[serde(default)]
    pub is_retired: bool,
}

/// Renames or retires a category of the complex's own; those of the house stay as they are.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/categories/{category}/name", tag = "care",
    operation_id = "rename_complaint_category", params(("complex" = String, Path), ("category" = Category, Path)),
    request_body = ClassChange, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn rename(
    may: May<ManageComplex>,
    path: Path<(String, Category)>,
    Json(body): Json<ClassChange>,
) -> web::Result {
    let Path((_, category)) = path;
    let mut tx = may.begin().await?;
    change::keep_class(&mut tx, category, &body.name, body.is_retired).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// What a problem is; what is left out is as its category says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProblemChange {
    pub category: Category,
    /// 2 to 60 letters, unlike the others of its category
    pub name: String,
    pub priority: Option<Priority>,
    /// Who does it unless somebody else is named; up to 80 letters
    #[serde(default)]
    pub assignee: String,
    pub level: Option<Level>,
    #[serde(default)]
    pub is_retired: bool,
}

impl ProblemChange {
    fn problem(self, id: Uuid) -> Problem {
        Problem {
            id,
            category: self.category,
            name: self.name,
            priority: self.priority,
            assignee: self.assignee.trim().to_owned(),
            level: self.level,
            is_retired: self.is_retired,
        }
    }
}

/// Adds a problem below a category.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaint-settings/problems", tag = "care",
    operation_id = "add_complaint_problem", params(("complex" = String, Path)), request_body = ProblemChange,
    responses((status = 201, body = ProblemBody), (status = 404), (status = 409))
)]
pub async fn create_problem(may: May<ManageComplex>, Json(body): Json<ProblemChange>) -> web::Result {
    let mut tx = may.begin().await?;
    let problem = body.problem(EventId::new(tx.now()).uuid());
    let body = ProblemBody {
        id: problem.id,
        category: problem.category,
        name: problem.name.clone(),
        is_retired: problem.is_retired,
    };
    change::keep_problem(&mut tx, may.place().zone, problem).await?;
    tx.commit().await?;
    Ok((http::StatusCode::CREATED, axum::Json(body)).into_response())
}

/// Changes a problem or retires it; its category stays. Open complaints about it are due anew.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/problems/{problem}", tag = "care",
    operation_id = "change_complaint_problem", params(("complex" = String, Path), ("problem" = Uuid, Path)),
    request_body = ProblemChange, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn update_problem(
    may: May<ManageComplex>,
    path: Path<(String, Uuid)>,
    Json(body): Json<ProblemChange>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let was = sql::find_problem(&mut tx, id).await?.ok_or(Error::missing())?;
    let problem = Problem { category: was.category, ..body.problem(id) };
    change::keep_problem(&mut tx, may.place().zone, problem).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// Places of the commons.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacesBody {
    /// At most 60 of 2 to 80 letters, in the order in which they are offered
    pub places: Vec<String>,
}

/// Sets the places of the commons that forms offer.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/places", tag = "care",
    operation_id = "change_complaint_places", params(("complex" = String, Path)), request_body = PlacesBody,
    responses((status = 204), (status = 409))
)]
pub async fn places(may: May<ManageComplex>, Json(body): Json<PlacesBody>) -> web::Result {
    let mut tx = may.begin().await?;
    change::keep_places(&mut tx, &body.places).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
