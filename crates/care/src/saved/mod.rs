//! Views of the office's list that have a name: what it was narrowed to, for their maker alone or for everybody of the office.
//!
//! Deliberately absent: changing one. A view is kept anew under its name, and that is the change.

pub(crate) mod api;
mod pages;
mod sql;

use tenancy::{Result, Routes, TenantTx};
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/tampilan", pages::index)
        .post("/k/{complex}/keluhan/tampilan", pages::create)
        .post("/k/{complex}/keluhan/tampilan/{view}/hapus", pages::remove)
        .get("/api/v1/complexes/{complex}/complaint-views", api::index)
        .post("/api/v1/complexes/{complex}/complaint-views", api::create)
        .delete("/api/v1/complexes/{complex}/complaint-views/{view}", api::remove)
}

/// Views that one person has; those of the office are not counted.
pub const MOST: usize = 20;

/// What the list was narrowed to, in the words of its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub id: Uuid,
    pub name: String,
    pub search: String,
    pub state: String,
    pub category: String,
    pub assignee: String,
    pub is_shared: bool,
    /// Made by whoever asks, who alone may take a view of theirs away.
    pub is_own: bool,
}

impl View {
    /// Is this the list at hand?
    pub fn is(&self, search: &str, state: &str, category: &str, assignee: &str) -> bool {
        [&self.search, &self.state, &self.category, &self.assignee] == [search, state, category, assignee]
    }

    pub fn href(&self, list: &str) -> String {
        let parts = [("q", self.search.as_str()), ("status", &self.state), ("kategori", &self.category)];
        web::with_query(&web::with_query(list, &parts), &[("petugas", &self.assignee)])
    }
}

/// Those of the caller and those of the office, by name.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<View>> {
    sql::all(tx).await
}
