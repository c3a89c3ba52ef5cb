//! This room's part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::{bulletin, house, reader, setting};

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    bulletin::api::index,
    bulletin::api::create,
    bulletin::api::show,
    bulletin::api::send,
    bulletin::api::approve,
    house::api::index,
    house::api::nudge,
    reader::api::index,
    reader::api::show,
    reader::api::acknowledge,
    reader::api::vote,
    reader::api::comment,
    setting::api::show,
    setting::api::change,
))]
struct Announcements;

pub fn document() -> OpenApi {
    Announcements::openapi()
}
