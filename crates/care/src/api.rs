//! This room's part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::{complaint, report, setting};

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    complaint::api::index,
    complaint::api::show,
    complaint::api::go,
    complaint::api::comment,
    complaint::api::mine,
    complaint::api::create,
    complaint::api::assign,
    complaint::call::api::create,
    complaint::merge::api::merge,
    setting::api::show,
    setting::api::change_week,
    setting::api::change_rule,
    setting::api::list_days,
    setting::api::bring_days,
    report::api::show,
))]
struct Care;

pub fn document() -> OpenApi {
    Care::openapi()
}
