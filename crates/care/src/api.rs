//! This room's part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::{complaint, incident, report, setting};

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
    incident::api::index,
    incident::api::create,
    incident::api::show,
    incident::api::news,
    incident::api::end,
    incident::api::gather,
    incident::api::mine,
    incident::api::support,
))]
struct Care;

pub fn document() -> OpenApi {
    Care::openapi()
}
