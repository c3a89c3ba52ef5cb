//! Announcements as the office writes, agrees to, sends and takes back.
//!
//! A draft is written, its reach is counted, it goes out at once or at its hour; where the complex wants it, somebody else
//! than its writer agrees first. What was sent does not change but for how long it stands. Whom it reached is the
//! affair of `house`, how it is read that of `reader`.

mod act;
pub(crate) mod api;
mod attachment;
mod audience;
mod edit;
mod form;
mod list;
mod model;
mod send;
mod show;
pub(crate) mod sql;

pub(crate) use attachment::{Shown as ShownFile, shown as shown_files};
pub use audience::{Audience, People};
pub(crate) use model::percent;
pub use model::{Draft, DraftFault, Question, State, Tally};
pub use send::SendScheduled;
pub(crate) use send::{send, tell_unread};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("announcements")
        .get("/k/{complex}/pengumuman", list::index)
        .get("/k/{complex}/pengumuman/baru", edit::new)
        .post("/k/{complex}/pengumuman", edit::create)
        .post("/k/{complex}/pengumuman/pratinjau", edit::preview)
        .get("/k/{complex}/pengumuman/{bulletin}", show::show)
        .get("/k/{complex}/pengumuman/{bulletin}/ubah", edit::edit)
        .post("/k/{complex}/pengumuman/{bulletin}", edit::update)
        .upload(
            "/k/{complex}/pengumuman/{bulletin}/berkas",
            attachment::PURPOSE.body_limit_bytes(),
            attachment::bring,
        )
        .post("/k/{complex}/pengumuman/{bulletin}/berkas/{file}/hapus", attachment::remove)
        .post("/k/{complex}/pengumuman/{bulletin}/kirim", act::send)
        .post("/k/{complex}/pengumuman/{bulletin}/setujui", act::approve)
        .post("/k/{complex}/pengumuman/{bulletin}/kembalikan", act::give_back)
        .post("/k/{complex}/pengumuman/{bulletin}/batal", act::stop)
        .post("/k/{complex}/pengumuman/{bulletin}/tarik", act::withdraw)
        .post("/k/{complex}/pengumuman/{bulletin}/masa", act::keep)
        .post("/k/{complex}/pengumuman/{bulletin}/tautan", act::link)
        .and(api::routes())
}
