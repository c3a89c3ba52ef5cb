//! Platform: what is seen across complexes. An organisation's admin looks over its complexes and founds new ones; the
//! platform's staff look after organisations, background jobs and the trail of their own visits.
//!
//! The only room whose statements cross complexes, and it reads them through one view (`complex_figures`). Deliberately
//! absent: changing anything inside a complex, which goes through that complex's own door; and subscriptions, which do
//! not exist yet.

mod console;
mod group;
mod organizations;
mod rescue;
mod tasks;
mod upkeep;
mod visits;
mod words;

use tenancy::Routes;
use utoipa::OpenApi as _;

/// Pages and API of this room.
pub fn routes() -> Routes {
    group::routes()
        .and(console::routes())
        .and(organizations::routes())
        .and(rescue::routes())
        .and(tasks::routes())
        .and(visits::routes())
}

/// What the platform does by the clock.
pub fn jobs() -> jobs::Registry {
    upkeep::jobs()
}

/// This room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut all = group::Api::openapi();
    all.merge(organizations::Api::openapi());
    all.merge(rescue::Api::openapi());
    all.merge(tasks::Api::openapi());
    all.merge(visits::Api::openapi());
    all
}
