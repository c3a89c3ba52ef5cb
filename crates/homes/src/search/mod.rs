//! The search of the office, as a page and in the palette (Ctrl K): units, people, screens.
//!
//! It forgives: `a12` finds A-12, and a name that is nearly right finds the person.

mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("homes").get("/k/{complex}/cari", pages::index)
}
