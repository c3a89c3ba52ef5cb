//! `/api/v1/openapi.json` for programs, `/api` for the people who write them. Both say nothing about anybody.

use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::{body::Bytes, response::IntoResponse as _};
use http::header;
use tenancy::{Anyone, Routes};
use utoipa::openapi::OpenApi;

use super::reading::{Operation, Reader, Subject, Thing};
use crate::{
    Browser, Kind, Result,
    answer::page,
    shell::{
        Shell,
        parts::{Chip, Tone},
    },
};

/// Long enough that a client need not ask twice in one sitting, short enough for the day of an update.
const FRESH: &str = "public, max-age=300";

/// The pages of this document, which is written when somebody first asks: most servers are never asked, and its parts
/// take several megabytes on the way.
pub fn routes(document: fn() -> OpenApi) -> Routes {
    let known = Arc::new(LazyLock::new(move || Known::of(&document())));
    let asked = Arc::clone(&known);
    Routes::new("api")
        .get("/api/v1/openapi.json", move |_: Anyone| {
            let body = asked.json.clone();
            let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, FRESH)];
            async move { (headers, body).into_response() }
        })
        .get("/api", move |_: Anyone, browser: Browser| {
            let known = Arc::clone(&known);
            async move { docs(&browser, &known.read) }
        })
}

struct Known {
    json: Bytes,
    read: Read,
}

impl Known {
    fn of(document: &OpenApi) -> Self {
        let json = document.to_json().expect("the document is JSON");
        Self { read: Read::of(&json), json: json.into() }
    }
}

/// What does not change from one reader to the next.
struct Read {
    version: String,
    subjects: Vec<Subject>,
    things: Vec<Thing>,
}

impl Read {
    fn of(json: &str) -> Self {
        let value = serde_json::from_str(json).expect("the document was written as JSON just now");
        let reader = Reader(&value);
        let version = value["info"]["version"].as_str().unwrap_or_default().to_owned();
        Self { version, subjects: reader.subjects(), things: reader.things() }
    }
}

#[derive(Template)]
#[template(path = "api/docs.html")]
struct Docs<'d> {
    s: Shell,
    version: &'d str,
    chips: Vec<Chip>,
    subjects: &'d [Subject],
    things: &'d [Thing],
    kinds: [Kind; Kind::ALL.len()],
}

fn docs(browser: &Browser, read: &Read) -> Result {
    let s = browser.public(browser.texts().get("api-title"));
    let chip = |subject: &Subject| {
        let count = i64::try_from(subject.operations.len()).unwrap_or(i64::MAX);
        Chip::new(&subject.name, format!("#{}", subject.id())).counted(count)
    };
    let chips = read.subjects.iter().map(chip).collect();
    page(&Docs {
        s,
        version: &read.version,
        chips,
        subjects: &read.subjects,
        things: &read.things,
        kinds: Kind::ALL,
    })
}

impl Docs<'_> {
    /// Reading is calm, writing is noted, deleting warns.
    fn tone(&self, operation: &Operation) -> Tone {
        match operation.method.as_str() {
            "GET" => Tone::Info,
            "DELETE" => Tone::Bad,
            _ => Tone::Brand,
        }
    }

    fn title_of(&self, kind: &Kind) -> String {
        self.s.t(&format!("error-{}-title", kind.slug())).to_owned()
    }
}
