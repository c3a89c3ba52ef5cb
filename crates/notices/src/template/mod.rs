//! The words of a complex: its own title and text for an occasion, in each language, instead of the house's.
//!
//! A template has blanks and conditions and nothing else: no files, no functions, no loops over what it was not given, and
//! a budget of steps. What cannot be filled is refused when it is saved; should it fail all the same when it is used,
//! the house's words stand in, because a bill is told in any case.
//!
//! Deliberately absent: words for Meta's approved template (Meta keeps those), and letters about accounts.

pub(crate) mod api;
mod model;
mod occasion;
mod pages;
mod sql;

pub use occasion::Occasion;
pub use sql::Wording;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("notices")
        .get("/k/{complex}/kata-pesan", pages::index)
        .get("/k/{complex}/kata-pesan/{occasion}/{language}", pages::edit)
        .post("/k/{complex}/kata-pesan/{occasion}/{language}", pages::save)
        .post("/k/{complex}/kata-pesan/{occasion}/{language}/pratinjau", pages::preview)
        .post("/k/{complex}/kata-pesan/{occasion}/{language}/bawaan", pages::restore)
        .get("/api/v1/complexes/{complex}/notice-templates", api::index)
        .put("/api/v1/complexes/{complex}/notice-templates/{occasion}/{language}", api::change)
        .delete("/api/v1/complexes/{complex}/notice-templates/{occasion}/{language}", api::restore)
}
