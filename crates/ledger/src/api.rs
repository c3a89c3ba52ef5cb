//! What the endpoints of this room share, and its part of the OpenAPI document.

use utoipa::{OpenApi as _, openapi::OpenApi};
use web::{Browser, Error, Faults, Shell};

use crate::{balance, books, cash, chart, entry};

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    chart::api::accounts,
    chart::api::create_account,
    chart::api::change_account,
    chart::api::funds,
    chart::api::create_fund,
    chart::api::change_fund,
    balance::api::trial_balance,
    balance::api::postings,
    entry::api::index,
    entry::api::show,
    entry::api::create,
    entry::api::create_reversal,
    books::api::index,
    books::api::create,
    books::api::reopen,
    cash::api::show,
))]
struct Document;

/// This room's part of the API.
pub fn document() -> OpenApi {
    Document::openapi()
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
