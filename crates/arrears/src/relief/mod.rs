//! Relief: a waiver that one asks for and another grants, an amnesty for many, and arrears paid in parts.
//!
//! Deliberately absent: relief that leaves no trace. Each is a reduction or a plan with a reason and a name.

mod amnesty;
pub(crate) mod api;
mod plan;
mod plan_pages;
mod sql;
mod waiver;

pub use plan::{PlanView, running_plan};
pub use plan_pages::JudgePlans;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("arrears")
        .get("/k/{complex}/keringanan", waiver::index)
        .post("/k/{complex}/keringanan/{request}/putusan", waiver::decide)
        .get("/k/{complex}/tunggakan/{unit}/keringanan", waiver::new)
        .post("/k/{complex}/tunggakan/{unit}/keringanan", waiver::ask)
        .get("/k/{complex}/keringanan/pemutihan", amnesty::new)
        .post("/k/{complex}/keringanan/pemutihan", amnesty::grant)
        .get("/k/{complex}/tunggakan/{unit}/cicilan", plan_pages::new)
        .post("/k/{complex}/tunggakan/{unit}/cicilan", plan_pages::agree)
        .post("/k/{complex}/tunggakan/{unit}/cicilan/akhiri", plan_pages::end)
        .get("/api/v1/complexes/{complex}/waivers", api::waivers)
        .post("/api/v1/complexes/{complex}/waivers", api::ask)
        .post("/api/v1/complexes/{complex}/waivers/{waiver}/decision", api::decide)
        .post("/api/v1/complexes/{complex}/amnesties", api::amnesty)
        .get("/api/v1/complexes/{complex}/instalment-plans", api::plans)
        .post("/api/v1/complexes/{complex}/instalment-plans", api::agree)
}

/// What this slice does in the background.
pub fn jobs() -> jobs::Registry {
    jobs::Registry::new().daily::<plan_pages::JudgePlans>(2)
}
