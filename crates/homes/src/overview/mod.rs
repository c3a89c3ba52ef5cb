//! The first page of each role: what is there, what needs care, whom to call. Only what is known is shown; rooms at
//! the right add their cards through `web::home`.
//!
//! Deliberately absent: anything about money, visitors or complaints.

mod area_head;
mod guard;
mod known;
mod manager;
mod resident;
mod sql;
mod treasurer;
mod view;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/k/{complex}/ringkasan", manager::index)
        .get("/k/{complex}/bendahara", treasurer::index)
        .get("/k/{complex}/rt", area_head::index)
        .get("/k/{complex}/rt/{unit}", area_head::show)
        .get("/k/{complex}/beranda", resident::index)
        .get("/k/{complex}/gerbang", guard::index)
}
