//! Invitations: the manager names role, person and, for a resident, the unit; the person opens the link, shows a
//! password and is in. A link is good for fourteen days and for one person, and can be taken back until it is used; it sleeps when whoever
//! made it no longer manages the members.
//! Sending is the manager's own WhatsApp; nothing leaves the house from here.

pub mod api;
pub mod manage;
pub mod model;
pub mod open;
mod sql;

use tenancy::{Routes, TicketKind};

/// The link `/undangan/{ticket}`.
#[derive(Debug)]
pub enum InvitationLink {}

impl TicketKind for InvitationLink {
    const NAME: &'static str = "invitation";
}

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/k/{complex}/anggota/undang", manage::form)
        .post("/k/{complex}/anggota/undang", manage::invite)
        .get("/k/{complex}/anggota/undangan", manage::list)
        .get("/k/{complex}/anggota/undangan/{invitation}", manage::show)
        .post("/k/{complex}/anggota/undangan/{invitation}/perpanjang", manage::renew)
        .post("/k/{complex}/anggota/undangan/{invitation}/cabut", manage::revoke)
        .get("/undangan/{ticket}", open::show)
        .post("/undangan/{ticket}", open::accept)
        .get("/api/v1/complexes/{complex}/invitations", api::list)
        .post("/api/v1/complexes/{complex}/invitations", api::invite)
        .delete("/api/v1/complexes/{complex}/invitations/{invitation}", api::revoke)
}
