//! This room's part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::{carrier, centre, preference, push, reminder, sent, template};

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    centre::api::index,
    centre::api::read,
    centre::api::read_all,
    sent::api::index,
    sent::api::again,
    preference::api::show,
    preference::api::change,
    push::api::index,
    push::api::add,
    push::api::remove,
    reminder::api::show,
    reminder::api::change,
    reminder::api::send,
    reminder::api::estimate,
    carrier::api::show,
    carrier::api::change,
    carrier::api::test,
    template::api::index,
    template::api::change,
    template::api::restore,
))]
struct Notices;

pub fn document() -> OpenApi {
    Notices::openapi()
}
