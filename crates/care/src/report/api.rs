//! Monthly figures for programs.

use axum::response::IntoResponse as _;
use serde::{Deserialize, Serialize};
use tenancy::{May, policy::HandleComplaints};
use utoipa::{IntoParams, ToSchema};
use web::Query;

use super::{model::Figures, month, report};
use crate::complaint::model::Category;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MonthQuery {
    /// Such as `2026-11`; the present month when it is left out
    #[param(value_type = Option<String>)]
    month: String,
}

/// What happened in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiguresBody {
    /// Filed
    pub new: i64,
    /// Answered for the first time
    pub answered: i64,
    /// Working minutes; none when nothing was answered
    pub median_response_minutes: Option<i64>,
    pub responses_kept: i64,
    pub responses_broken: i64,
    /// Solved, and not reopened since
    pub solved: i64,
    /// Working minutes, less those of waiting; none when nothing was solved
    pub median_resolution_minutes: Option<i64>,
    pub resolutions_kept: i64,
    pub resolutions_broken: i64,
    pub reopened: i64,
    /// Went on in another one; not among the solved ones
    pub merged: i64,
    pub ratings: i64,
    /// The average in tenths of a star: 45 is 4.5
    pub rating_tenths: Option<i64>,
}

impl FiguresBody {
    const fn of(figures: &Figures) -> Self {
        Self {
            new: figures.new,
            answered: figures.answered,
            median_response_minutes: figures.respond_median,
            responses_kept: figures.respond_kept,
            responses_broken: figures.respond_broken(),
            solved: figures.solved,
            median_resolution_minutes: figures.resolve_median,
            resolutions_kept: figures.resolve_kept,
            resolutions_broken: figures.resolve_broken(),
            reopened: figures.reopened,
            merged: figures.merged,
            ratings: figures.ratings,
            rating_tenths: figures.rating_tenths(),
        }
    }
}

/// Of one category.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryFigures {
    pub category: Category,
    pub figures: FiguresBody,
}

/// How many came in and were solved.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthCounts {
    /// Such as `2026-11`
    pub month: String,
    pub new: i64,
    pub solved: i64,
}

/// The figures of a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportBody {
    pub month: String,
    pub all: FiguresBody,
    /// Categories to which something happened
    pub categories: Vec<CategoryFigures>,
    /// The six months up to this one
    pub months: Vec<MonthCounts>,
}

/// What happened to complaints in a month.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/complaint-figures", tag = "care", operation_id = "show_complaint_figures",
    params(("complex" = String, Path), MonthQuery), responses((status = 200, body = ReportBody))
)]
pub async fn show(may: May<HandleComplaints>, query: Query<MonthQuery>) -> web::Result {
    let Query(asked) = query;
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let today = zone.date(tx.now());
    let report = report(&mut tx, month(&asked.month, today), zone).await?;
    let categories = report.each.iter().map(|(category, figures)| CategoryFigures {
        category: *category,
        figures: FiguresBody::of(figures),
    });
    let months = report.series.iter().map(|(month, new, solved)| MonthCounts {
        month: month.to_string(),
        new: *new,
        solved: *solved,
    });
    let body = ReportBody {
        month: report.month.to_string(),
        all: FiguresBody::of(&report.all),
        categories: categories.collect(),
        months: months.collect(),
    };
    Ok(axum::Json(body).into_response())
}
