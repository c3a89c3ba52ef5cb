//! Pictures and papers that go with an announcement. They are brought while it is a draft.

use axum::{Extension, extract::Multipart, response::IntoResponse as _};
use files::{Files, Keeping, Purpose, Upload};
use kernel::{ComplexId, FileId};
use tenancy::{May, Store, TenantTx, policy::WriteAnnouncements};
use uuid::Uuid;
use web::{Browser, Error, Go, Path, Say};

use super::{send::CannotSend, sql};

pub const PURPOSE: Purpose = Purpose::documents("announcement_file");
/// Files that one announcement may have.
const MOST: usize = 10;

/// A file as a page shows it.
pub struct Shown {
    pub id: FileId,
    pub name: String,
    pub href: String,
    /// Empty unless it is a picture.
    pub thumbnail: String,
    pub size: String,
}

pub async fn shown(
    tx: &mut TenantTx,
    files: &Files,
    store: &Store,
    complex: ComplexId,
    bulletin: Uuid,
) -> tenancy::Result<Vec<Shown>> {
    let mut all = Vec::new();
    for id in sql::files(tx, bulletin).await? {
        let info = files.info(tx, id).await?;
        all.push(Shown {
            id,
            href: files::link(store, complex, id),
            thumbnail: if info.is_picture() {
                files::thumbnail_link(store, complex, id)
            } else {
                String::new()
            },
            size: format!("{} KB", (info.size_bytes / 1024).max(1)),
            name: info.name,
        });
    }
    Ok(all)
}

#[derive(Debug)]
struct TooMany;

impl Say for TooMany {
    fn say(&self, locale: kernel::Locale) -> String {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        web::texts::texts(locale).with("ann-refuse-files", &[("most", most.into())])
    }
}

#[derive(Debug)]
struct Told(String);

impl Say for Told {
    fn say(&self, _: kernel::Locale) -> String {
        self.0.clone()
    }
}

pub async fn bring(
    may: May<WriteAnnouncements>,
    browser: Browser,
    Extension(store): Extension<Files>,
    Path((_, id)): Path<(String, Uuid)>,
    form: Multipart,
) -> web::Result {
    let locale = browser.locale();
    let upload = read(form).await?;
    let upload =
        upload.ok_or_else(|| Error::refused(Told(browser.texts().get("ann-fault-file").to_owned())))?;
    let prepared = store.prepare(upload).await.map_err(|error| {
        if error.is_about_the_file() { Error::refused(Told(error.say(locale))) } else { Error::broken(error) }
    })?;
    let mut tx = may.begin().await?;
    let bulletin = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    if !bulletin.state.is_open() {
        return Err(Error::refused(CannotSend::NotOpen));
    }
    if sql::files(&mut tx, id).await?.len() >= MOST {
        return Err(Error::refused(TooMany));
    }
    let file = store.keep(&mut tx, prepared, Keeping::Attached).await.map_err(Error::broken)?;
    sql::add_file(&mut tx, id, file).await?;
    tx.commit().await?;
    let said = browser.texts().get("ann-said-file");
    Ok(Go::to(may.place().path(&format!("pengumuman/{id}"))).saying(said).into_response())
}

pub async fn remove(
    may: May<WriteAnnouncements>,
    browser: Browser,
    Extension(store): Extension<Files>,
    Path((_, id, file)): Path<(String, Uuid, FileId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let bulletin = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    if !bulletin.state.is_open() {
        return Err(Error::refused(CannotSend::NotOpen));
    }
    if !sql::remove_file(&mut tx, id, file).await? {
        return Err(Error::missing());
    }
    store.remove(&mut tx, file).await?;
    tx.commit().await?;
    let said = browser.texts().get("ann-said-file-gone");
    Ok(Go::to(may.place().path(&format!("pengumuman/{id}"))).saying(said).into_response())
}

async fn read(mut form: Multipart) -> web::Result<Option<Upload>> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        Error::unreadable(error.status(), error.body_text())
    };
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("berkas") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(unreadable)?;
            return Ok((!content.is_empty()).then_some(Upload { purpose: PURPOSE, name, content }));
        }
    }
    Ok(None)
}
