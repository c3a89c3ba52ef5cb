//! `/admin/tugas`: what waits in the queue, what failed and why, and what ran. A failed job can be tried again or thrown
//! away; everything else the jobs' room does by itself.

mod api;
mod pages;
mod rows;

use tenancy::Routes;

pub use api::Api;

pub fn routes() -> Routes {
    Routes::new("platform")
        .get("/admin/tugas", pages::queues)
        .get("/admin/tugas/gagal", pages::failures)
        .get("/admin/tugas/riwayat", pages::history)
        .post("/admin/tugas/{job}/ulangi", pages::retry)
        .get("/admin/tugas/{job}/buang", pages::ask_to_discard)
        .post("/admin/tugas/{job}/buang", pages::discard)
        .get("/api/v1/platform/jobs/queues", api::queues)
        .get("/api/v1/platform/jobs/failures", api::failures)
        .post("/api/v1/platform/jobs/{job}/retry", api::retry)
}
