//! What the endpoints of this room share: fields that may be left out, faults under their English names, and the part
//! of the OpenAPI document.

use serde::{Deserialize, Deserializer};
use utoipa::{OpenApi as _, openapi::OpenApi};
use web::{Browser, Error, Faults, Shell};

use crate::{area, history, import, occupancy, person, unit};

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    unit::api::index,
    unit::api::show,
    unit::api::create,
    unit::api::change,
    occupancy::api::index,
    occupancy::api::create,
    person::api::index,
    person::api::show,
    person::api::create,
    person::api::change,
    area::api::index,
    area::api::create,
    history::api::index,
    import::api::create,
    import::api::show,
    import::api::apply,
    import::api::undo,
))]
struct Document;

/// This room's part of the API.
pub fn document() -> OpenApi {
    Document::openapi()
}

/// A field that was not sent is `None`; one that was sent as `null` is `Some(None)`.
pub fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Puts a sent value into a form's field; `null` empties it.
pub fn put(field: &mut String, sent: Option<Option<String>>) {
    if let Some(value) = sent {
        *field = value.unwrap_or_default();
    }
}

/// Sentences for programs come in the language they ask for.
pub fn sentences(browser: &Browser) -> Shell {
    browser.public("")
}

/// The faults of a form, under the names that the API's fields have.
pub fn invalid(faults: &Faults, names: &[(&str, &str)]) -> Error {
    let mut renamed = Faults::default();
    for fault in faults.iter() {
        let name =
            names.iter().find(|(own, _)| *own == fault.field).map_or(fault.field.as_str(), |(_, name)| *name);
        renamed.put(name, fault.sentence.clone());
    }
    Error::Invalid(renamed)
}
