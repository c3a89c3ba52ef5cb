//! Files that people bring: photos, PDFs, spreadsheets. Kept in a folder or an object store, known by a row.
//!
//! - [`Files::prepare`] looks at what came: the kind is sniffed, never believed; a photo is drawn anew, upright, without
//!   its EXIF (which says where somebody lives) and no larger than a screen needs.
//! - [`Files::keep`] stores it in the caller's transaction: rolled back, only litter remains, which [`Files::tidy`] clears.
//! - [`Files::open`] keeps contents in a folder, [`Files::open_bucket`] in an S3-compatible store; all else is the same.
//! - [`link`] gives the signed address under which the file is fetched; [`routes`] answers it.
//! - [`Files::everything`], [`Files::read`] and [`Files::put_back`] are the backup's way in and out.
//!
//! What a caller names (file names) is shown and never used as a path; paths are made of our own ids.
//!
//! Deliberately absent: who may see a file. Whoever may see the thing it hangs on is given the link. And pages.

mod backup;
mod bucket;
mod download;
mod model;
mod picture;
mod refusal;
mod sniff;
mod sql;
mod storage;
mod tidy;
mod words;

/// What contents come and go as.
pub use axum::body::Bytes;
pub use backup::Kept;
pub use bucket::{BadBucket, Bucket, Reach};
pub use download::{FileTicket, link, routes, thumbnail_link};
pub use model::{FileInfo, Keeping, Kind, Prepared, Purpose, Totals, Upload};
pub use refusal::CannotStore;
pub use storage::Files;
pub use tidy::Tidied;
