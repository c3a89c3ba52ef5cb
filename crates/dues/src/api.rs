//! What the endpoints of this room share: faults under their English names, and the part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};
use web::{Browser, Error, Faults, Shell};

use crate::{charge, invoice, opening, print, run, setting};

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    charge::api::kinds::index,
    charge::api::kinds::create,
    charge::api::kinds::show,
    charge::api::kinds::change,
    charge::api::versions::index,
    charge::api::versions::create,
    charge::api::versions::remove,
    charge::api::own::index,
    charge::api::own::create,
    charge::api::own::end,
    setting::api::show,
    setting::api::change,
))]
struct Tariffs;

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    run::api::preview,
    run::api::index,
    run::api::create,
    run::api::show,
    invoice::api::index,
    invoice::api::show,
    invoice::api::pdf,
    invoice::api::png,
    invoice::api::void,
    invoice::api::credit,
    opening::api::create,
    print::api::create,
    print::api::show,
))]
struct Billing;

/// This room's part of the API.
pub fn document() -> OpenApi {
    Tariffs::openapi().merge_from(Billing::openapi())
}

/// Sentences for programs come in the language they ask for.
pub fn sentences(browser: &Browser) -> Shell {
    browser.public("")
}

/// The faults of a form, under the names that the API's fields have. A field of a list carries its place.
pub fn invalid(faults: &Faults, names: &[(&str, &str)]) -> Error {
    let mut renamed = Faults::default();
    for fault in faults.iter() {
        let (own, place) = match fault.field.split_once('-') {
            Some((own, place)) => (own, Some(place)),
            None => (fault.field.as_str(), None),
        };
        let name = names.iter().find(|(known, _)| *known == own).map_or(own, |(_, name)| *name);
        let name = place.map_or_else(|| name.to_owned(), |place| format!("{name}.{place}"));
        renamed.put(&name, fault.sentence.clone());
    }
    Error::Invalid(renamed)
}
