//! Signed links: whoever holds one may fetch the file, and nothing else. It lasts as long as the file is not removed.

use axum::{
    Extension,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use kernel::{ComplexId, FileId};
use tenancy::{Error, Refusal, Routes, Store, Ticket, TicketKind};

use crate::{FileInfo, Files, sql, storage::Part};

/// Proof of a link to one file.
#[derive(Debug)]
pub enum FileTicket {}

impl TicketKind for FileTicket {
    const NAME: &'static str = "file";
}

/// The address of a file, from whoever has decided that it may be seen.
pub fn link(store: &Store, complex: ComplexId, file: FileId) -> String {
    format!("/berkas/{}", Ticket::<FileTicket>::seal(store, complex, file.uuid()))
}

/// The address of a photo's thumbnail.
pub fn thumbnail_link(store: &Store, complex: ComplexId, file: FileId) -> String {
    format!("{}/kecil", link(store, complex, file))
}

pub fn routes() -> Routes {
    Routes::new("files").get("/berkas/{ticket}", content).get("/berkas/{ticket}/kecil", thumbnail)
}

async fn content(ticket: Ticket<FileTicket>, Extension(files): Extension<Files>) -> Result<Response, Error> {
    fetch(&ticket, &files, Part::Content).await
}

async fn thumbnail(
    ticket: Ticket<FileTicket>,
    Extension(files): Extension<Files>,
) -> Result<Response, Error> {
    fetch(&ticket, &files, Part::Thumbnail).await
}

async fn fetch(ticket: &Ticket<FileTicket>, files: &Files, part: Part) -> Result<Response, Error> {
    let id = FileId::from_uuid(ticket.subject());
    let (mut tx, place) = ticket.begin().await?;
    let (info, _) = sql::info(&mut tx, id).await?;
    drop(tx); // a slow download must not hold a connection
    if part == Part::Thumbnail && !info.is_picture() {
        return Err(Error::Missing);
    }
    match answer(files, place.complex, &info, part).await {
        Ok(response) => Ok(response),
        Err(error @ object_store::Error::NotFound { .. }) => {
            tracing::error!(%error, file = %id, "a file is known but its content is not there");
            Err(Error::Missing)
        }
        Err(error) => {
            tracing::warn!(%error, file = %id, "the file store did not answer");
            Ok(busy())
        }
    }
}

/// The content, or where it is. Thumbnails come from here, since a page shows pictures of its own site only.
async fn answer(
    files: &Files,
    complex: ComplexId,
    info: &FileInfo,
    part: Part,
) -> object_store::Result<Response> {
    if part == Part::Content
        && let Some(address) = files.address(complex, info.id, &saved_as(info)).await?
    {
        return Ok(([(header::CACHE_CONTROL, AWAY)], Redirect::temporary(address.as_str())).into_response());
    }
    let (size_bytes, stream) = files.stream(complex, info.id, part).await?;
    let length = [(header::CONTENT_LENGTH, HeaderValue::from(size_bytes))];
    Ok((length, saved_as(info), HARMLESS, Body::from_stream(stream)).into_response())
}

/// A repeat may succeed.
fn busy() -> Response {
    let mut response = Refusal::Busy.status().into_response();
    response.extensions_mut().insert(Refusal::Busy);
    response
}

/// Shorter than [`crate::bucket::ADDRESS_LASTS`], so that a browser does not go where it is no longer let in.
const AWAY: &str = "private, max-age=240";

/// Never run, never guessed, never framed: whatever somebody brought is offered for saving. A picture on a page is
/// shown all the same.
const HARMLESS: [(HeaderName, HeaderValue); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
];

fn saved_as(info: &FileInfo) -> HeaderMap {
    let value = |text: String| HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("attachment"));
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, value(info.media_type.clone())),
        (header::CONTENT_DISPOSITION, value(disposition(&info.name))),
        // The content under an id never changes; that it was removed is known a day later at most.
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400")),
    ])
}

/// RFC 6266: a name in plain letters for old programs, the real one beside it.
fn disposition(name: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let plain: String = name.chars().map(|c| if is_safe(c) { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let said = disposition("lampu \"mati\"; x=\r\n.jpg");
        assert_eq!(
            said,
            "attachment; filename=\"lampu__mati___x___.jpg\"; \
             filename*=UTF-8''lampu%20%22mati%22%3B%20x%3D%0D%0A.jpg"
        );
    }
}
