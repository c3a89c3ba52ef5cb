//! The queue for programs of the platform's staff.

use chrono::{DateTime, Utc};
use jobs::operator::{self as queue, Failure, JobNumber, PAGE, Queue};
use serde::{Deserialize, Serialize};
use tenancy::Operator;
use utoipa::{IntoParams, OpenApi, ToSchema};
use uuid::Uuid;
use web::{Error, Path, Query, api::Page};

#[derive(OpenApi)]
#[openapi(paths(queues, failures, retry), components(schemas(QueueOut, FailureOut, RetriedOut)))]
pub struct Api;

/// A kind of job.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueOut {
    #[schema(example = "homes.import")]
    pub name: String,
    /// Could begin at once, if a worker were free.
    #[schema(example = 0)]
    pub due: i64,
    /// Waits for its hour or for its next attempt.
    #[schema(example = 1)]
    pub later: i64,
    #[schema(example = 0)]
    pub running: i64,
    /// Had its last attempt and waits for somebody.
    #[schema(example = 0)]
    pub given_up: i64,
    #[schema(example = 0)]
    pub failed_in_a_day: i64,
    #[schema(example = 12)]
    pub finished_in_five_minutes: i64,
    pub oldest_due_at: Option<DateTime<Utc>>,
    pub last_started_at: Option<DateTime<Utc>>,
    /// `running`, `finished`, `failed`, `given_up` or `interrupted`.
    #[schema(example = "finished")]
    pub last_outcome: Option<String>,
}

/// A job that failed and is still there.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailureOut {
    #[schema(example = 4711)]
    pub job: i64,
    #[schema(example = "homes.import")]
    pub name: String,
    /// None for a job of the platform.
    pub complex: Option<Uuid>,
    #[schema(example = 3)]
    pub attempts: i32,
    #[schema(example = 8)]
    pub max_attempts: i32,
    /// When it is tried again by itself; none when it was given up.
    pub next_at: Option<DateTime<Utc>>,
    #[schema(example = "the file is gone")]
    pub reason: String,
    pub put_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RetriedOut {
    #[schema(example = 4711)]
    pub job: i64,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// `next` of the page before; leave it out for the first page.
    cursor: Option<String>,
}

/// Every kind of job, with what waits
#[utoipa::path(
    get,
    path = "/api/v1/platform/jobs/queues",
    tag = "platform",
    responses((status = 200, description = "All kinds of jobs.", body = Page<QueueOut>))
)]
pub async fn queues(operator: Operator) -> web::Result<Page<QueueOut>> {
    let mut tx = operator.begin().await?;
    let items = queue::queues(&mut tx).await?.into_iter().map(QueueOut::of).collect();
    Ok(Page { items, next: None })
}

/// Jobs that failed, the newest first
#[utoipa::path(
    get,
    path = "/api/v1/platform/jobs/failures",
    tag = "platform",
    params(After),
    responses((status = 200, description = "A page of failures.", body = Page<FailureOut>))
)]
pub async fn failures(operator: Operator, Query(after): Query<After>) -> web::Result<Page<FailureOut>> {
    let after = match after.cursor.as_deref() {
        None | Some("") => None,
        Some(text) => Some(text.parse().map_err(|_| Error::Problem(web::Kind::WrongCursor))?),
    };
    let mut tx = operator.begin().await?;
    let rows = queue::failures(&mut tx, after.map(JobNumber::from_number)).await?;
    let next =
        rows.last().filter(|_| rows.len() == usize::from(PAGE)).map(|last| last.job.number().to_string());
    Ok(Page { items: rows.into_iter().map(FailureOut::of).collect(), next })
}

/// Try a failed job again, now and with all its attempts
#[utoipa::path(
    post,
    path = "/api/v1/platform/jobs/{job}/retry",
    tag = "platform",
    params(("job" = i64, Path, description = "Number of the job", example = 4711)),
    responses((status = 200, description = "It is due now.", body = RetriedOut),
              (status = 404, description = "It is no longer there, or just runs."))
)]
pub async fn retry(operator: Operator, Path(job): Path<i64>) -> web::Result<axum::Json<RetriedOut>> {
    let mut tx = operator.begin().await?;
    if !queue::retry(&mut tx, JobNumber::from_number(job)).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Ok(axum::Json(RetriedOut { job }))
}

impl QueueOut {
    fn of(queue: Queue) -> Self {
        Self {
            last_outcome: queue.last_outcome().map(|outcome| outcome.code().to_owned()),
            name: queue.name,
            due: queue.due,
            later: queue.later,
            running: queue.running,
            given_up: queue.given_up,
            failed_in_a_day: queue.failed_in_a_day,
            finished_in_five_minutes: queue.finished_in_five_minutes,
            oldest_due_at: queue.oldest_due_at,
            last_started_at: queue.last_started_at,
        }
    }
}

impl FailureOut {
    fn of(failure: Failure) -> Self {
        Self {
            job: failure.job.number(),
            name: failure.name,
            complex: failure.complex.map(kernel::ComplexId::uuid),
            attempts: failure.attempts,
            max_attempts: failure.max_attempts,
            next_at: failure.next_at,
            reason: failure.reason,
            put_at: failure.put_at,
        }
    }
}
