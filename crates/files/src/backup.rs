//! Everything out and in again, for `klustera backup` and `klustera restore`. The rows travel with the database.

use crate::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, future, stream::BoxStream};
use object_store::{ObjectStore as _, ObjectStoreExt as _, PutPayload, path::Path as ObjectPath};

use crate::{CannotStore, Files, storage::owner_of};

/// One stored content, by the name under which it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// `<complex>/<file>`, with ids only.
    pub path: String,
    pub size_bytes: u64,
}

impl Files {
    /// Every content of every complex. Anything else that lies in the folder is passed over.
    pub fn everything(&self) -> BoxStream<'static, Result<Kept, CannotStore>> {
        let ours = self
            .objects
            .list(None)
            .try_filter(|object| future::ready(owner_of(object.location.as_ref()).is_some()));
        ours.map_ok(|object| Kept { path: object.location.to_string(), size_bytes: object.size })
            .map_err(CannotStore::from)
            .boxed()
    }

    pub async fn read(&self, kept: &Kept) -> Result<Bytes, CannotStore> {
        Ok(self.objects.get(&ObjectPath::from(kept.path.as_str())).await?.bytes().await?)
    }

    /// Puts one back. False, and nothing written, when the path is not one of ours: a backup is a file from outside.
    pub async fn put_back(&self, path: &str, content: Bytes) -> Result<bool, CannotStore> {
        let Some((complex, id, part)) = owner_of(path) else { return Ok(false) };
        let place = crate::storage::path(complex, id, part);
        self.objects.put(&place, PutPayload::from_bytes(content)).await?;
        Ok(true)
    }
}
