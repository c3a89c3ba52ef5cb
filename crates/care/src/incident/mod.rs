//! Incidents (gangguan): what many houses have at once, such as water that is off. The office opens one for areas or all of
//! the complex, complaints join it, and each person is told once that it is known, how far it is, and that it is over.
//!
//! Deliberately absent: guessing. No incident opens by itself, however many complaints come in.

pub(crate) mod api;
mod desk;
mod model;
mod own;
mod sql;
mod verbs;
mod view;

pub use model::Draft;
pub use own::shown;
pub use sql::{Incident, counts, of_complaint};
use tenancy::Routes;
pub use verbs::{open_as, own};
pub use view::Shown;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/gangguan", desk::index)
        .get("/k/{complex}/gangguan/baru", desk::new)
        .post("/k/{complex}/gangguan", desk::create)
        .get("/k/{complex}/gangguan/{incident}", desk::show)
        .post("/k/{complex}/gangguan/{incident}/kabar", desk::news)
        .post("/k/{complex}/gangguan/{incident}/selesai", desk::end)
        .post("/k/{complex}/gangguan/{incident}/gabung", desk::gather)
        .post("/k/{complex}/gangguan/{incident}/lepas", desk::release)
        .get("/k/{complex}/gangguan-saya/{incident}", own::show)
        .post("/k/{complex}/gangguan-saya/{incident}/saya-juga", own::support)
        .get("/api/v1/complexes/{complex}/incidents", api::index)
        .post("/api/v1/complexes/{complex}/incidents", api::create)
        .get("/api/v1/complexes/{complex}/incidents/mine", api::mine)
        .get("/api/v1/complexes/{complex}/incidents/{incident}", api::show)
        .post("/api/v1/complexes/{complex}/incidents/{incident}/news", api::news)
        .post("/api/v1/complexes/{complex}/incidents/{incident}/end", api::end)
        .post("/api/v1/complexes/{complex}/incidents/{incident}/complaints", api::gather)
        .post("/api/v1/complexes/{complex}/incidents/{incident}/support", api::support)
}
