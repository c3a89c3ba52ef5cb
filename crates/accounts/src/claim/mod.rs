//! Claims: a resident without an invitation asks to join, and the manager decides. The public page says the name of
//! the complex and, to whoever asks for one, whether a unit exists; how often that may be asked is limited. Nothing
//! else about the complex is told before the manager's yes.

pub mod api;
pub mod decide;
mod model;
pub mod open;
mod sql;

use tenancy::{Routes, TicketKind};

/// What the form on `/gabung/{complex}` posts to: proof that we drew that form for that complex.
#[derive(Debug)]
pub enum JoinForm {}

impl TicketKind for JoinForm {
    const NAME: &'static str = "join";
}

pub fn routes() -> Routes {
    Routes::new("accounts")
        .get("/gabung/{complex}", open::form)
        .post("/gabung/{complex}/{ticket}", open::file)
        .get("/k/{complex}/anggota/permintaan", decide::list)
        .post("/k/{complex}/anggota/permintaan/{claim}/setujui", decide::approve)
        .post("/k/{complex}/anggota/permintaan/{claim}/tolak", decide::reject)
        .get("/api/v1/complexes/{complex}/claims", api::list)
        .post("/api/v1/complexes/{complex}/claims/{claim}/decision", api::decide)
}
