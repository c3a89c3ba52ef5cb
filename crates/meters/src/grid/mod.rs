//! The sheet on which a whole block is written down: one row for each unit, one figure to type, everything saved at once.
//!
//! Works as a plain form; `meter-grid.js` adds the keys of a spreadsheet. What was typed wrongly stays in its row with a
//! sentence, what was right is saved. Deliberately absent: rules, which are the reading's.

mod estimate;
mod export;
mod pages;
mod view;

pub use pages::{Filter, said};

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("meters")
        .get("/k/{complex}/meter", pages::index)
        .post("/k/{complex}/meter", pages::save)
        .get("/k/{complex}/meter/unduh", export::download)
        .get("/k/{complex}/meter/taksir", estimate::ask)
        .post("/k/{complex}/meter/taksir", estimate::save)
}
