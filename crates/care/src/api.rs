//! This room's part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::complaint;

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    complaint::api::index,
    complaint::api::show,
    complaint::api::go,
    complaint::api::comment,
    complaint::api::mine,
    complaint::api::create,
))]
struct Care;

pub fn document() -> OpenApi {
    Care::openapi()
}
