//! The OpenAPI 3.1 document: the rooms' parts put together, and what holds for all of them said once.

use serde::Serialize;
use utoipa::{
    PartialSchema as _, ToSchema,
    openapi::{
        Components, Content, Info, License, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr, Response, Server,
        path::Operation,
        security::{Http, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        server::ServerBuilder,
    },
};

const BEARER: &str = "bearer";
const PROBLEM: &str = "Problem";

const ABOUT: &str = "Everything a page of Klustera can do, for programs. Send `Authorization: Bearer <token>` with a personal \
access token (`klu_…`) or an app's access token. Errors are problem+json (RFC 9457). Lists page by key: `next` of one page is \
`cursor` of the following one. A POST with an `Idempotency-Key` may be sent again safely for 48 hours.";

/// An error, as RFC 9457 writes it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable name of the kind of problem; programs decide by this.
    #[schema(example = "urn:klustera:problem:invalid")]
    pub r#type: String,
    /// The kind in words, in the language of `Accept-Language`.
    #[schema(example = "Ada yang perlu diperbaiki")]
    pub title: String,
    #[schema(example = 422)]
    pub status: u16,
    /// What happened this time, for people.
    #[schema(example = "Sebagian isian belum benar.")]
    pub detail: String,
    /// The request, as it stands in the log of the server.
    #[schema(example = "urn:uuid:019aa8f2-5c3e-7c41-9d2b-3f5a7c9e1b20")]
    pub instance: Option<String>,
    /// What exactly could not be read, in the words of the reader.
    pub cause: Option<String>,
    /// The fields that cannot stay as they are.
    pub errors: Option<Vec<ProblemField>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemField {
    #[schema(example = "code")]
    pub field: String,
    #[schema(example = "Isi nomor rumah.")]
    pub message: String,
}

/// One document out of the rooms' parts, in their order. Paths are sorted, so that the document only changes with the API.
pub fn document(parts: impl IntoIterator<Item = OpenApi>) -> OpenApi {
    let mut all = frame();
    for part in parts {
        all.merge(part);
    }
    for (path, item) in &mut all.paths.paths {
        for (method, operation) in operations(item) {
            finish(method, path, operation);
        }
    }
    all
}

fn frame() -> OpenApi {
    let mut info = Info::new("Klustera API", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    info.license = Some(License::new("MIT"));
    let server: Server = ServerBuilder::new().url("/").description(Some("This installation")).build();
    let mut components = Components::new();
    components.schemas.insert(PROBLEM.to_owned(), Problem::schema());
    components.schemas.insert("ProblemField".to_owned(), ProblemField::schema());
    components.responses.insert(PROBLEM.to_owned(), RefOr::T(problem_response()));
    components.security_schemes.insert(BEARER.to_owned(), RefOr::T(SecurityScheme::Http(bearer())));
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([server]))
        .components(Some(components))
        .security(Some([SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, [])]))
        .build()
}

fn bearer() -> Http {
    HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A personal access token from the account page, or an app's access token (JWT)."))
        .build()
}

fn problem_response() -> Response {
    let mut response = Response::new("Anything else is a problem; `type` says of which kind.");
    let content = Content::new(Some(Ref::from_schema_name(PROBLEM)));
    response.content.insert("application/problem+json".to_owned(), content.into());
    response
}

/// What is the same for every operation: how it fails, and a name that no other has.
fn finish(method: &str, path: &str, operation: &mut Operation) {
    let default = || RefOr::Ref(Ref::from_response_name(PROBLEM));
    operation.responses.responses.entry("default".to_owned()).or_insert_with(default);
    operation.operation_id = Some(name_of(method, path));
}

/// `GET /api/v1/complexes/{complex}/units` is `get_complexes_complex_units`.
fn name_of(method: &str, path: &str) -> String {
    let words = path.split(['/', '{', '}', '-', '.']).filter(|word| !matches!(*word, "" | "api" | "v1"));
    [method].into_iter().chain(words).collect::<Vec<_>>().join("_")
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("get", &mut item.get),
        ("post", &mut item.post),
        ("put", &mut item.put),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
