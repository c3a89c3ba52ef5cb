//! The office's calendar: a week with a column for each day, or a day with a column for each facility. On a phone the
//! columns stand below each other.
//!
//! Deliberately absent: what fell through. A calendar shows what takes place, what took place, and when it is closed.

mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("facilities").get("/k/{complex}/jadwal-fasilitas/kalender", pages::index)
}
