//! How a complex wants its announcements: looked at by a second person, open to everybody by link, open for comments.

pub(crate) mod api;
mod pages;
pub(crate) mod sql;

use serde::{Deserialize, Serialize};
use tenancy::Routes;
use utoipa::ToSchema;

/// The wishes of a complex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Somebody else than its writer agrees before an announcement goes out; emergencies do not wait
    pub needs_approval: bool,
    /// An announcement may have a link that anybody can open
    pub allows_public: bool,
    /// Residents may comment where the writer wants it
    pub allows_comments: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self { needs_approval: false, allows_public: true, allows_comments: true }
    }
}

pub fn routes() -> Routes {
    Routes::new("announcements")
        .get("/k/{complex}/pengumuman/aturan", pages::edit)
        .post("/k/{complex}/pengumuman/aturan", pages::update)
        .get("/api/v1/complexes/{complex}/announcement-settings", api::show)
        .put("/api/v1/complexes/{complex}/announcement-settings", api::change)
}
