//! A report with its photos, as a browser sends it.

use axum::extract::Multipart;
use files::{Files, Prepared, Purpose, Upload};
use kernel::{ComplexId, Locale};
use tenancy::{Store, TenantTx};
use uuid::Uuid;
use web::{Browser, Error, Faults};

use super::sql;

/// Photos that one complaint may have.
pub const MOST: usize = 6;
const PHOTO: Purpose = Purpose::photos("complaint_photo");
pub const BODY_LIMIT: usize = PHOTO.body_limit_bytes() * MOST;

/// A photo as a page shows it.
pub struct Shown {
    pub href: String,
    pub thumbnail: String,
}

pub async fn shown(
    tx: &mut TenantTx,
    store: &Store,
    complex: ComplexId,
    complaint: Uuid,
) -> tenancy::Result<Vec<Shown>> {
    let files = sql::files(tx, complaint).await?.into_iter();
    let one = |id| Shown {
        href: files::link(store, complex, id),
        thumbnail: files::thumbnail_link(store, complex, id),
    };
    Ok(files.map(one).collect())
}

/// What was typed and chosen.
#[derive(Debug, Default)]
pub struct Typed {
    pub kategori: String,
    /// `umum`, or the id of a house.
    pub tempat: String,
    pub lokasi: String,
    /// House number and name of whoever calls the office.
    pub rumah: String,
    pub pelapor: String,
    pub kata: String,
    pub photos: Vec<Upload>,
}

pub async fn read(mut form: Multipart) -> web::Result<Typed> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        Error::unreadable(error.status(), error.body_text())
    };
    let mut typed = Typed::default();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "foto" {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(unreadable)?;
            if !content.is_empty() {
                typed.photos.push(Upload { purpose: PHOTO, name, content });
            }
            continue;
        }
        let text = field.text().await.map_err(unreadable)?;
        match name.as_str() {
            "kategori" => typed.kategori = text,
            "tempat" => typed.tempat = text,
            "lokasi" => typed.lokasi = text.trim().to_owned(),
            "rumah" => typed.rumah = text.trim().to_owned(),
            "pelapor" => typed.pelapor = text.trim().to_owned(),
            "kata" => typed.kata = text.trim().to_owned(),
            _ => {}
        }
    }
    Ok(typed)
}

/// Is there something to see or to read, and not too much of it?
pub fn check(browser: &Browser, typed: &Typed, faults: &mut Faults) {
    let words = browser.texts();
    if typed.kata.chars().count() > 2_000 {
        faults.put("kata", words.get("care-refuse-long-words"));
    }
    if typed.photos.is_empty() && typed.kata.is_empty() {
        faults.put("kata", words.get("care-fault-nothing"));
    }
    if typed.photos.len() > MOST {
        faults.put("foto", words.get("care-fault-photos"));
    }
}

/// Draws each photo anew; one after the other, so that a report holds one of them in memory.
///
/// # Errors
/// What is wrong with a photo, in words.
pub async fn prepare(
    files: &Files,
    photos: Vec<Upload>,
    locale: Locale,
) -> web::Result<Result<Vec<Prepared>, String>> {
    let mut all = Vec::new();
    for photo in photos {
        match files.prepare(photo).await {
            Ok(prepared) => all.push(prepared),
            Err(error) if error.is_about_the_file() => return Ok(Err(error.say(locale))),
            Err(error) => return Err(Error::broken(error)),
        }
    }
    Ok(Ok(all))
}
