//! Files that somebody has open: read and examined once for as long as nothing changes, not anew for every tab and page
//! of the preview.
//!
//! Only a cache, of this process. Its key names everything that an examination depends on, so that nothing has to be
//! thrown away: the import (whose file never changes), its decisions, the day, and the newest changes of the complex.
//! Writing an import never looks here, it examines for itself.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use kernel::{Date, ImportId};
use moka::sync::Cache;
use spreadsheet::Refusal;
use tenancy::TenantTx;

use super::{
    look::{self, Looked, Material},
    record::Import,
    sql,
};

/// What all of them may hold together.
const MOST_BYTES: u64 = 32 << 20;
/// After a coffee the file is read again.
const IDLE: Duration = Duration::from_secs(5 * 60);
/// A filled cell with its text, and a row with its plan, as measured on files of 10,000 rows, rounded up.
const CELL_BYTES: usize = 96;
const ROW_BYTES: usize = 900;

static SEEN: LazyLock<Cache<Key, Arc<Looked>>> = LazyLock::new(|| {
    Cache::builder()
        .max_capacity(MOST_BYTES)
        .weigher(|_, looked: &Arc<Looked>| weight(looked))
        .time_to_idle(IDLE)
        .build()
});

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    import: ImportId,
    today: Date,
    version: sql::Version,
}

/// A file that is about to be looked at.
pub(super) enum Opened {
    /// As it was a moment ago.
    Seen(Arc<Looked>),
    Unread(Box<Unread>),
}

pub(super) struct Unread {
    key: Key,
    material: Material,
}

/// Reads what the look needs, in the caller's transaction. Nothing once the file was forgotten.
pub(super) async fn open(tx: &mut TenantTx, import: &Import, today: Date) -> tenancy::Result<Option<Opened>> {
    let Some(version) = sql::version(tx, import.id).await? else { return Ok(None) };
    let key = Key { import: import.id, today, version };
    if let Some(looked) = SEEN.get(&key) {
        return Ok(Some(Opened::Seen(looked)));
    }
    let material = look::material(tx, import.id, &import.file_name, today).await?;
    Ok(material.map(|material| Opened::Unread(Box::new(Unread { key, material }))))
}

impl Opened {
    pub(super) async fn look(self) -> Result<Arc<Looked>, Refusal> {
        match self {
            Self::Seen(looked) => Ok(looked),
            Self::Unread(unread) => {
                let looked = Arc::new(look::look(unread.material).await?);
                SEEN.insert(unread.key, looked.clone());
                Ok(looked)
            }
        }
    }
}

fn weight(looked: &Looked) -> u32 {
    let rows = looked.workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
    let cells: usize = rows.map(|row| row.cells.len()).sum();
    u32::try_from(cells * CELL_BYTES + looked.found.rows.len() * ROW_BYTES).unwrap_or(u32::MAX)
}
