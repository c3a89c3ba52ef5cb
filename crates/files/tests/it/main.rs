//! Files through the door: a real database, a real folder, a browser that follows the links.

#![expect(clippy::unwrap_used, reason = "a test that cannot be prepared should stop right there")]

mod bucket;
mod keeping;
mod links;
mod photos;
mod samples;

use axum::Extension;
use files::{Bytes, Files, Keeping, Purpose, Upload};
use kernel::FileId;
use tempfile::TempDir;
use tenancy::Operator;
use testkit::{Complex, Kit};

pub const COMPLAINT_PHOTO: Purpose = Purpose::photos("complaint_photo");
pub const DOCUMENT: Purpose = Purpose::documents("document");

pub struct House {
    pub kit: Kit,
    pub files: Files,
    /// Where the contents lie, until the test is over.
    pub folder: TempDir,
}

impl House {
    pub async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let files = Files::open(folder.path()).unwrap();
        Self::over(files, folder).await
    }

    pub async fn over(files: Files, folder: TempDir) -> Self {
        let routes = files::routes().get("/admin/berkas", totals_of_all);
        let kit = Kit::open_with(routes, |site| site.layer(Extension(files.clone()))).await;
        Self { kit, files, folder }
    }

    /// Somebody of this complex stores a file, and the form is done.
    pub async fn store(&self, complex: &Complex, upload: Upload) -> FileId {
        let file = self.files.prepare(upload).await.unwrap();
        let mut tx = complex.tx().await;
        let id = self.files.keep(&mut tx, file, Keeping::Attached).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// How many contents lie in the folder, of every complex of this test.
    pub fn contents(&self) -> usize {
        let folders = std::fs::read_dir(self.folder.path()).unwrap();
        folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    }
}

pub fn upload(purpose: Purpose, name: &str, content: impl Into<Bytes>) -> Upload {
    Upload { purpose, name: name.to_owned(), content: content.into() }
}

/// The operator's figures as a page would ask for them.
async fn totals_of_all(operator: Operator, Extension(files): Extension<Files>) -> tenancy::Result<String> {
    let mut tx = operator.begin().await?;
    let all = files.totals_of_all(&mut tx).await?;
    Ok(all.iter().map(|it| format!("{} {} {}\n", it.complex, it.files, it.bytes)).collect())
}
