//! What a Rust file may hold.

use super::expect_none;
use super::sources::{self, Source};

#[test]
fn sql_stands_in_sql_rs() {
    let complaints: Vec<String> = sources::rust().iter().flat_map(sql_outside).collect();
    expect_none(
        &complaints,
        "Move the statement to the slice's sql.rs, as a function named by its question.",
    );
}

#[test]
fn a_model_knows_neither_the_database_nor_the_web() {
    let complaints: Vec<String> = sources::rust().iter().flat_map(io_in_model).collect();
    expect_none(
        &complaints,
        "A model is pure: given values it returns values. Load before it, save after it.",
    );
}

#[test]
fn rooms_leave_the_complex_to_the_scope() {
    let complaints: Vec<String> = sources::rust().iter().flat_map(complex_by_hand).collect();
    expect_none(
        &complaints,
        "The transaction carries the complex. Rooms name it only in `using (complex_id, …)`.",
    );
}

#[test]
fn every_front_door_says_what_it_is_for() {
    let complaints: Vec<String> = sources::rust().iter().filter_map(silent_front_door).collect();
    expect_none(
        &complaints,
        "Open lib.rs and mod.rs with `//!`: what this is for, and what it deliberately does not do.",
    );
}

/// Tenancy executes for everybody, the kit builds complexes, and tests may look behind the wall.
fn sql_outside(source: &Source) -> Vec<String> {
    // A measurement stands outside the rooms: its floor is a bare statement.
    let is_measure = source.path.contains("/examples/");
    let is_place_for_sql = is_measure || source.name() == "sql.rs" || source.path.contains("/sql/");
    if is_place_for_sql || source.is_test() || source.room() == Some("tenancy") {
        return Vec::new();
    }
    let asks = ["query!(", "query_as!(", "query_scalar!(", "sqlx::query", "raw_sql("];
    complaints(source, |code| asks.iter().any(|ask| code.contains(ask) && !code.contains("_sqlx::query")))
}

/// Ids and enums may derive `sqlx::Type`, since the orphan rule leaves no other place for it.
fn io_in_model(source: &Source) -> Vec<String> {
    if source.name() != "model.rs" {
        return Vec::new();
    }
    complaints(source, |code| {
        (code.contains("sqlx") && !code.contains("sqlx::Type") && !code.contains("#[sqlx("))
            || code.contains("axum")
    })
}

fn complex_by_hand(source: &Source) -> Vec<String> {
    let rooms = ["web", "files", "homes", "accounts", "spreadsheet"];
    if source.is_test() || !source.room().is_some_and(|room| rooms.contains(&room)) {
        return Vec::new();
    }
    complaints(source, |code| {
        let passed = code.contains("complex_id:") || code.contains("complex_id,") && code.contains("values");
        passed || code.contains("complex_id = $") || code.contains("complex_id = any")
    })
}

fn silent_front_door(source: &Source) -> Option<String> {
    let is_front_door = matches!(source.name(), "lib.rs" | "mod.rs") && source.path.contains("/src/");
    let says = source.text.trim_start().starts_with("//!");
    (is_front_door && !says).then(|| source.path.clone())
}

/// Comments may speak of anything, and tests at the end of a file may look behind the wall.
fn complaints(source: &Source, is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    source
        .lines()
        .take_while(|(_, line)| *line != "mod tests {")
        .filter(|(_, line)| !line.trim_start().starts_with("//") && is_wrong(line))
        .map(|(place, line)| format!("{place}: {}", line.trim()))
        .collect()
}

#[test]
fn these_rules_can_fail() {
    let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let pages = "crates/homes/src/unit/pages.rs";
    assert_eq!(sql_outside(&file(pages, "sqlx::query!(\"select 1\")")).len(), 1);
    assert_eq!(sql_outside(&file("crates/homes/src/unit/sql.rs", "query!(\"select 1\")")).len(), 0);
    assert_eq!(
        sql_outside(&file(pages, "#[cfg(test)]\nmod tests {\n    sqlx::query(\"select 1\")")).len(),
        0
    );
    assert_eq!(io_in_model(&file("crates/homes/src/unit/model.rs", "use axum::Form;")).len(), 1);
    assert_eq!(io_in_model(&file("crates/homes/src/unit/model.rs", "#[derive(sqlx::Type)]")).len(), 0);
    assert_eq!(complex_by_hand(&file(pages, "fn of(complex_id: ComplexId)")).len(), 1);
    assert_eq!(complex_by_hand(&file(pages, "join person using (complex_id, person_id)")).len(), 0);
    assert!(silent_front_door(&file("crates/homes/src/lib.rs", "mod unit;")).is_some());
    assert!(silent_front_door(&file("crates/homes/src/lib.rs", "//! Homes.")).is_none());
}
