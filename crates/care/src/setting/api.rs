//! What is promised, for programs.

use axum::response::IntoResponse as _;
use chrono::Datelike as _;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{HandleComplaints, ManageComplex},
};
use utoipa::ToSchema;
use web::{Error, Json, Path};

use super::{
    change::{self, Cannot},
    days,
    holiday::{Holiday, ListFault},
    model::Rule,
    plan,
};
use crate::{classifier, clock::Week, complaint::model::Category};

/// What a complex promises on its complaints.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanBody {
    /// Seven lists of windows such as `08:00-12:00`, Monday first
    #[schema(value_type = Vec<Vec<String>>)]
    pub week: Week,
    pub categories: Vec<RuleBody>,
}

/// The rules of one category.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleBody {
    pub category: Category,
    pub rule: Rule,
}

/// What is promised now.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-settings", tag = "care",
    operation_id = "show_complaint_settings", params(("complex" = String, Path)),
    responses((status = 200, body = PlanBody))
)]
pub async fn show(may: May<HandleComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let plan = plan(&mut tx).await?;
    let names = classifier::names(&mut tx).await?;
    let rule = |category| RuleBody { category, rule: plan.rule(category) };
    let categories = names.offered().into_iter().map(rule).collect();
    let body = PlanBody { week: plan.calendar.week().clone(), categories };
    Ok(axum::Json(body).into_response())
}

/// The working hours of a week.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekBody {
    /// Seven lists of windows such as `08:00-12:00`, Monday first; none: the usual hours
    #[schema(value_type = Option<Vec<Vec<String>>>)]
    pub week: Option<Week>,
}

/// Sets the working hours; what is open is due anew, and minutes that were used stay used.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/week", tag = "care",
    operation_id = "change_complaint_week", params(("complex" = String, Path)), request_body = WeekBody,
    responses((status = 204), (status = 409))
)]
pub async fn change_week(may: May<ManageComplex>, Json(body): Json<WeekBody>) -> web::Result {
    let mut tx = may.begin().await?;
    change::week(&mut tx, may.place().zone, body.week.as_ref()).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// Sets the rules of a category; what is open is due anew.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/categories/{category}", tag = "care",
    operation_id = "change_complaint_rule", params(("complex" = String, Path), ("category" = Category, Path)),
    request_body = Rule, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn change_rule(
    may: May<ManageComplex>,
    path: Path<(String, Category)>,
    Json(rule): Json<Rule>,
) -> web::Result {
    let Path((_, category)) = path;
    let mut tx = may.begin().await?;
    if !classifier::names(&mut tx).await?.knows(category) {
        return Err(Error::missing());
    }
    change::rule(&mut tx, may.place().zone, category, Some(&rule)).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// The days off of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearBody {
    pub year: i32,
    /// Is the list of this year there? Otherwise its days count as ordinary ones
    pub is_known: bool,
    pub days: Vec<Holiday>,
}

/// The days off of a year.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-settings/holidays/{year}", tag = "care",
    operation_id = "list_holidays", params(("complex" = String, Path), ("year" = i32, Path)),
    responses((status = 200, body = YearBody), (status = 404))
)]
pub async fn list_days(may: May<HandleComplaints>, path: Path<(String, i32)>) -> web::Result {
    let Path((_, year)) = path;
    if !(2000..=2200).contains(&year) {
        return Err(Error::missing());
    }
    let mut tx = may.begin().await?;
    let (days, is_known) = days::of_year(&mut tx, year).await?;
    Ok(axum::Json(YearBody { year, is_known, days }).into_response())
}

/// The list of a year.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListBody {
    /// At most 400, all of this year, each day once
    pub days: Vec<Holiday>,
}

/// Brings in the list of a year in place of the one before; days of the complex's own stay.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/complaint-settings/holidays/{year}", tag = "care",
    operation_id = "bring_holidays", params(("complex" = String, Path), ("year" = i32, Path)),
    request_body = ListBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn bring_days(
    may: May<ManageComplex>,
    path: Path<(String, i32)>,
    Json(body): Json<ListBody>,
) -> web::Result {
    let Path((_, year)) = path;
    if !(2000..=2200).contains(&year) {
        return Err(Error::missing());
    }
    check(year, &body.days).map_err(|fault| Error::refused(Cannot::List(fault)))?;
    let mut tx = may.begin().await?;
    change::bring(&mut tx, may.place().zone, &body.days).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// The rules of a list in a file, with places in the list instead of lines.
fn check(year: i32, days: &[Holiday]) -> Result<(), ListFault> {
    let mut seen = std::collections::BTreeSet::new();
    for (place, day) in days.iter().enumerate() {
        let place = place + 1;
        if day.day.year() != year {
            return Err(ListFault::Year(place));
        }
        if !(1..=120).contains(&day.name.trim().chars().count()) || day.name.chars().count() > 120 {
            return Err(ListFault::Name(place));
        }
        if !seen.insert(day.day) {
            return Err(ListFault::Twice(place));
        }
    }
    if days.len() > 400 { Err(ListFault::Many) } else { Ok(()) }
}
