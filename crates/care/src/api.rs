//! This room's part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::{
    checklist, classifier, complaint, cost, duty, incident, report, saved, setting, task, vendor, warranty,
};

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
    classifier::api::show,
    classifier::api::create,
    classifier::api::rename,
    classifier::api::create_problem,
    classifier::api::update_problem,
    classifier::api::places,
    cost::api::show,
    cost::api::create,
    cost::api::answer,
    vendor::api::index,
    vendor::api::create,
    vendor::api::update,
    checklist::api::template,
    checklist::api::keep,
    checklist::api::index,
    checklist::api::tick,
    saved::api::index,
    saved::api::create,
    saved::api::remove,
    warranty::api::index,
    warranty::api::terms,
    warranty::api::keep_terms,
    warranty::api::decide,
    task::api::index,
    task::api::go,
    duty::api::index,
    duty::api::create,
    duty::api::remove,
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
