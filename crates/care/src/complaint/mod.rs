//! Complaints: `own` is how residents report and follow them, `desk` how the office works on them.
//!
//! - `call`: the office writes one down for somebody on the telephone.
//! - `closing`: what is solved closes by itself after seven days of silence.
//! - `merge`: two about one thing of the commons become one.
//!
//! A complaint about a house is seen by its reporter and the office; one about the commons by every resident, without the
//! reporter's name. Notes are the office's alone.

pub(crate) mod api;
pub(crate) mod call;
pub(crate) mod category;
mod closing;
pub(crate) mod desk;
pub(crate) mod merge;
pub(crate) mod model;
mod own;
pub(crate) mod photo;
mod sent;
pub(crate) mod sql;
pub(crate) mod tell;
pub(crate) mod verbs;
pub(crate) mod view;

pub use closing::CloseSolved;
pub use model::{Move, State};
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan-saya", own::index)
        .get("/k/{complex}/keluhan-saya/baru", own::new)
        .upload("/k/{complex}/keluhan-saya", photo::BODY_LIMIT, own::create)
        .get("/k/{complex}/keluhan-saya/{complaint}", own::show)
        .post("/k/{complex}/keluhan-saya/{complaint}/tulis", own::write)
        .post("/k/{complex}/keluhan-saya/{complaint}/beres", own::confirm)
        .post("/k/{complex}/keluhan-saya/{complaint}/belum-beres", own::reopen)
        .post("/k/{complex}/keluhan-saya/{complaint}/nilai", own::rate)
        .post("/k/{complex}/keluhan-saya/{complaint}/saya-juga", own::support)
        .get("/api/v1/complexes/{complex}/complaints", api::index)
        .post("/api/v1/complexes/{complex}/complaints/assignments", api::assign)
        .get("/api/v1/complexes/{complex}/complaints/{complaint}", api::show)
        .post("/api/v1/complexes/{complex}/complaints/{complaint}/moves", api::go)
        .post("/api/v1/complexes/{complex}/complaints/{complaint}/comments", api::comment)
        .get("/api/v1/complexes/{complex}/complaints/mine", api::mine)
        .post("/api/v1/complexes/{complex}/complaints/mine", api::create)
        .and(desk::routes())
        .and(call::routes())
        .and(merge::routes())
}
