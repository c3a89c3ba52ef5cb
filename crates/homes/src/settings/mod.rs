//! The complex itself: its name, city and zone. The short name in addresses stays, since links were sent with it.

mod pages;
mod sql;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/k/{complex}/pengaturan", pages::edit)
        .post("/k/{complex}/pengaturan", pages::update)
}
