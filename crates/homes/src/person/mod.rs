//! People: what one complex knows about a human. The phone makes two rows one; an account may sign in as a person.
//!
//! What another complex wrote about the same human is never seen here.

pub(crate) mod api;
mod export;
mod form;
mod list;
mod merge;
mod model;
mod show;
pub(crate) mod sql;

use kernel::PersonId;
pub use model::{CannotMerge, NameFault, Person, PersonDetails, PersonName, is_same_name};
use tenancy::{Place, Routes};
use web::Shell;

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/k/{complex}/warga", list::index)
        .get("/k/{complex}/warga/unduh", export::download)
        .get("/k/{complex}/warga/baru", form::new)
        .post("/k/{complex}/warga", form::create)
        .get("/k/{complex}/warga/ganda", merge::index)
        .post("/k/{complex}/warga/gabung", merge::merge)
        .post("/k/{complex}/warga/gabung/{merge}/urungkan", merge::undo)
        .get("/k/{complex}/warga/{person}", show::show)
        .get("/k/{complex}/warga/{person}/ubah", form::edit)
        .post("/k/{complex}/warga/{person}", form::update)
        .and(api::routes())
}

pub(crate) fn path(place: &Place, id: PersonId) -> String {
    place.path(&format!("warga/{id}"))
}

pub(crate) fn name_sentence(s: &Shell, fault: NameFault) -> String {
    s.t(match fault {
        NameFault::Empty => "person-fault-name",
        NameFault::TooLong => "person-fault-name-long",
    })
    .to_owned()
}

/// How many pairs look like one human; counting stops at fifty.
pub(crate) async fn look_alikes(tx: &mut tenancy::TenantTx) -> tenancy::Result<usize> {
    Ok(merge::sql::pairs(tx, 50).await?.len())
}
