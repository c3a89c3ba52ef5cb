//! What somebody does not want to hear, by kind and way: on the account's page for all complexes at once, and by one
//! click in a mail. What concerns signing in is no notice and cannot be turned off.

pub(crate) mod api;
mod pages;
mod sql;
mod stop;

pub(crate) use pages::{HERE, begin, word};
pub(crate) use sql::mute;

use tenancy::{Routes, TicketKind};

/// The link in a mail that ends such mails. It names the delivery.
#[derive(Debug)]
pub enum Unsubscribe {}

impl TicketKind for Unsubscribe {
    const NAME: &'static str = "unsubscribe";
}

pub fn routes() -> Routes {
    Routes::new("notices")
        .get("/akun/kabar", pages::edit)
        .post("/akun/kabar", pages::update)
        .get("/berhenti/{ticket}", stop::ask)
        .post("/berhenti/{ticket}", stop::stop)
        .post("/berhenti/{ticket}/batal", stop::resume)
        .get("/api/v1/me/notice-preferences", api::show)
        .put("/api/v1/me/notice-preferences", api::change)
}
