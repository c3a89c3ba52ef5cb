//! Meters: what was read at whose meter in which month, and what that makes in use.
//!
//! Dues asks for the use in its own statements: `meter_usage`, `meter_missing`, `meter_lock` and `meter_unlock` of
//! 0012_meters.sql are this room's word to it. Deliberately absent: tariffs and money, and counting itself beyond a
//! courtesy: the database counts, so that the grid, a spreadsheet, a resident and a device count alike.

mod common;
mod figure;
mod grid;
mod import;
mod meter;
mod own;
mod reading;
pub mod sample;
mod setting;
mod utility;

use tenancy::Routes;
pub use utility::Utility;
use utoipa::OpenApi as _;

/// Pages and API of this room.
pub fn routes() -> Routes {
    grid::routes()
        .and(meter::routes())
        .and(import::routes())
        .and(own::routes())
        .and(reading::api::routes())
        .and(meter::api::routes())
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    reading::api::index,
    reading::api::create,
    meter::api::index,
    meter::api::show,
    meter::api::create,
))]
struct Document;

/// This room's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}
