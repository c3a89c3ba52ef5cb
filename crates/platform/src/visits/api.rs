//! The trail of visits for programs of the platform's staff.

use chrono::{DateTime, Utc};
use serde::Serialize;
use tenancy::Operator;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use web::api::{Page, PageQuery, Slice};

use super::sql;

#[derive(OpenApi)]
#[openapi(paths(list), components(schemas(VisitOut)))]
pub struct Api;

/// One request of the staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitOut {
    #[schema(example = 1204)]
    pub number: i64,
    pub account: Uuid,
    #[schema(example = "Arif Wibowo")]
    pub name: String,
    #[schema(example = "GET /admin/organisasi/cipta-graha")]
    pub reason: String,
    /// The request, as it stands in the log of the server.
    pub request: Option<Uuid>,
    pub at: DateTime<Utc>,
}

/// Visits of the staff, the newest first
#[utoipa::path(
    get,
    path = "/api/v1/platform/visits",
    tag = "platform",
    params(PageQuery),
    responses((status = 200, description = "A page of visits.", body = Page<VisitOut>))
)]
pub async fn list(operator: Operator, slice: Slice<i64>) -> web::Result<Page<VisitOut>> {
    let mut tx = operator.begin().await?;
    let rows = sql::visits(&mut tx, None, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(
        rows,
        |visit| visit.number,
        |visit| VisitOut {
            number: visit.number,
            account: visit.account.uuid(),
            name: visit.name,
            reason: visit.reason,
            request: visit.request.map(kernel::RequestId::uuid),
            at: visit.at,
        },
    ))
}
