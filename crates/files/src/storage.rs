//! Where contents lie, and the way in: prepare, keep, attach, remove.

use std::{fmt, path::Path, sync::Arc};

use crate::Bytes;
use futures_util::stream::BoxStream;
use kernel::{ComplexId, FileId};
use object_store::{
    ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path as ObjectPath,
    signer::Signer,
};
use sha2::{Digest as _, Sha256};
use tenancy::{PlatformTx, TenantTx};
use tokio::sync::Semaphore;

use crate::{
    CannotStore, FileInfo, Keeping, Kind, Prepared, Totals, Upload,
    model::{clean_name, with_extension},
    picture::{self, MOST_MEGAPIXELS},
    sniff::{Sniffed, sniff},
    sql,
};

/// The file store. Cheap to clone; handlers get it as an axum `Extension`, jobs as a tool.
#[derive(Clone)]
pub struct Files {
    pub(crate) objects: Arc<dyn ObjectStore>,
    /// Signs addresses under which browsers fetch from the store themselves.
    pub(crate) signer: Option<Arc<dyn Signer>>,
    /// One permit per megapixel being drawn: many small photos at once or one large one, in bounded memory.
    desk: Arc<Semaphore>,
}

/// A file has its content, and a photo its thumbnail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Content,
    Thumbnail,
}

const THUMBNAIL: &str = "-thumbnail";

impl Files {
    /// In a folder of this machine, which is made when it is missing.
    pub fn open(folder: &Path) -> Result<Self, CannotStore> {
        std::fs::create_dir_all(folder)
            .map_err(|error| object_store::Error::Generic { store: "folder", source: Box::new(error) })?;
        let local = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
        Ok(Self::over(Arc::new(local)))
    }

    /// Over anything that keeps objects.
    pub fn over(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects, signer: None, desk: Arc::new(Semaphore::new(MOST_MEGAPIXELS as usize)) }
    }

    pub(crate) fn signed_by(self, signer: Arc<dyn Signer>) -> Self {
        Self { signer: Some(signer), ..self }
    }

    /// Looks at what came and draws a photo anew. No transaction is needed, and none should be open meanwhile.
    pub async fn prepare(&self, upload: Upload) -> Result<Prepared, CannotStore> {
        let Upload { purpose, name, content } = upload;
        if content.is_empty() {
            return Err(CannotStore::Empty);
        }
        if content.len() > purpose.limit_bytes {
            return Err(CannotStore::TooLarge { limit_bytes: purpose.limit_bytes });
        }
        let name = clean_name(&name);
        let (kind, media_type) = match sniff(&content, &name) {
            Sniffed::Known(kind, media_type) if purpose.accepts.contains(&kind) => (kind, media_type),
            Sniffed::Heic if purpose.accepts.contains(&Kind::Photo) => return Err(CannotStore::Heic),
            _ => return Err(CannotStore::WrongKind { accepts: purpose.accepts }),
        };
        if kind != Kind::Photo {
            return Ok(prepared(purpose.name, name, media_type, content, None));
        }
        let redrawn = self.redraw(content, media_type).await?;
        let name = with_extension(&name, "jpg");
        Ok(prepared(purpose.name, name, "image/jpeg", redrawn.jpeg, Some(redrawn.picture)))
    }

    async fn redraw(
        &self,
        content: Bytes,
        media_type: &'static str,
    ) -> Result<picture::Redrawn, CannotStore> {
        let megapixels = picture::megapixels(&content, media_type)?;
        let permits = self.desk.clone().acquire_many_owned(megapixels).await;
        let permits = permits.expect("nobody closes the desk");
        let drawing = tokio::task::spawn_blocking(move || {
            let redrawn = picture::redraw(content, media_type);
            drop(permits);
            redrawn
        });
        // A panic of a decoder is a photo that cannot be read.
        drawing.await.unwrap_or(Err(CannotStore::Unreadable))
    }

    /// Keeps it, in this transaction: the row first, then the content, and both count from the commit on.
    pub async fn keep(
        &self,
        tx: &mut TenantTx,
        file: Prepared,
        keeping: Keeping,
    ) -> Result<FileId, CannotStore> {
        let id = FileId::new(tx.now());
        let complex = sql::insert(tx, id, &file, keeping).await?;
        if let Some(picture) = file.picture {
            self.put(complex, id, Part::Thumbnail, picture.thumbnail).await?;
        }
        self.put(complex, id, Part::Content, file.content).await?;
        Ok(id)
    }

    /// Both at once, for a file that is part of something as soon as it is there.
    pub async fn store(&self, tx: &mut TenantTx, upload: Upload) -> Result<FileId, CannotStore> {
        let file = self.prepare(upload).await?;
        self.keep(tx, file, Keeping::Attached).await
    }

    /// The form was sent: the file is part of something now.
    pub async fn attach(&self, tx: &mut TenantTx, id: FileId) -> tenancy::Result<()> {
        sql::attach(tx, id).await
    }

    /// Out of sight at once, off the disk after 30 days.
    pub async fn remove(&self, tx: &mut TenantTx, id: FileId) -> tenancy::Result<()> {
        sql::remove(tx, id).await
    }

    /// What is known about a file that was not removed.
    pub async fn info(&self, tx: &mut TenantTx, id: FileId) -> tenancy::Result<FileInfo> {
        Ok(sql::info(tx, id).await?.0)
    }

    /// The whole content, for a job that works on it.
    pub async fn content(&self, tx: &mut TenantTx, id: FileId) -> Result<Bytes, CannotStore> {
        let (_, complex) = sql::info(tx, id).await?;
        Ok(self.objects.get(&path(complex, id, Part::Content)).await?.bytes().await?)
    }

    /// How much this complex keeps, removed files included until they are erased.
    pub async fn totals(&self, tx: &mut TenantTx) -> tenancy::Result<Totals> {
        sql::totals(tx).await
    }

    /// The same for every complex, the largest first.
    pub async fn totals_of_all(&self, tx: &mut PlatformTx) -> tenancy::Result<Vec<Totals>> {
        sql::totals_of_all(tx).await
    }

    async fn put(
        &self,
        complex: ComplexId,
        id: FileId,
        part: Part,
        content: Bytes,
    ) -> Result<(), CannotStore> {
        self.objects.put(&path(complex, id, part), PutPayload::from_bytes(content)).await?;
        Ok(())
    }

    pub(crate) async fn stream(
        &self,
        complex: ComplexId,
        id: FileId,
        part: Part,
    ) -> object_store::Result<(u64, BoxStream<'static, object_store::Result<Bytes>>)> {
        let found = self.objects.get(&path(complex, id, part)).await?;
        Ok((found.meta.size, found.into_stream()))
    }

    /// Both parts; what is already gone does not matter.
    pub(crate) async fn erase(&self, complex: ComplexId, id: FileId) -> object_store::Result<()> {
        for part in [Part::Thumbnail, Part::Content] {
            match self.objects.delete(&path(complex, id, part)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn prepared(
    purpose: &'static str,
    name: String,
    media_type: &'static str,
    content: Bytes,
    picture: Option<crate::model::Picture>,
) -> Prepared {
    let sha256 = Sha256::digest(&content).into();
    Prepared { purpose, name, media_type, content, sha256, picture }
}

/// `<complex>/<file>` and `<complex>/<file>-thumbnail`: made of our own ids and nothing else.
pub(crate) fn path(complex: ComplexId, id: FileId, part: Part) -> ObjectPath {
    let suffix = if part == Part::Thumbnail { THUMBNAIL } else { "" };
    ObjectPath::from(format!("{complex}/{id}{suffix}"))
}

/// The file that lies there; `None` for anything that is not ours.
pub(crate) fn owner_of(path: &str) -> Option<(ComplexId, FileId, Part)> {
    let (complex, name) = path.split_once('/')?;
    let (id, part) = match name.strip_suffix(THUMBNAIL) {
        Some(id) => (id, Part::Thumbnail),
        None => (name, Part::Content),
    };
    let found = (complex.parse().ok()?, id.parse().ok()?, part);
    (self::path(found.0, found.1, part).as_ref() == path).then_some(found)
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Files({})", self.objects)
    }
}
