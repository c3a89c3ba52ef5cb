//! A report with its photos, as a browser sends it.

use axum::extract::{Multipart, multipart::Field};
use files::{Files, Keeping, Prepared, Purpose, Upload};
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
    /// The id of a problem; empty: none.
    pub masalah: String,
    /// `umum`, or the id of a house.
    pub tempat: String,
    pub lokasi: String,
    /// House number and name of whoever calls the office.
    pub rumah: String,
    pub pelapor: String,
    pub kata: String,
    /// Of this form and no other: what is sent twice is filed once.
    pub kunci: String,
    /// A move by whoever does it, and `ya`: although steps are open.
    pub langkah: String,
    pub pasti: String,
    /// Drawn anew, so that six of them are some megabytes.
    pub photos: Vec<Prepared>,
    /// How many came, also those that were not taken.
    pub sent: usize,
    /// What is wrong with one of them, in words.
    pub fault: String,
}

impl Typed {
    pub fn key(&self) -> Option<Uuid> {
        self.kunci.parse().ok()
    }

    pub fn take_photos(&mut self) -> Vec<Prepared> {
        std::mem::take(&mut self.photos)
    }

    /// What is wrong with the photos, in words.
    pub fn photo_fault(&self, browser: &Browser) -> Option<String> {
        if self.sent > MOST {
            return Some(browser.texts().get("care-fault-photos").to_owned());
        }
        (!self.fault.is_empty()).then(|| self.fault.clone())
    }

    fn put(&mut self, name: &str, text: &str) {
        let text = text.trim();
        let field = match name {
            "kategori" => &mut self.kategori,
            "masalah" => &mut self.masalah,
            "tempat" => &mut self.tempat,
            "lokasi" => &mut self.lokasi,
            "rumah" => &mut self.rumah,
            "pelapor" => &mut self.pelapor,
            "kata" => &mut self.kata,
            "kunci" => &mut self.kunci,
            "langkah" => &mut self.langkah,
            "pasti" => &mut self.pasti,
            _ => return,
        };
        text.clone_into(field);
    }
}

/// Reads the form and draws each photo anew while the next one is still under way, so that a report holds one photo in
/// memory as it came, and none of them unpacked beside another. No transaction should be open meanwhile.
///
/// # Errors
/// A body that is no form; what is wrong with a photo is kept for [`check`].
pub async fn read(mut form: Multipart, files: &Files, locale: Locale) -> web::Result<Typed> {
    let mut typed = Typed::default();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "foto" {
            photo(field, &mut typed, files, locale).await?;
        } else {
            let text = field.text().await.map_err(unreadable)?;
            typed.put(&name, &text);
        }
    }
    Ok(typed)
}

fn unreadable(error: axum::extract::multipart::MultipartError) -> Error {
    Error::unreadable(error.status(), error.body_text())
}

async fn photo(mut field: Field<'_>, typed: &mut Typed, files: &Files, locale: Locale) -> web::Result<()> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut content = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
        // One byte too many is enough to be refused; the rest passes by.
        let room = (PHOTO.limit_bytes + 1).saturating_sub(content.len());
        content.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    if content.is_empty() {
        return Ok(());
    }
    typed.sent += 1;
    if typed.sent > MOST || !typed.fault.is_empty() {
        return Ok(());
    }
    match files.prepare(Upload { purpose: PHOTO, name, content: content.into() }).await {
        Ok(prepared) => typed.photos.push(prepared),
        Err(error) if error.is_about_the_file() => typed.fault = error.say(locale),
        Err(error) => return Err(Error::broken(error)),
    }
    Ok(())
}

/// Is there something to see or to read, and not too much of it?
pub fn check(browser: &Browser, typed: &Typed, faults: &mut Faults) {
    let words = browser.texts();
    if typed.kata.chars().count() > 2_000 {
        faults.put("kata", words.get("care-refuse-long-words"));
    }
    if typed.sent == 0 && typed.kata.is_empty() {
        faults.put("kata", words.get("care-fault-nothing"));
    }
    if let Some(fault) = typed.photo_fault(browser) {
        faults.put("foto", fault);
    }
}

/// Keeps what was prepared, as part of this complaint.
///
/// # Errors
/// When the store of contents is away.
pub async fn attach(
    tx: &mut TenantTx,
    files: &Files,
    complaint: Uuid,
    photos: Vec<Prepared>,
) -> web::Result<()> {
    for photo in photos {
        let file = files.keep(tx, photo, Keeping::Attached).await.map_err(Error::broken)?;
        sql::add_file(tx, complaint, file).await?;
    }
    Ok(())
}
