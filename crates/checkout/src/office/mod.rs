//! For the office: every attempt with what the gateway sent and said, a button that asks again, and yesterday's comparison.

mod list;
mod show;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("checkout")
        .get("/k/{complex}/upaya-bayar", list::index)
        .get("/k/{complex}/upaya-bayar/{attempt}", show::show)
        .post("/k/{complex}/upaya-bayar/{attempt}", show::ask_again)
}
