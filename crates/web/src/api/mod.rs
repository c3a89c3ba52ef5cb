//! The frame of `/api/v1`: pages by key, requests that may be sent twice, the OpenAPI document and its page.
//!
//! How an error looks is decided in `dress` (problem+json), how often one may ask in `limit`. Deliberately absent: the
//! endpoints themselves; they stand in the `api.rs` of each slice.
//!
//! A list, paged by its sort keys:
//! ```ignore
//! pub async fn index(may: May<SeeUnits>, slice: Slice<(String, UnitId)>) -> web::Result<Page<UnitOut>> {
//!     let mut tx = may.begin().await?;
//!     let rows = sql::units_after(&mut tx, slice.after(), slice.fetch()).await?;     // limit + 1 rows
//!     Ok(slice.page(rows, |row| (row.sort_key.clone(), row.id), UnitOut::of))
//! }
//! ```
//! A POST that may be repeated:
//! ```ignore
//! pub async fn create(may: May<ManageUnits>, sent: Once<NewUnit>) -> web::Result {
//!     let details = sent.body.parse()?;
//!     let mut tx = may.begin().await?;
//!     let claimed = match sent.claim(&mut tx).await? {
//!         Claim::Fresh(claimed) => claimed,
//!         Claim::Done(answer) => return Ok(answer),
//!     };
//!     let unit = sql::insert(&mut tx, &details).await?;
//!     claimed.settle(tx, Answer::created(format!("/api/v1/…/{}", unit.id), &UnitOut::of(unit))?).await
//! }
//! ```

mod document;
mod once;
mod page;
mod pages;
mod reading;
mod sql;

pub use document::{Problem, ProblemField, document};
pub use once::{Answer, Claim, Claimed, Once};
pub use page::{Page, PageQuery, Slice};
pub use pages::routes;
pub use sql::forget_keys;
