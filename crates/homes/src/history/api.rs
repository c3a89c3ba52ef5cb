//! The changes of a complex for programs: the rows as they were and are.

use std::collections::HashMap;

use kernel::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenancy::{May, Routes, policy::SeeHistory};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Query,
    api::{Page, PageQuery, Slice},
};

use super::{
    sql::{self, Entry, Wanted},
    words,
};

pub fn routes() -> Routes {
    Routes::new("homes").get("/api/v1/complexes/{complex}/history", index)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    pub id: i64,
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Nobody: a background job or a signed link
    pub who: Option<String>,
    /// `unit`, `person`, `occupancy`, `area`, `membership`, …
    pub thing: String,
    /// `insert`, `update` or `delete`
    pub action: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

impl ChangeBody {
    fn of(entry: Entry, names: &HashMap<Uuid, String>) -> Self {
        let Entry { id, at, who, table, action, before, after } = entry;
        let who = who.and_then(|who| names.get(&who.uuid()).cloned());
        Self { id, at, who, thing: table, action, before, after }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Only changes of this kind of thing
    thing: Option<String>,
}

/// Who changed what, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/history", tag = "history",
    params(("complex" = String, Path), HistoryQuery, PageQuery),
    responses((status = 200, body = Page<ChangeBody>))
)]
pub async fn index(
    may: May<SeeHistory>,
    slice: Slice<i64>,
    query: Query<HistoryQuery>,
) -> web::Result<Page<ChangeBody>> {
    let Query(query) = query;
    let wanted = Wanted { table: query.thing, ..Wanted::default() };
    let mut tx = may.begin().await?;
    let below = slice.after().copied().unwrap_or(i64::MAX);
    let entries = sql::page(&mut tx, &wanted, below, slice.fetch()).await?;
    let names = words::names(&mut tx, &entries).await?;
    Ok(slice.page(entries, |entry| entry.id, |entry| ChangeBody::of(entry, &names)))
}
