//! Web push: a notice on the telephone or the computer itself, although no page is open.
//!
//! - `key`: the installation's own key, by which push services know us (VAPID). `endpoint`: which addresses we write to.
//! - `wire`: one message to one browser, sealed so that only that browser reads it (RFC 8291).
//! - `pages`, `api`: the browsers of an account. A browser belongs to an account and serves all its complexes.
//!
//! Deliberately absent: when a message goes out and whether it is still wanted (`outbox`), and anything that works
//! without a network: the script in the browser (`/sw.js`) shows notices and touches no request. Source of every rule:
//! reference/integrations.md §7.2.

pub(crate) mod api;
mod browser;
mod endpoint;
mod key;
mod pages;
pub(crate) mod sql;
mod wire;

pub(crate) use browser::Browsers;
use tenancy::Routes;
pub(crate) use wire::{Message, Outcome, Wire};

pub fn routes() -> Routes {
    Routes::new("notices")
        .post("/akun/kabar/perangkat", pages::add)
        .post("/akun/kabar/perangkat/{browser}/hapus", pages::remove)
        .get("/api/v1/me/browsers", api::index)
        .post("/api/v1/me/browsers", api::add)
        .delete("/api/v1/me/browsers/{browser}", api::remove)
}
