//! The API's document: what is promised to apps. A change of it is a diff of `openapi.json`;
//! `KLUSTERA_ACCEPT=1 cargo nextest run document` writes it anew.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

fn document() -> Value {
    serde_json::to_value(klustera::rooms::document()).unwrap()
}

#[test]
fn the_committed_document_is_what_the_code_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi.json");
    let now = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    if std::env::var_os("KLUSTERA_ACCEPT").is_some() {
        fs::write(&file, &now).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(now == committed, "the API changed; read the difference of openapi.json, then accept it");
}

#[test]
fn every_route_of_the_api_is_documented_and_nothing_else_is() {
    let document = document();
    let documented: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, operations)| {
            operations
                .as_object()
                .unwrap()
                .keys()
                .map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let routes = klustera::rooms::routes();
    let there: BTreeSet<String> = routes
        .table()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/") && route.path != "/api/v1/openapi.json")
        .map(|route| format!("{} {}", route.method.name(), route.path))
        .collect();
    let (missing, invented): (Vec<_>, Vec<_>) =
        (there.difference(&documented).collect(), documented.difference(&there).collect());
    assert!(
        missing.is_empty() && invented.is_empty(),
        "not documented: {missing:#?}\nnot there: {invented:#?}"
    );
    assert_eq!(document["openapi"], "3.1.0");
}
