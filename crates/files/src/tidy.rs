//! Clearing away, once a night for each complex: forms that nobody sent, files that were removed long ago, and content
//! whose transaction was rolled back.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use futures_util::TryStreamExt as _;
use kernel::{FileId, Instant};
use object_store::{ObjectStore as _, path::Path as ObjectPath};
use tenancy::{JobScope, TenantTx};

use crate::{CannotStore, Files, sql, storage::owner_of};

const DRAFTS_STAY: TimeDelta = TimeDelta::days(1);
const REMOVED_STAY: TimeDelta = TimeDelta::days(30);
const AT_ONCE: i64 = 500;

/// What was cleared away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Files that were removed or never attached.
    pub erased: usize,
    /// Content without a row.
    pub litter: usize,
}

impl Files {
    /// Harmless when run twice: content goes first, the note follows.
    pub async fn tidy(&self, scope: &JobScope) -> Result<Tidied, CannotStore> {
        let mut tidied = Tidied::default();
        loop {
            let erased = self.erase_some(scope).await?;
            tidied.erased += erased;
            if erased == 0 {
                break;
            }
        }
        let mut tx = scope.begin().await?;
        let old = self.older_than(scope, tx.now() - DRAFTS_STAY).await?;
        for id in without_row(&mut tx, old).await? {
            self.erase(scope.complex(), id).await?;
            tidied.litter += 1;
        }
        Ok(tidied)
    }

    async fn erase_some(&self, scope: &JobScope) -> Result<usize, CannotStore> {
        let mut tx = scope.begin().await?;
        let now = tx.now();
        let ids = sql::erasable(&mut tx, now - DRAFTS_STAY, now - REMOVED_STAY, AT_ONCE).await?;
        for id in &ids {
            self.erase(scope.complex(), *id).await?;
        }
        sql::mark_erased(&mut tx, &ids).await?;
        tx.commit().await?;
        Ok(ids.len())
    }

    /// The files of a complex that lie there since before that moment: younger ones may still be waiting for a commit.
    async fn older_than(&self, scope: &JobScope, moment: Instant) -> Result<BTreeSet<FileId>, CannotStore> {
        let folder = ObjectPath::from(scope.complex().to_string());
        let mut objects = self.objects.list(Some(&folder));
        let mut old = BTreeSet::new();
        while let Some(object) = objects.try_next().await? {
            if object.last_modified < moment {
                old.extend(owner_of(object.location.as_ref()).map(|(_, id, _)| id));
            }
        }
        Ok(old)
    }
}

async fn without_row(tx: &mut TenantTx, ids: BTreeSet<FileId>) -> tenancy::Result<BTreeSet<FileId>> {
    let all: Vec<FileId> = ids.iter().copied().collect();
    let mut orphans = ids;
    for some in all.chunks(1000) {
        for living in sql::living(tx, some).await? {
            orphans.remove(&living);
        }
    }
    Ok(orphans)
}
