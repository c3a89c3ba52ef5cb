//! What the endpoints of this room share, and its part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};
use web::{Error, Faults};

use crate::{account, letter, list, penalty, relief, reminder};

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    list::api::index,
    list::api::totals,
    account::api::show,
    account::api::own,
    letter::api::index,
    letter::api::show,
    letter::api::create,
    reminder::api::begin,
    reminder::api::show,
    reminder::api::tick,
    penalty::api::index,
    penalty::api::create,
))]
struct Arrears;

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    relief::api::waivers,
    relief::api::ask,
    relief::api::decide,
    relief::api::amnesty,
    relief::api::plans,
    relief::api::agree,
))]
struct Relief;

/// This room's part of the API.
pub fn document() -> OpenApi {
    Arrears::openapi().merge_from(Relief::openapi())
}

/// The faults of a form, under the names that the API's fields have.
pub fn invalid(faults: &Faults, names: &[(&str, &str)]) -> Error {
    let mut renamed = Faults::default();
    for fault in faults.iter() {
        let known = names.iter().find(|(known, _)| *known == fault.field);
        renamed.put(known.map_or(fault.field.as_str(), |(_, name)| name), fault.sentence.clone());
    }
    Error::Invalid(renamed)
}
