//! Charge types, tariffs and overrides for programs. The same doors, rules and sentences as the pages.

pub(crate) mod kinds;
pub(crate) mod own;
pub(crate) mod versions;

use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("dues")
        .get("/api/v1/complexes/{complex}/charge-types", kinds::index)
        .post("/api/v1/complexes/{complex}/charge-types", kinds::create)
        .get("/api/v1/complexes/{complex}/charge-types/{charge}", kinds::show)
        .patch("/api/v1/complexes/{complex}/charge-types/{charge}", kinds::change)
        .get("/api/v1/complexes/{complex}/charge-types/{charge}/tariffs", versions::index)
        .post("/api/v1/complexes/{complex}/charge-types/{charge}/tariffs", versions::create)
        .delete("/api/v1/complexes/{complex}/charge-types/{charge}/tariffs/{tariff}", versions::remove)
        .get("/api/v1/complexes/{complex}/tariff-overrides", own::index)
        .post("/api/v1/complexes/{complex}/tariff-overrides", own::create)
        .post("/api/v1/complexes/{complex}/tariff-overrides/{own}/end", own::end)
}
